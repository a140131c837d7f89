package io.paddock.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.server.tree.StatPersisted;
import io.paddock.server.tree.Tree;
import io.paddock.server.tree.TreeCapture;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SnapshotTest {

    private static final Path SNAPSHOTS = Path.of("/data/version-2");

    private final SimDisk disk = new SimDisk(3);

    SnapshotTest() {
        disk.createDirectories(SNAPSHOTS);
    }

    @Test
    void anEmptyDatabaseIsWrittenAsTheOriginalDoes() throws IOException {
        byte[] original = Files.readAllBytes(Fixture.named("all-types").file("data/version-2/snapshot.0"));
        byte[] written = bytes(new Tree(1), SnapshotOptions.DEFAULTS);
        assertThat(contents(written)).as("siblings may come in any order").isEqualTo(contents(original));
        assertThat(written).hasSameSizeAs(original).startsWith(Arrays.copyOf(original, 200));
    }

    static Stream<FixtureFilesTest.Named> plainSnapshots() {
        return FixtureFilesTest.snapshots()
                .filter(named -> named.facts().has("nodes") && named.facts().has("seal"));
    }

    @ParameterizedTest
    @MethodSource("plainSnapshots")
    void aSnapshotOfTheOriginalIsWrittenAgainWithTheSameContent(FixtureFilesTest.Named named) throws IOException {
        FileName name = FileName.of(named.path().getFileName().toString());
        SnapshotFile file = new SnapshotFile(named.path(), name.zxid(), Compression.of(name.last()));
        FileDisk files = new FileDisk();
        SnapshotReader.Content read = SnapshotReader.read(files, file, 5, Records.ANY_LENGTH);
        read.tree().restored();
        read.tree().lastZxid(name.zxid());
        List<String> original = contents(file.open(files).readAllBytes());
        byte[] written = bytes(read.tree(), SnapshotOptions.DEFAULTS);
        assertThat(contents(written)).isEqualTo(original);
        SnapshotReader.Content again = SnapshotReader.read(new ByteArrayInputStream(written), 6, name.zxid());
        assertThat(again.tree().digest()).isEqualTo(read.tree().digest());
        assertThat(again.lastProcessedZxid()).isEqualTo(name.zxid());
        again.tree().restored();
        assertThat(bytes(again.tree(), name.zxid()))
                .as("the order is kept as well")
                .isEqualTo(written);
    }

    @ParameterizedTest
    @EnumSource(Compression.class)
    void aPackedSnapshotIsReadAgain(Compression compression) throws IOException {
        Tree tree = tree(3000, 9);
        Path path = write(tree, new SnapshotOptions(compression, true, true));
        assertThat(path.getFileName().toString()).isEqualTo("snapshot.100000009" + compression.suffix());
        assertThat(disk.list(SNAPSHOTS)).containsExactly(path.getFileName().toString());
        SnapshotFile file = SnapshotFile.list(disk, SNAPSHOTS).get(0);
        assertThat(file.looksComplete(disk)).isTrue();
        SnapshotReader.Content content = SnapshotReader.read(disk, file, 4, Records.ANY_LENGTH);
        assertThat(contents(bytes(content.tree(), tree.lastZxid())))
                .isEqualTo(contents(bytes(tree, SnapshotOptions.DEFAULTS)));
        assertThat(content.digest()).isEqualTo(tree.digest());
        assertThat(content.digestZxid()).isEqualTo(tree.lastZxid());
        assertThat(content.lastProcessedZxid()).isEqualTo(tree.lastZxid());
        assertThat(content.tree().digest()).isEqualTo(tree.digest());
    }

    @Test
    void aLoadedTreeKnowsWhenItsNewestZnodeWasChanged() throws IOException {
        Tree tree = tree(3, 1);
        tree.create(
                io.paddock.common.Path.of("/newest"), new byte[0], Acl.OPEN, 0, 9, 0x100000001L, 9_999_999_999_999L);
        int config = tree.find(io.paddock.common.Path.of("/zookeeper/config"));
        tree.setData(config, new byte[0], -1, 0, Long.MAX_VALUE / 2); // Each server writes it by its own clock.
        byte[] written = bytes(tree, SnapshotOptions.DEFAULTS);
        SnapshotReader.Content content = SnapshotReader.read(new ByteArrayInputStream(written), 4, 0x100000001L);
        assertThat(content.tree().newestTimeMs()).isEqualTo(9_999_999_999_999L);
    }

    @Test
    void theSectionForTheLastZxidNeverStandsAlone() throws IOException {
        Tree tree = tree(3, 1);
        int both = bytes(tree, new SnapshotOptions(Compression.NONE, true, true)).length;
        assertThat(bytes(tree, new SnapshotOptions(Compression.NONE, true, false)))
                .hasSize(both - 21);
        assertThat(bytes(tree, new SnapshotOptions(Compression.NONE, false, true)))
                .hasSize(both - 54);
        assertThat(bytes(tree, new SnapshotOptions(Compression.NONE, false, false)))
                .hasSize(both - 54);
    }

    @Test
    void noFlippedBitAndNoMissingOrAddedByteGetsThrough() throws IOException {
        byte[] whole = bytes(tree(20, 1), SnapshotOptions.DEFAULTS);
        assertThatCode(() -> check(whole)).doesNotThrowAnyException();
        for (int i = 0; i < whole.length; i++) {
            if (i >= 4 && i < 16) {
                continue; // Version and id are not looked at, except by the seal.
            }
            byte[] flipped = whole.clone();
            flipped[i] ^= (byte) (1 << i % 8);
            assertThatThrownBy(() -> check(flipped)).as("byte %d", i).isInstanceOf(IOException.class);
        }
        for (int length = 0; length < whole.length; length++) {
            byte[] shorter = Arrays.copyOf(whole, length);
            if (length == whole.length - 21 || length == whole.length - 54) {
                assertThatCode(() -> check(shorter)).as("a section less").doesNotThrowAnyException();
            } else {
                assertThatThrownBy(() -> check(shorter)).as("length %d", length).isInstanceOf(IOException.class);
            }
        }
        byte[] longer = Arrays.copyOf(whole, whole.length + 1);
        assertThatThrownBy(() -> check(longer)).isInstanceOf(IOException.class);
    }

    @Test
    void damagedPackedSnapshotsAreReported() throws IOException {
        for (Compression compression : List.of(Compression.GZ, Compression.SNAPPY)) {
            Path path = write(tree(200, 1), new SnapshotOptions(compression, true, true));
            byte[] whole = SnapshotFile.list(disk, SNAPSHOTS).get(0).open(disk).readAllBytes();
            Random random = new Random(11);
            int refused = 0;
            for (int i = 0; i < 300; i++) {
                long at = 20 + random.nextInt((int) disk.size(path) - 30);
                int bits = 1 << random.nextInt(8);
                disk.flip(path, at, bits);
                SnapshotFile file = SnapshotFile.list(disk, SNAPSHOTS).get(0);
                try {
                    SnapshotReader.check(disk, file);
                    assertThat(file.open(disk).readAllBytes())
                            .as("%s, byte %d: another way to pack the same", compression, at)
                            .isEqualTo(whole);
                } catch (IOException expected) {
                    refused++;
                }
                disk.flip(path, at, bits);
            }
            assertThat(refused).isGreaterThan(250);
            disk.delete(path);
        }
    }

    @Test
    void aZnodeWithAnUnknownAclIsDamage() throws IOException {
        byte[] whole = bytes(new Tree(1), SnapshotOptions.DEFAULTS);
        int config = new String(whole, StandardCharsets.ISO_8859_1).indexOf("/zookeeper/config");
        int aclId = config + "/zookeeper/config".length() + 4;
        assertThat(whole[aclId + 7]).isEqualTo((byte) 1);
        whole[aclId + 7] = 9;
        assertThatThrownBy(() -> check(whole)).hasMessageContaining("ACL 9");
    }

    @Test
    void anOrphanIsDamage() throws IOException {
        byte[] whole = bytes(new Tree(1), SnapshotOptions.DEFAULTS);
        int quota = new String(whole, StandardCharsets.ISO_8859_1).indexOf("/zookeeper");
        whole[quota + 1] = 'y';
        assertThatThrownBy(() -> SnapshotReader.read(new ByteArrayInputStream(whole), 1, 0))
                .hasMessageContaining("cannot be there");
    }

    @Test
    void aFullDiskLeavesNothingBehind() throws IOException {
        Tree tree = tree(3000, 1);
        disk.capacity(100_000);
        for (Compression compression : Compression.values()) {
            assertThatThrownBy(() -> write(tree(3000, compression.ordinal()), options(compression)))
                    .isInstanceOf(IOException.class);
            assertThat(disk.list(SNAPSHOTS)).isEmpty();
        }
        disk.capacity(Long.MAX_VALUE);
        write(tree, SnapshotOptions.DEFAULTS);
        assertThat(disk.list(SNAPSHOTS)).containsExactly("snapshot.100000001");
    }

    @Test
    void aFailedForceLeavesNothingBehind() throws IOException {
        disk.failForceAfter(0);
        assertThatThrownBy(() -> write(tree(30, 1), SnapshotOptions.DEFAULTS)).isInstanceOf(IOException.class);
        assertThat(disk.list(SNAPSHOTS)).isEmpty();
    }

    @Test
    void whatAnEarlierProcessDidNotFinishIsRemoved() throws IOException {
        disk.create(SNAPSHOTS.resolve(SnapshotWriter.UNFINISHED + "snapshot.77"))
                .close();
        write(tree(3, 1), SnapshotOptions.DEFAULTS);
        assertThat(disk.list(SNAPSHOTS)).containsExactly("snapshot.100000001");
    }

    @Test
    void aSnapshotThatCanBeSeenAfterACrashCanBeRead() throws IOException {
        for (long seed = 0; seed < 100; seed++) {
            SimDisk crashing = new SimDisk(seed);
            crashing.createDirectories(SNAPSHOTS);
            crashing.failForceAfter((int) seed % 3);
            Tree tree = tree(50, seed);
            boolean done = true;
            try (TreeCapture capture = tree.capture()) {
                new SnapshotWriter(crashing, SNAPSHOTS, SnapshotOptions.DEFAULTS).write(capture);
            } catch (IOException e) {
                done = false;
            }
            crashing.crash();
            List<SnapshotFile> found = SnapshotFile.list(crashing, SNAPSHOTS);
            assertThat(found).hasSize(done ? 1 : 0);
            for (SnapshotFile file : found) {
                assertThat(file.looksComplete(crashing)).isTrue();
                SnapshotReader.check(crashing, file);
            }
        }
    }

    private static SnapshotOptions options(Compression compression) {
        return new SnapshotOptions(compression, true, true);
    }

    private Path write(Tree tree, SnapshotOptions options) throws IOException {
        try (TreeCapture capture = tree.capture()) {
            return new SnapshotWriter(disk, SNAPSHOTS, options).write(capture);
        }
    }

    private static void check(byte[] bytes) throws IOException {
        SnapshotReader.pass(new ByteArrayInputStream(bytes), SnapshotSink.NOTHING);
    }

    private static byte[] bytes(Tree tree, long zxid) throws IOException {
        tree.lastZxid(zxid);
        return bytes(tree, SnapshotOptions.DEFAULTS);
    }

    private static byte[] bytes(Tree tree, SnapshotOptions options) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (TreeCapture capture = tree.capture()) {
            SnapshotWriter.stream(capture, options, out);
        }
        return out.toByteArray();
    }

    /** Everything but order, ACL ids, and the text of quota usage, which is counted anew; as sorted lines. */
    private static List<String> contents(byte[] snapshot) throws IOException {
        List<String> lines = new ArrayList<>();
        SnapshotReader.pass(new ByteArrayInputStream(snapshot), new SnapshotSink() {
            @Override
            public void session(long id, int timeoutMs) {
                lines.add("session " + id + " " + timeoutMs);
            }

            @Override
            public void node(
                    byte[] bytes, int path, int pathLength, int data, int dataLength, List<Acl> acl, int stat) {
                if (new String(bytes, path, pathLength, StandardCharsets.UTF_8).endsWith("/zookeeper_stats")) {
                    data = dataLength = 0;
                }
                lines.add("node " + new String(bytes, path, pathLength, StandardCharsets.UTF_8) + " "
                        + HexFormat.of().formatHex(bytes, data, data + Math.max(0, dataLength)) + " "
                        + dataLength + " " + acl + " "
                        + HexFormat.of().formatHex(bytes, stat, stat + StatPersisted.BYTES));
            }
        });
        lines.sort(null);
        return lines;
    }

    /** A tree with some of everything. */
    private static Tree tree(int nodes, long seed) {
        Random random = new Random(seed);
        Tree tree = new Tree(seed);
        TreeMap<Long, Integer> sessions = new TreeMap<>();
        for (int i = 0; i < 5; i++) {
            sessions.put(0x100L + i, 30_000 + i);
        }
        sessions.forEach(tree::addSession);
        List<String> parents = new ArrayList<>(List.of(""));
        for (int i = 0; i < nodes; i++) {
            String path = parents.get(random.nextInt(parents.size())) + "/n" + i;
            byte[] data = random.nextInt(10) == 0 ? null : new byte[random.nextInt(200)];
            if (data != null) {
                random.nextBytes(data);
            }
            long owner = random.nextInt(4) == 0 ? 0x100 + random.nextInt(5) : 0;
            List<Acl> acl = random.nextInt(3) == 0
                    ? List.of(new Acl(random.nextInt(32), new AuthId("digest", "user" + random.nextInt(5))))
                    : Acl.OPEN;
            tree.create(io.paddock.common.Path.of(path), data, acl, owner, -1, 0x100000000L + i, 1000 + i);
            if (owner == 0) {
                parents.add(path);
            }
        }
        tree.lastZxid(0x100000000L + seed);
        return tree;
    }
}
