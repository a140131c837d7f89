package io.paddock.server.storage;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Keeps a second server of this kind out of the data directories: two would overwrite each other's files. The operating
 * system holds the lock and drops it with the process, however that ends. What stays behind is a small file whose name
 * no server takes for data; it means nothing by itself. May be used by any thread.
 */
public final class DirectoryLock implements Closeable {

    static final String NAME = "paddock.lock";

    /**
     * What this process holds. Asked before the file is opened: POSIX drops all locks of a process on a file as soon as
     * the process closes that file once, so that a second attempt would end the lock that it runs into.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Map<Path, FileChannel> channels = new LinkedHashMap<>();

    private DirectoryLock() {}

    /** Throws {@link UnusableDirectory} if another server works there. */
    public static DirectoryLock acquire(DataDirs directories) {
        DirectoryLock lock = new DirectoryLock();
        try {
            Set<Path> distinct = new LinkedHashSet<>();
            distinct.add(directories.snapshots().toRealPath());
            distinct.add(directories.logs().toRealPath());
            for (Path directory : distinct) {
                lock.add(directory);
            }
            return lock;
        } catch (IOException e) {
            lock.close();
            throw new UnusableDirectory(
                    "Cannot lock " + directories.snapshots() + " or " + directories.logs() + ": " + e.getMessage());
        } catch (UnusableDirectory e) {
            lock.close();
            throw e;
        }
    }

    private void add(Path directory) throws IOException {
        Path file = directory.resolve(NAME);
        if (!HELD.add(file)) {
            throw inUse(directory, "this one");
        }
        channels.put(file, null);
        FileChannel channel =
                FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
        channels.put(file, channel);
        if (channel.tryLock() == null) {
            throw inUse(directory, holder(channel));
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
    }

    private static UnusableDirectory inUse(Path directory, String process) {
        return new UnusableDirectory("Data directory " + directory + " is in use by another server (process " + process
                + ").\n  Two servers on one directory would destroy the data: stop the other one, or give this one a"
                + " dataDir of its own.");
    }

    private static String holder(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate(20);
        channel.read(text, 0);
        return text.position() == 0
                ? "unknown"
                : new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
    }

    @Override
    public void close() {
        channels.forEach((file, channel) -> {
            try {
                if (channel != null) {
                    channel.close();
                }
            } catch (IOException e) {
                throw new StorageFailure("The lock " + file + " could not be given back", e);
            } finally {
                HELD.remove(file);
            }
        });
        channels.clear();
    }
}
