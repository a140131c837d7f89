package io.paddock.server.storage;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import java.util.zip.Adler32;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/**
 * Damaged logs and snapshots, with checksums that are wrong and with checksums that were made right again: recovery
 * restores a state or refuses with {@link DamagedData}, nothing else, and takes memory in proportion to the files. What was
 * restored once is restored again, since a server goes on from there. {@code -Dseconds=N} makes it longer, {@code
 * -Dseed=S} repeats a run.
 */
class FileFuzzTest {

    private static final Logger LOGGER = (Logger) LoggerFactory.getLogger("io.paddock.server.storage");
    private static final Path DATA = Path.of("/data/version-2");
    private static final long SECONDS = Long.getLong("seconds", 4);

    /** Buffers, an empty tree, and what messages take; a packed byte may stand for a thousand. */
    private static final long ALLOCATED_BYTES_FIXED_MAX = 8 << 20;

    private static final long ALLOCATED_PER_FILE_MAX = 2 << 20;
    private static final long ALLOCATED_PER_BYTE_MAX = 60;
    private static final long ALLOCATED_PER_PACKED_BYTE_MAX = 4000;

    private static final int[] EXTREMES = {
        Integer.MIN_VALUE,
        -2,
        -1,
        0,
        1,
        2,
        14,
        60,
        255,
        65_536,
        2_097_150,
        1 << 28,
        Integer.MAX_VALUE - 8,
        Integer.MAX_VALUE
    };

    private final long seed = Long.getLong("seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private final List<Map<String, byte[]>> originals = originals();

    @BeforeAll
    static void nobodyReadsSoManyWarnings() {
        LOGGER.setLevel(Level.OFF);
    }

    @AfterAll
    static void warnAgain() {
        LOGGER.setLevel(null);
    }

    @Test
    void damagedFilesAreRestoredOrRefused() {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS);
        int restored = 0;
        int refused = 0;
        while (System.nanoTime() - end < 0) {
            Map<String, byte[]> files = new TreeMap<>(originals.get(random.nextInt(originals.size())));
            StringBuilder story = new StringBuilder();
            for (int damages = 1 + random.nextInt(2); damages > 0; damages--) {
                damageOne(files, story);
            }
            try {
                if (recover(files)) {
                    restored++;
                } else {
                    refused++;
                }
            } catch (AssertionError | RuntimeException | IOException | StackOverflowError | OutOfMemoryError e) {
                throw new AssertionError(
                        "after " + (restored + refused) + " directories;" + story + "; repeat with -Dseed=" + seed
                                + " -Dseconds=" + SECONDS + "\n" + e,
                        e);
            }
        }
        System.out.println("fuzz of files: " + restored + " restored, " + refused + " refused, -Dseed=" + seed);
    }

    private boolean recover(Map<String, byte[]> files) throws IOException {
        SimDisk disk = new SimDisk(1);
        disk.createDirectories(DATA);
        long allowed = ALLOCATED_BYTES_FIXED_MAX;
        for (Map.Entry<String, byte[]> file : files.entrySet()) {
            try (DiskFile out = disk.create(DATA.resolve(file.getKey()))) {
                out.write(0, ByteBuffer.wrap(file.getValue()));
            }
            boolean packed = file.getKey().endsWith("gz") || file.getKey().endsWith("snappy");
            allowed += ALLOCATED_PER_FILE_MAX
                    + file.getValue().length * (packed ? ALLOCATED_PER_PACKED_BYTE_MAX : ALLOCATED_PER_BYTE_MAX);
        }
        long before = threads.getCurrentThreadAllocatedBytes();
        RecoveredState state;
        try {
            state = run(disk);
        } catch (DamagedData refused) {
            assertThat(refused.getMessage()).contains(DATA.toString(), "This server stopped");
            return false;
        } finally {
            assertThat(threads.getCurrentThreadAllocatedBytes() - before)
                    .as("bytes allocated")
                    .isLessThanOrEqualTo(allowed);
        }
        RecoveredState again = run(disk);
        assertThat(again.lastZxid()).isEqualTo(state.lastZxid());
        assertThat(again.tree().digest()).isEqualTo(state.tree().digest());
        assertThat(again.tree().size()).isEqualTo(state.tree().size());
        return true;
    }

