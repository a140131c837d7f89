package io.paddock.client.cli.subtree;

import io.paddock.client.cli.command.CommandFailure;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.RandomAccessFile;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.HashSet;
import java.util.Set;

/**
 * The file that an export goes to. It has its name only when it is complete; before, {@code .part} stands behind it.
 *
 * <p>Owned by the thread that exports.
 */
final class ExportFile implements AutoCloseable {

    private final Path file;
    private final Path part;
    private final Set<String> written;
    private final OutputStream out;

    private ExportFile(Path file, Path part, Set<String> written, OutputStream out) {
        this.file = file;
        this.part = part;
        this.written = written;
        this.out = out;
    }

    static ExportFile open(Path file, ExportHeader header, boolean resume, boolean overwrite)
            throws IOException, CommandFailure {
        if (Files.exists(file) && !overwrite) {
            throw new CommandFailure(
                    file + " is there already, and is not replaced.", "Name another file, or add --overwrite.");
        }
        Path part = file.resolveSibling(file.getFileName() + ".part");
        Set<String> written = new HashSet<>();
        if (resume && Files.exists(part)) {
            continueFrom(part, header, written);
            return new ExportFile(file, part, written, stream(part, StandardOpenOption.APPEND));
        }
        OutputStream out = stream(part, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING);
        out.write(header.line().getBytes(StandardCharsets.UTF_8));
        return new ExportFile(file, part, written, out);
    }

    private static OutputStream stream(Path part, StandardOpenOption... how) throws IOException {
        StandardOpenOption[] all = new StandardOpenOption[how.length + 1];
        System.arraycopy(how, 0, all, 0, how.length);
        all[how.length] = StandardOpenOption.WRITE;
        return new BufferedOutputStream(Files.newOutputStream(part, all), 1 << 16);
    }

    /** Finds the paths that are there, and cuts off a line that was not finished. */
    private static void continueFrom(Path part, ExportHeader header, Set<String> written)
            throws IOException, CommandFailure {
        try (LineFile lines = LineFile.open(part)) {
            String first = lines.next();
            if (first == null || !ExportHeader.parse(first).equals(header)) {
                throw new CommandFailure(
                        part + " is not the beginning of this export.", "Remove it, or export without --resume.");
            }
            long complete = lines.position();
            for (String line = lines.next(); line != null; line = lines.next()) {
                written.add(ExportedNode.parse(line).path());
                complete = lines.position();
            }
            try (RandomAccessFile access = new RandomAccessFile(part.toFile(), "rw")) {
                access.setLength(complete);
            }
        }
    }

    /** Unless it is there from before. */
    void write(ExportedNode node) {
        if (!written.contains(node.path())) {
            try {
                out.write(node.line().getBytes(StandardCharsets.UTF_8));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Gives the file its name. */
    void complete() throws IOException {
        out.close();
        Files.move(part, file, StandardCopyOption.REPLACE_EXISTING);
    }

    /** Keeps what is written for a later {@code --resume}. */
    @Override
    public void close() throws IOException {
        out.close();
    }
}
