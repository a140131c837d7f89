package io.paddock.benchmarks;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntSupplier;

/**
 * Tells whether a server has a snapshot open for writing, by looking at its open files: the same way for both, whatever
 * they call a snapshot that is not finished. A thread looks from the start until {@link #close}; any thread may ask.
 */
final class SnapshotPhase implements IntSupplier, AutoCloseable {

    static final int CALM = 0;
    static final int WRITING = 1;

    private static final long LOOK_AGAIN_MS = 50;

    private final Path openFiles;
    private final Thread thread = new Thread(this::look, "benchmark-snapshot-phase");
    private volatile int phase = CALM;
    private volatile boolean closed;

    SnapshotPhase(long pid) {
        openFiles = Path.of("/proc", Long.toString(pid), "fd");
        thread.setDaemon(true);
        thread.start();
    }

    /** False where the system does not show the files of a process. */
    static boolean isAvailable() {
        return Files.isDirectory(Path.of("/proc/self/fd"));
    }

    @Override
    public int getAsInt() {
        return phase;
    }

    private void look() {
        while (!closed) {
            try (DirectoryStream<Path> links = Files.newDirectoryStream(openFiles)) {
                phase = hasSnapshot(links) ? WRITING : CALM;
                Thread.sleep(LOOK_AGAIN_MS);
            } catch (IOException | InterruptedException ended) {
                return;
            }
        }
    }

    private static boolean hasSnapshot(Iterable<Path> links) {
        for (Path link : links) {
            try {
                if (Files.readSymbolicLink(link).getFileName().toString().contains("snapshot")) {
                    return true;
                }
            } catch (IOException closedMeanwhile) {
                // The next look will not find it.
            }
        }
        return false;
    }

    @Override
    public void close() {
        closed = true;
        thread.interrupt();
    }
}