    private static RecoveredState run(Disk disk) throws IOException {
        return new Recovery(disk, DATA, DATA, RecoveryOptions.defaults(3)).run();
    }

    private void damageOne(Map<String, byte[]> files, StringBuilder story) {
        String name = new ArrayList<>(files.keySet()).get(random.nextInt(files.size()));
        byte[] bytes = files.get(name).clone();
        story.append(' ').append(name);
        for (int damages = 1 + random.nextInt(3); damages > 0 && bytes.length > 0; damages--) {
            int at = random.nextInt(usedBytes(bytes));
            switch (random.nextInt(8)) {
                case 0, 1 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
                case 2 -> bytes[at] = (byte) random.nextInt();
                case 3, 4 -> putExtreme(bytes, at);
                case 5 -> bytes = Arrays.copyOf(bytes, at);
                case 6 -> Arrays.fill(bytes, at, Math.min(bytes.length, at + random.nextInt(600)), (byte) 0);
                default -> bytes = spliced(bytes, at);
            }
            story.append('@').append(at);
        }
        if (random.nextBoolean()) {
            story.append(" sealed again");
            sealAgain(name, bytes);
        }
        files.put(name, bytes);
    }

    /** Without the zeros at the end, which are most of a log. */
    private static int usedBytes(byte[] bytes) {
        int used = bytes.length;
        while (used > 1 && bytes[used - 1] == 0) {
            used--;
        }
        return used;
    }

    private static void putExtreme(byte[] bytes, int at, int value) {
        if (at + Integer.BYTES <= bytes.length) {
            ByteBuffer.wrap(bytes).putInt(at, value);
        }
    }

    private void putExtreme(byte[] bytes, int at) {
        putExtreme(bytes, at, EXTREMES[random.nextInt(EXTREMES.length)]);
    }

    /** What stands at one place, again at another. */
    private byte[] spliced(byte[] bytes, int at) {
        int from = random.nextInt(usedBytes(bytes));
        int count = Math.min(random.nextInt(300), Math.min(bytes.length - from, bytes.length - at));
        byte[] spliced = bytes.clone();
        System.arraycopy(bytes, from, spliced, at, count);
        return spliced;
    }

    private static void sealAgain(String name, byte[] bytes) {
        if (name.startsWith("log.")) {
            sealLog(bytes);
        } else if (FileName.of(name).parts() == 2) {
            sealSnapshot(bytes);
        }
    }

    private static void sealLog(byte[] bytes) {
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int at = LogFormat.HEADER_BYTES;
        while (at + LogFormat.FRAME_BYTES <= bytes.length) {
            int length = buffer.getInt(at + 8);
            if (length <= 0 || length > bytes.length - at - LogFormat.FRAME_BYTES) {
                return;
            }
            buffer.putLong(at, adler(bytes, at + LogFormat.PREFIX_BYTES, length));
            at += LogFormat.FRAME_BYTES + length;
        }
    }

    /** If it has both optional sections, as most do. */
    private static void sealSnapshot(byte[] bytes) {
        int last = bytes.length - SnapshotFormat.SEAL_BYTES;
        int digest = last - SnapshotFormat.LAST_ZXID_SECTION_BYTES;
        int first = digest - SnapshotFormat.DIGEST_SECTION_BYTES;
        for (int seal : new int[] {first, digest, last}) {
            if (seal > 0) {
                ByteBuffer.wrap(bytes).putLong(seal, adler(bytes, 0, seal));
            }
        }
    }

    private static long adler(byte[] bytes, int from, int length) {
        Adler32 adler = new Adler32();
        adler.update(bytes, from, length);
        return adler.getValue();
    }

    private static List<Map<String, byte[]>> originals() {
        return Fixture.stream()
                .filter(fixture -> fixture.manifest().path("dataLogDir").isMissingNode())
                .map(fixture -> files(fixture.file("data/version-2")))
                .filter(files ->
                        files.values().stream().mapToLong(file -> file.length).sum() < 200_000)
                .toList();
    }

    private static Map<String, byte[]> files(Path directory) {
        Map<String, byte[]> files = new TreeMap<>();
        try (Stream<Path> all = Files.list(directory)) {
            for (Path file : all.toList()) {
                files.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return files;
    }
}
