package io.paddock.faults;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/** A file system with room for little, in memory. Owned by the test, which unmounts it by closing. */
final class SmallDisk implements AutoCloseable {

    private static final int BLOCK_BYTES = 4096;

    private final Path directory;

    private SmallDisk(Path directory) {
        this.directory = directory;
    }

    /** Null if this user must not, or this system cannot. */
    static SmallDisk mount(Path directory, int sizeMb) {
        boolean mounted = Privileges.succeeds(
                new String[0], "mount", "-t", "tmpfs", "-o", "size=" + sizeMb + "m", "paddock", directory.toString());
        return mounted ? new SmallDisk(directory) : null;
    }

    Path directory() {
        return directory;
    }

    /** Leaves only so many bytes. */
    void fillUpTo(long leftBytes) throws IOException {
        byte[] block = new byte[BLOCK_BYTES];
        try (OutputStream out = Files.newOutputStream(ballast())) {
            while (Files.getFileStore(directory).getUsableSpace() > leftBytes) {
                out.write(block);
            }
        }
    }

    /** Takes away what {@link #fillUpTo} wrote. */
    void clear() throws IOException {
        Files.delete(ballast());
    }

    private Path ballast() {
        return directory.resolve("ballast");
    }

    /** After the server's end. */
    @Override
    public void close() throws IOException {
        if (!Privileges.succeeds(new String[0], "umount", directory.toString())) {
            throw new IOException("cannot unmount " + directory);
        }
    }
}
