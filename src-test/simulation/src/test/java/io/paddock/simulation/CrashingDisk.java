package io.paddock.simulation;

import io.paddock.server.storage.Disk;
import io.paddock.server.storage.DiskFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;

/** A disk whose machine can lose its power before any operation that changes something. */
final class CrashingDisk implements Disk {

    private final Disk disk;
    private int untilPowerLoss = -1;

    CrashingDisk(Disk disk) {
        this.disk = disk;
    }

    /** After so many more changes; -1 for never. */
    void losePowerAfter(int changes) {
        untilPowerLoss = changes;
    }

    private void change() {
        if (untilPowerLoss == 0) {
            untilPowerLoss = -1;
            throw new PowerLoss();
        }
        if (untilPowerLoss > 0) {
            untilPowerLoss--;
        }
    }

    @Override
    public DiskFile read(Path file) throws IOException {
        return disk.read(file);
    }

    @Override
    public DiskFile edit(Path file) throws IOException {
        return new CrashingFile(disk.edit(file));
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        change();
        return new CrashingFile(disk.create(file));
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
        change();
        disk.rename(from, to);
    }

    @Override
    public void delete(Path file) throws IOException {
        change();
        disk.delete(file);
    }

    @Override
    public void createDirectories(Path directory) throws IOException {
        disk.createDirectories(directory);
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        change();
        disk.forceDirectory(directory);
    }

    private final class CrashingFile implements DiskFile {
        private final DiskFile file;

        CrashingFile(DiskFile file) {
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
            change();
            file.write(position, from);
        }

        @Override
        public void truncate(long size) throws IOException {
            change();
            file.truncate(size);
        }

        @Override
        public void force() throws IOException {
            change();
            file.force();
        }

        @Override
        public void close() throws IOException {
            file.close();
        }
    }
}
