package io.paddock.server.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A disk in memory that fails as disks do, the same way for the same seed. It keeps two images of everything: what the
 * running system sees, and what is on the platter. {@link DiskFile#force} and {@link Disk#forceDirectory} carry one to
 * the other; {@link #crash} throws the first away, except for what happened to be written back in time:
 *
 * <ol>
 *   <li>of the names of a directory, the first few changes since it was forced;
 *   <li>of the bytes of a file, by luck: nothing, all, a prefix that may end in the middle of a sector, or any subset of
 *       the sectors.
 * </ol>
 *
 * <p>Used by one thread.
 */
public final class SimDisk implements Disk {

    static final int SECTOR = 512;

    /** How much of what was not forced a crash leaves. */
    public enum Loss {
        NOTHING_SURVIVES,
        ALL_SURVIVES,
        A_PREFIX_SURVIVES,
        ANY_SECTORS_SURVIVE
    }

    private final Random random;
    private final TreeSet<Path> directories = new TreeSet<>();
    private final List<NameChange> unforcedNames = new ArrayList<>();
    private TreeMap<Path, Inode> seen = new TreeMap<>();
    private TreeMap<Path, Inode> platter = new TreeMap<>();

    /** Counts crashes: files opened before the last one are dead. */
    private int era;

    private long capacityBytes = Long.MAX_VALUE;
    private int forcesUntilFailure = -1;
    private int changesUntilPowerLoss = -1;
    private long forces;

    public SimDisk(long seed) {
        random = new Random(seed);
    }

    /** From now on all files together hold at most this many bytes. */
    public void capacity(long bytes) {
        capacityBytes = bytes;
    }

    /** The bytes of all files together. */
    public long usedBytes() {
        return seen.values().stream().distinct().mapToLong(inode -> inode.size).sum();
    }

    /** After this many more successful calls of {@link DiskFile#force} one fails, and its bytes never get to disk. */
    public void failForceAfter(int successes) {
        forcesUntilFailure = successes;
    }

    /**
     * After this many more changes the machine goes off instead of making the next one, which then throws {@link PowerLoss};
     * -1 for never. Whoever catches it calls {@link #crash}.
     */
    public void losePowerAfter(int changes) {
        changesUntilPowerLoss = changes;
    }

    private void needPower() {
        if (changesUntilPowerLoss == 0) {
            changesUntilPowerLoss = -1;
            throw new PowerLoss();
        }
        if (changesUntilPowerLoss > 0) {
            changesUntilPowerLoss--;
        }
    }

    /** The machine goes off in the middle of what it was doing. */
    public static final class PowerLoss extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private PowerLoss() {
            super("power loss", null, false, false);
        }
    }

    /** How often a file was forced. */
    public long forces() {
        return forces;
    }

    /** Inverts bits of one byte, on the platter as well: rot, not a crash. */
    public void flip(Path file, long position, int bits) throws IOException {
        Inode inode = inode(file);
        inode.bytes[(int) position] ^= (byte) bits;
        if (position < inode.platterBytes.length) {
            inode.platterBytes[(int) position] ^= (byte) bits;
        }
    }

    /** The power fails, with luck of all kinds. */
    public Loss crash() {
        Loss loss = Loss.values()[random.nextInt(Loss.values().length)];
        crash(loss);
        return loss;
    }

    /** The power fails. Open files are dead; the disk is what a new process would find. */
    public void crash(Loss loss) {
        era++;
        int survivingNames = switch (loss) {
            case NOTHING_SURVIVES -> 0;
            case ALL_SURVIVES -> unforcedNames.size();
            case A_PREFIX_SURVIVES, ANY_SECTORS_SURVIVE -> random.nextInt(unforcedNames.size() + 1);
        };
        unforcedNames.subList(0, survivingNames).forEach(change -> change.applyTo(platter));
        unforcedNames.clear();
        IdentityHashMap<Inode, Boolean> done = new IdentityHashMap<>();
        for (Inode inode : platter.values()) {
            if (done.put(inode, true) == null) {
                inode.crash(loss, random);
            }
        }
        seen = new TreeMap<>(platter);
    }

    /** The process is killed, the system goes on: nothing is lost, but open files are dead. */
    public void kill() {
        era++;
    }

    @Override
    public DiskFile read(Path file) throws IOException {
        return new SimFile(inode(file));
    }

    @Override
    public DiskFile edit(Path file) throws IOException {
        return new SimFile(inode(file));
    }

    @Override
    public DiskFile create(Path file) throws IOException {
        needDirectory(file.getParent());
        if (seen.containsKey(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Inode inode = new Inode();
        change(new NameChange(file, inode, null));
        return new SimFile(inode);
    }

    @Override
    public boolean exists(Path file) {
        return seen.containsKey(file) || directories.contains(file);
    }

    @Override
    public long size(Path file) throws IOException {
        return inode(file).size;
    }

    @Override
    public List<String> list(Path directory) throws IOException {
        needDirectory(directory);
        List<String> names = new ArrayList<>();
        for (Path file : seen.keySet()) {
            if (directory.equals(file.getParent())) {
                names.add(file.getFileName().toString());
            }
        }
        for (Path child : directories) {
            if (directory.equals(child.getParent())) {
                names.add(child.getFileName().toString());
            }
        }
        names.sort(null);
        return names;
    }

    @Override
    public void rename(Path from, Path to) throws IOException {
        change(new NameChange(to, inode(from), from));
    }

    @Override
    public void delete(Path file) throws IOException {
        inode(file);
        change(new NameChange(null, null, file));
    }

    @Override
    public void createDirectories(Path directory) {
        for (Path each = directory; each != null; each = each.getParent()) {
            directories.add(each);
        }
    }

    @Override
    public void forceDirectory(Path directory) throws IOException {
        needPower();
        needDirectory(directory);
        for (NameChange change : unforcedNames) {
            if (directory.equals(change.directory())) {
                change.applyTo(platter);
            }
        }
        unforcedNames.removeIf(change -> directory.equals(change.directory()));
    }

    private void change(NameChange change) {
        needPower();
        change.applyTo(seen);
        unforcedNames.add(change);
    }

    private Inode inode(Path file) throws IOException {
        Inode inode = seen.get(file);
        if (inode == null) {
            throw new NoSuchFileException(file.toString());
        }
        return inode;
    }

    private void needDirectory(Path directory) throws IOException {
        if (!directories.contains(directory)) {
            throw new NoSuchFileException(directory.toString());
        }
    }

    /** A creation ({@code from} is null), a deletion ({@code to} is null), or a renaming. */
    private record NameChange(Path to, Inode inode, Path from) {
        Path directory() {
            return (to != null ? to : from).getParent();
        }

        void applyTo(Map<Path, Inode> names) {
            if (from != null) {
                names.remove(from);
            }
            if (to != null) {
                names.put(to, inode);
            }
        }
    }

    /** The content of a file, seen and on the platter. */
    private static final class Inode {
        private byte[] bytes = new byte[0];
        private int size;
        private byte[] platterBytes = new byte[0];
        private final BitSet dirtySectors = new BitSet();

        void write(int position, ByteBuffer from, int count) {
            int end = position + count;
            if (end > bytes.length) {
                bytes = Arrays.copyOf(bytes, Math.max(end, bytes.length * 2));
            }
            from.get(bytes, position, count);
            size = Math.max(size, end);
            if (count > 0) {
                dirtySectors.set(position / SECTOR, (end - 1) / SECTOR + 1);
            }
        }

        void truncate(int newSize) {
            if (newSize < size) {
                Arrays.fill(bytes, newSize, size, (byte) 0);
                size = newSize;
            }
        }

        void force() {
            if (platterBytes.length != size) {
                platterBytes = Arrays.copyOf(platterBytes, size);
            }
            for (int sector = dirtySectors.nextSetBit(0); sector >= 0; sector = dirtySectors.nextSetBit(sector + 1)) {
                copySector(sector, SECTOR);
            }
            dirtySectors.clear();
        }

        /** The kernel drops the pages: they look written and never will be. */
        void forceFails(Random random) {
            for (int sector = dirtySectors.nextSetBit(0); sector >= 0; sector = dirtySectors.nextSetBit(sector + 1)) {
                if (random.nextBoolean() && platterBytes.length >= Math.min(size, (sector + 1) * SECTOR)) {
                    copySector(sector, SECTOR);
                }
            }
            dirtySectors.clear();
        }

        void crash(Loss loss, Random random) {
            switch (loss) {
                case NOTHING_SURVIVES -> {}
                case ALL_SURVIVES -> force();
                case A_PREFIX_SURVIVES -> keepPrefix(random);
                case ANY_SECTORS_SURVIVE -> keepSectors(random);
            }
            bytes = platterBytes.clone();
            size = bytes.length;
            dirtySectors.clear();
        }

        private void keepPrefix(Random random) {
            int keep = random.nextInt(dirtySectors.cardinality() + 1);
            boolean grown = size > platterBytes.length;
            int end = platterBytes.length;
            platterBytes = Arrays.copyOf(platterBytes, Math.max(size, platterBytes.length));
            for (int sector = dirtySectors.nextSetBit(0); sector >= 0; sector = dirtySectors.nextSetBit(sector + 1)) {
                int count = keep > 0 ? SECTOR : random.nextInt(SECTOR);
                copySector(sector, count);
                end = Math.max(end, Math.min(size, sector * SECTOR + count));
                if (keep-- == 0) {
                    break;
                }
            }
            if (grown && random.nextBoolean()) {
                platterBytes = Arrays.copyOf(platterBytes, end); // The size is as old as the lost bytes.
            }
        }

        private void keepSectors(Random random) {
            platterBytes = Arrays.copyOf(platterBytes, random.nextBoolean() ? size : platterBytes.length);
            for (int sector = dirtySectors.nextSetBit(0); sector >= 0; sector = dirtySectors.nextSetBit(sector + 1)) {
                if (random.nextBoolean()) {
                    copySector(sector, SECTOR);
                }
            }
        }

        private void copySector(int sector, int count) {
            int from = sector * SECTOR;
            int to = Math.min(Math.min(from + count, size), platterBytes.length);
            if (from < to) {
                System.arraycopy(bytes, from, platterBytes, from, to - from);
            }
        }
    }

    private final class SimFile implements DiskFile {
        private final Inode inode;
        private final int openedIn = era;
        private boolean closed;

        SimFile(Inode inode) {
            this.inode = inode;
        }

        @Override
        public long size() throws IOException {
            needOpen();
            return inode.size;
        }

        @Override
        public int read(long position, ByteBuffer into) throws IOException {
            needOpen();
            if (position >= inode.size) {
                return into.hasRemaining() ? -1 : 0;
            }
            int count = (int) Math.min(into.remaining(), inode.size - position);
            into.put(inode.bytes, (int) position, count);
            return count;
        }

        @Override
        public void write(long position, ByteBuffer from) throws IOException {
            needPower();
            needOpen();
            long growth = Math.max(0, position + from.remaining() - inode.size);
            long room = capacityBytes == Long.MAX_VALUE ? growth : capacityBytes - usedBytes();
            if (growth > room) {
                int fits = (int) Math.max(0, from.remaining() - (growth - Math.max(0, room)));
                inode.write((int) position, from, fits);
                throw new IOException("No space left on device");
            }
            inode.write((int) position, from, from.remaining());
        }

        @Override
        public void truncate(long size) throws IOException {
            needPower();
            needOpen();
            inode.truncate((int) size);
        }

        @Override
        public void force() throws IOException {
            needPower();
            needOpen();
            if (forcesUntilFailure == 0) {
                forcesUntilFailure = -1;
                inode.forceFails(random);
                throw new IOException("Input/output error");
            }
            if (forcesUntilFailure > 0) {
                forcesUntilFailure--;
            }
            forces++;
            inode.force();
        }

        @Override
        public void close() {
            closed = true;
        }

        private void needOpen() throws IOException {
            if (closed || openedIn != era) {
                throw new IOException(closed ? "the file is closed" : "the machine that opened this file has crashed");
            }
        }
    }
}
