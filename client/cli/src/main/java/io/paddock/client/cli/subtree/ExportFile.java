package io.paddock.client.cli.subtree;

import io.paddock.client.cli.command.CommandFailure;
import java.io.BufferedOutputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * The file that an export goes to. It has its name only when it is complete and on the disk; before, {@code .part} stands behind it.
 * Only its owner may read it, because lists hold hashes of passwords, and data may hold anything.
 *
 * <p>Owned by the thread that exports.
 */
final class ExportFile implements AutoCloseable {

    private final Path file;
    private final Path part;
    private final EarlierExport earlier;
    private final Path target;
    private final FileOutputStream bytes;
    private final OutputStream out;
    private boolean empty = true;
    private boolean complete;

    private ExportFile(Path file, Path part, EarlierExport earlier) throws IOException {
        this.file = file;
        this.part = part;
        this.earlier = earlier;
        this.target = earlier == null ? part : successor(part);
        Files.deleteIfExists(target);
        this.bytes = create(target);
        this.out = new BufferedOutputStream(bytes, 1 << 16);
    }

    static ExportFile open(Path file, ExportHeader header, boolean resume, boolean overwrite)
            throws IOException, CommandFailure {
        if (Files.exists(file) && !overwrite) {
            throw new CommandFailure(
                    file + " is there already, and is not replaced.", "Name another file, or add --overwrite.");
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        boolean unfinished = Files.exists(part);
        if (resume) {
            keepLonger(part);
        } else if (overwrite) {
            Files.deleteIfExists(successor(part));
        }
        if (unfinished && !resume && !overwrite) {
            throw new CommandFailure(
                    "An export to " + file + " was interrupted, " + part + " is its beginning.",
                    "--resume goes on with it, --overwrite begins anew.");
        }
        ExportFile opened = new ExportFile(file, part, unfinished && resume ? EarlierExport.open(part, header) : null);
        opened.out.write(header.line().getBytes(StandardCharsets.UTF_8));
        return opened;
    }

    /** What goes on from an interrupted export; it takes its place. */
    private static Path successor(Path part) {
        return part.resolveSibling(part.getFileName() + ".new");
    }

    /** The export that went on was interrupted too, and nobody could put it in place of the first. */
    private static void keepLonger(Path part) throws IOException {
        Path newer = successor(part);
        if (Files.exists(part) && Files.exists(newer) && Files.size(newer) > Files.size(part)) {
            Files.move(newer, part, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Not a channel: that would be closed by Ctrl-C. */
    private static FileOutputStream create(Path path) throws IOException {
        FileAttribute<?> ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        try {
            Files.createFile(path, ownerOnly);
        } catch (UnsupportedOperationException e) {
            Files.createFile(path); // A file system without such permissions.
        }
        return new FileOutputStream(path.toFile());
    }

    /** What an interrupted export left; null if there is none, or it is not wanted. */
    EarlierExport earlier() {
        return earlier;
    }

    void write(ExportedNode node) throws IOException {
        out.write(node.line().getBytes(StandardCharsets.UTF_8));
        empty = false;
    }

    /** Gives the file its name, once all of it is on the disk. */
    void complete() throws IOException {
        out.flush();
        bytes.getFD().sync();
        out.close();
        Files.move(target, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        complete = true;
        forceFolder();
        if (earlier != null) {
            earlier.close();
            Files.deleteIfExists(part);
        }
    }

    /** So that the name is on the disk too, where folders can be opened. */
    private void forceFolder() {
        Path folder = file.toAbsolutePath().getParent();
        try (FileChannel entries = FileChannel.open(folder, StandardOpenOption.READ)) {
            entries.force(true);
        } catch (IOException e) {
            // It will be there in a while.
        }
    }

    /** Keeps what is written for a later {@code --resume}, with what the earlier export has besides. */
    @Override
    public void close() throws IOException {
        if (complete) {
            return;
        }
        if (earlier != null) {
            earlier.giveRest(this);
            earlier.close();
        }
        out.close();
        if (empty) {
            Files.deleteIfExists(target);
        } else if (earlier != null) {
            Files.move(target, part, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }
}
