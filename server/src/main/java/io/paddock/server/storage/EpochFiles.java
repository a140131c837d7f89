package io.paddock.server.storage;

import io.paddock.common.Zxid;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * The two epochs of a peer, as text files beside the snapshots (storage, section 3.2). Each is replaced as a whole, and is
 * on disk, with its name, when {@link #write} returns. The accepted epoch is written first, so that it is never behind.
 *
 * <p>Owned by the log thread.
 */
public final class EpochFiles {

    /**
     * @param accepted the newest epoch that this peer promised to serve
     * @param current the newest epoch whose initial history it has
     */
    public record Epochs(long accepted, long current) {}

    private static final String ACCEPTED = "acceptedEpoch";
    static final String CURRENT = "currentEpoch";
    private static final String UNFINISHED = ".tmp";

    private final Disk disk;
    private final Path directory;
    private long accepted = -1;
    private long current = -1;

    /** @param directory that of the snapshots */
    public EpochFiles(Disk disk, Path directory) {
        this.disk = disk;
        this.directory = directory;
    }

    /**
     * Reads both. What is missing follows from the end of the history. A current epoch below that of the history is no
     * damage: synchronization was interrupted before it was acknowledged (hazard H10). Both are then valid and on disk.
     *
     * @param lastZxid the end of the history on disk
     * @throws IOException also if a file holds no number
     */
    public Epochs load(long lastZxid) throws IOException {
        long historyEpoch = Math.max(0, Zxid.epoch(lastZxid));
        long readCurrent = read(CURRENT, historyEpoch);
        if (historyEpoch > readCurrent && disk.exists(directory.resolve(CURRENT + UNFINISHED))) {
            // Servers of release 3.9 may have acknowledged it although the renaming did not reach the disk.
            readCurrent = Math.max(readCurrent, read(CURRENT + UNFINISHED, historyEpoch));
        }
        long readAccepted = Math.max(read(ACCEPTED, historyEpoch), readCurrent);
        write(readAccepted, readCurrent);
        return new Epochs(readAccepted, readCurrent);
    }

    /** Returns when both are on disk. After an exception nothing is known, and this server must not go on (H41). */
    public void write(long newAccepted, long newCurrent) throws IOException {
        if (newAccepted != accepted) {
            replace(ACCEPTED, newAccepted);
            accepted = newAccepted;
        }
        if (newCurrent != current) {
            replace(CURRENT, newCurrent);
            current = newCurrent;
        }
    }

    private void replace(String name, long epoch) throws IOException {
        Path unfinished = directory.resolve(name + UNFINISHED);
        if (disk.exists(unfinished)) {
            disk.delete(unfinished);
        }
        try (DiskFile file = disk.create(unfinished)) {
            file.write(0, ByteBuffer.wrap(Long.toString(epoch).getBytes(StandardCharsets.US_ASCII)));
            file.force();
        }
        disk.rename(unfinished, directory.resolve(name));
        disk.forceDirectory(directory);
    }

    private long read(String name, long otherwise) throws IOException {
        Path path = directory.resolve(name);
        String text;
        try (DiskFile file = disk.read(path)) {
            ByteBuffer bytes = ByteBuffer.allocate((int) Math.min(64, file.size()));
            while (bytes.hasRemaining() && file.read(bytes.position(), bytes) > 0) {}
            text = new String(bytes.array(), 0, bytes.position(), StandardCharsets.US_ASCII);
        } catch (NoSuchFileException | FileNotFoundException e) {
            return otherwise;
        }
        String firstLine = text.lines().findFirst().orElse("");
        try {
            return Long.parseLong(firstLine);
        } catch (NumberFormatException e) {
            if (name.endsWith(UNFINISHED)) {
                return otherwise;
            }
            throw new IOException("Found " + firstLine + " in " + path + ", where the number of an epoch should be");
        }
    }
}
