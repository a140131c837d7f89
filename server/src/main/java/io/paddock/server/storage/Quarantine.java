package io.paddock.server.storage;

import io.paddock.common.Zxid;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Data of a member that must not be trusted: it is damaged, or its history is not that of the others. A marker beside the
 * snapshots says so and why, durably, before anything is touched. While it is there no server of ours believes what lies
 * beside it: the files go into a folder of their own, as evidence, and the member comes back as one without data. When it has
 * everything from a leader, snapshot and epochs, the marker goes (hazards H42, H48; decision 0012).
 *
 * <p>The current epoch goes aside with the history that it speaks of. The accepted epoch stays: a promise is not taken back.
 *
 * <p>Owned by the log thread, but for {@link #declare}, which the last thread of a process may call.
 */
public final class Quarantine {

    /** No server takes this name for data. */
    static final String MARKER = "paddock.quarantine";

    static final String FOLDER = "quarantine-";

    private static final String DIVERGED = "The trees differ after ";
    private static final String UNPROVEN = "Not proven right by its disk. ";
    private static final String UNFINISHED = ".tmp";
    private static final int REASON_BYTES_MAX = 16 << 10;

    private final Disk disk;
    private final Path snapDirectory;
    private final Path logDirectory;

    public Quarantine(Disk disk, Path snapDirectory, Path logDirectory) {
        this.disk = disk;
        this.snapDirectory = snapDirectory;
        this.logDirectory = logDirectory;
    }

    public Path marker() {
        return snapDirectory.resolve(MARKER);
    }

    /** Why the data must not be trusted; null if nobody has said so. */
    public String reason() throws IOException {
        try (DiskFile file = disk.read(marker())) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(REASON_BYTES_MAX, file.size()));
            while (bytes.hasRemaining() && file.read(bytes.position(), bytes) > 0) {}
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        } catch (NoSuchFileException | FileNotFoundException none) {
            return null;
        }
    }

    /**
     * The tree in memory has left the history: what the disk holds may be right all the same, and is looked at first.
     *
     * @param zxid after which the trees were compared
     */
    public void declareDiverged(long zxid, String reason) throws IOException {
        declare(DIVERGED + Zxid.toHex(zxid) + "\n" + reason);
    }

    /** The zxid of {@link #declareDiverged}; -1 if there is another reason. */
    static long divergedAt(String reason) {
        String first = reason.lines().findFirst().orElse("");
        try {
            return first.startsWith(DIVERGED) ? Long.decode(first.substring(DIVERGED.length())) : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /** On disk when it returns. The first reason stays. */
    public void declare(String reason) throws IOException {
        if (!disk.exists(marker())) {
            write(reason);
        }
    }

    /** The disk was looked at and did not prove itself right: it is not asked again. */
    void declareUnproven(String reason) throws IOException {
        if (divergedAt(reason) != -1) {
            write(UNPROVEN + reason);
        }
    }

    private void write(String reason) throws IOException {
        Path unfinished = snapDirectory.resolve(MARKER + UNFINISHED);
        if (disk.exists(unfinished)) {
            disk.delete(unfinished);
        }
        try (DiskFile file = disk.create(unfinished)) {
            file.write(0, ByteBuffer.wrap(reason.getBytes(StandardCharsets.UTF_8)));
            file.force();
        }
        disk.rename(unfinished, marker());
        disk.forceDirectory(snapDirectory);
    }

    /** Moves snapshots, logs and the current epoch into a folder of their own, and answers with the folders that it made. */
    List<Path> setAside() throws IOException {
        Set<Path> directories = new LinkedHashSet<>(List.of(logDirectory, snapDirectory));
        List<Path> folders = new ArrayList<>();
        for (Path directory : directories) {
            List<String> names = disk.list(directory).stream()
                    .filter(Quarantine::belongsToHistory)
                    .toList();
            if (names.size() == 1 && FileName.of(names.get(0)).kind().equals(EpochFiles.CURRENT)) {
                disk.delete(directory.resolve(names.get(0))); // Of a start in quarantine: it says nothing.
            } else if (!names.isEmpty()) {
                folders.add(move(names, directory));
            }
        }
        return folders;
    }

    private Path move(List<String> names, Path directory) throws IOException {
        int number = 1;
        while (disk.exists(directory.resolve(FOLDER + number))) {
            number++;
        }
        Path folder = directory.resolve(FOLDER + number);
        disk.createDirectories(folder);
        for (String name : names) {
            disk.rename(directory.resolve(name), folder.resolve(name));
        }
        disk.forceDirectory(folder);
        disk.forceDirectory(directory);
        return folder;
    }

    private static boolean belongsToHistory(String name) {
        FileName parsed = FileName.of(name);
        boolean file = parsed.kind().equals("snapshot") || parsed.kind().equals("log");
        return file && parsed.parts() > 1 || parsed.kind().equals(EpochFiles.CURRENT);
    }

    /** To be called when epochs are on disk: ends the quarantine if a history has come before them. */
    public void liftIfRestored() throws IOException {
        if (disk.exists(marker()) && holdsSnapshot()) {
            lift();
        }
    }

    boolean holdsSnapshot() throws IOException {
        return !SnapshotFile.list(disk, snapDirectory).isEmpty();
    }

    void lift() throws IOException {
        disk.delete(marker());
        disk.forceDirectory(snapDirectory);
    }
}
