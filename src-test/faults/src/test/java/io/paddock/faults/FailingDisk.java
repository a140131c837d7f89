package io.paddock.faults;

import io.paddock.server.storage.Disk;
import io.paddock.server.storage.DiskFile;
import io.paddock.server.storage.FileDisk;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The real file system until it is told what to refuse; from then on every call of that kind that concerns a transaction
 * log fails, until it is told to work again. Any thread.
 */
final class FailingDisk implements Disk {

    enum Fault {
        NONE,
        CREATE,
        WRITE,
        FORCE,
        FORCE_DIRECTORY
    }

    private final Disk disk = new FileDisk();
    private final AtomicInteger refusals = new AtomicInteger();
    private volatile Fault fault = Fault.NONE;

    void refuse(Fault refused) {
        fault = refused;
    }

    /** How often something was refused. */
    int refusals() {
        return refusals.get();
    }

    private void failIf(Fault kind) throws IOException {
        if (fault == kind) {
            refusals.incrementAndGet();
            throw new IOException("Input/output error");
        }
    }

    @Override
    public DiskFile read(Path file) throws IOException {
        return disk.read(file);
    }

    @Override
    public DiskFile edit(Path file) throws IOException {
        return disk.edit(file);
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        boolean log = file.getFileName().toString().startsWith("log.");
        if (log) {
            failIf(Fault.CREATE);
        }
        return log ? new LogFile(disk.create(file)) : disk.create(file);
    }

    @Override
    public boolean exists(Path file) throws IOException {
        return disk.exists(file);
    }

    @Override
    public long size(Path file) throws IOException {
        return disk.size(file);
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        return disk.list(directory);
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        disk.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        disk.delete(file);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        disk.createDirectories(directory);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        failIf(Fault.FORCE_DIRECTORY);
        disk.forceDirectory(directory);
    }

    private final class LogFile implements DiskFile {
        private final DiskFile file;

        LogFile(DiskFile file) {
            this.file = file;
        }

        @Override
        public long size() throws IOException {
            return file.size();
        }

        @Override
        public int read(long position, ByteBuffer into) throws IOException {
            return file.read(position, into);
        }

        @Override
        public void write(long position, ByteBuffer from) throws IOException {
            failIf(Fault.WRITE);
            file.write(position, from);
        }

        @Override
        public void truncate(long size) throws IOException {
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            failIf(Fault.FORCE);
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
