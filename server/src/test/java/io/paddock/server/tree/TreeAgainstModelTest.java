package io.paddock.server.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.Path;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random changes, made to the tree and to a model that is too simple to be wrong; captures stay open meanwhile. */
class TreeAgainstModelTest {

    private static final String[] NAMES = {"a", "b", "c", "dd", "é", "zookeeper_limits", "zookeeper_stats"};
    private static final String[] TOPS = {"/", "/", "/zookeeper", "/zookeeper/quota"};
    private static final String[] LIMITS = {"count=3,bytes=9", "bytes=-1=;byteHardLimit=5", "rubbish", ""};

    /** A capture and what it must go on showing. */
    private record Held(
            TreeCapture capture, Map<Path, Images.Image> images, Map<Long, Integer> sessions, long digest) {}

    private final TreeModel model = new TreeModel();
    private final ArrayDeque<Held> held = new ArrayDeque<>();
    private Map<String, TreeModel.Usage> published = new HashMap<>();
    private Random random;
    private Tree tree;
    private long zxid;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void theTreeAgreesWithTheModelAfterEveryStep(long seed) {
        random = new Random(seed);
        tree = new Tree(seed);
        for (int step = 0; step < 10_000; step++) {
            zxid++;
            change();
            model.publishUsage(published);
            published = model.usages();
            if (step % 20 == 0) {
                expectSums();
            }
            if (step % 500 == 0) {
                expectEverything();
            }
            if (random.nextInt(100) == 0) {
                capture();
            }
            if (step % 3_000 == 2_999) {
                reload(seed + step);
            }
        }
        while (!held.isEmpty()) {
            expectHeld(held.remove());
        }
    }

    private void change() {
        String path = randomPath();
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3, 4 -> tryCreate(path);
            case 5, 6 -> tryDelete(path);
            case 7, 8 -> trySetData(path);
            case 9 -> trySetAcl(path);
            case 10 -> {
                if (model.nodes.containsKey(path)) {
                    int cversion = tree.cversion(find(path)) + random.nextInt(3) - 1;
                    tree.raiseParent(find(path), cversion, zxid);
                    model.raise(path, cversion, zxid);
                }
            }
            default -> changeSession();
        }
    }

    private void tryCreate(String path) {
        if (model.nodes.containsKey(path) || !model.nodes.containsKey(TreeModel.parent(path))) {
            return;
        }
        int parentCVersion = switch (random.nextInt(4)) {
            case 0 -> tree.cversion(find(TreeModel.parent(path))) + random.nextInt(4) - 1;
            default -> -1;
        };
        byte[] data = randomData(path);
        List<Acl> acl = randomAcl();
        long owner = randomOwner();
        int n = tree.create(Path.of(path), data, acl, owner, parentCVersion, zxid, zxid * 10);
        model.create(path, data, acl, owner, parentCVersion, zxid, zxid * 10);
        assertThat(n).isEqualTo(find(path));
    }

    private void tryDelete(String path) {
        if (!model.nodes.containsKey(path)) {
            if (model.nodes.containsKey(TreeModel.parent(path))) {
                tree.touchParentOfMissing(Path.of(path), zxid - 50);
                model.touch(TreeModel.parent(path), zxid - 50);
            }
        } else if (model.childCount(path) == 0 && !path.startsWith("/zookeeper/config")) {
            long at = zxid - random.nextInt(2) * 100;
            tree.delete(find(path), at);
            model.delete(path, at);
        }
    }

    private void trySetData(String path) {
        if (model.nodes.containsKey(path)) {
            byte[] data = randomData(path);
            int version = random.nextInt(5) == 0 ? random.nextInt() : tree.version(find(path)) + 1;
            tree.setData(find(path), data, version, zxid, zxid * 10);
            model.setData(path, data, version, zxid, zxid * 10);
        }
    }

    private void trySetAcl(String path) {
        if (model.nodes.containsKey(path)) {
            List<Acl> acl = randomAcl();
            int aversion = tree.aversion(find(path)) + 1;
            tree.setAcl(find(path), acl, aversion);
            model.setAcl(path, acl, aversion);
        }
    }

    private void changeSession() {
        long session = 1 + random.nextInt(5);
        if (random.nextBoolean()) {
            int timeoutMs = random.nextInt(10_000);
            tree.addSession(session, timeoutMs);
            model.sessions.put(session, timeoutMs);
        } else {
            for (Path ephemeral : tree.ephemeralsOf(session)) {
                if (tree.childCount(tree.find(ephemeral)) == 0) {
                    tree.delete(tree.find(ephemeral), zxid);
                    model.delete(ephemeral.toString(), zxid);
                }
            }
            tree.removeSession(session);
            model.sessions.remove(session);
        }
    }

    private void capture() {
        tree.lastZxid(zxid);
        held.add(new Held(tree.capture(), model.images(), new LinkedHashMap<>(model.sessions), tree.digest()));
        if (held.size() > 3) {
            // Not always the oldest: they may close in any order.
            Held closing = random.nextBoolean() ? held.removeFirst() : held.removeLast();
            expectHeld(closing);
        }
    }

    private static void expectHeld(Held held) {
        TreeCapture capture = held.capture;
        Map<Path, Images.Image> images = Images.of(capture);
        assertThat(new TreeMap<>(images)).isEqualTo(held.images);
        assertThat(capture.size()).isEqualTo(images.size());
        assertThat(capture.digest()).isEqualTo(held.digest).isEqualTo(Images.digest(images));
        assertThat(List.copyOf(capture.sessions().entrySet())).isEqualTo(List.copyOf(held.sessions.entrySet()));
        List<Path> seen = new ArrayList<>();
        for (Path path : images.keySet()) {
            assertThat(path.isRoot() || seen.contains(path.parent())).isTrue();
            seen.add(path);
        }
        capture.close();
    }

    private void expectSums() {
        assertThat(tree.size()).isEqualTo(model.nodes.size());
        assertThat(tree.digest()).isEqualTo(Images.digest(model.images()));
        assertThat(tree.dataSize()).isEqualTo(model.dataSize());
        for (Map.Entry<String, TreeModel.Usage> usage : published.entrySet()) {
            Quota quota = tree.quotaOf(Path.of(usage.getKey()));
            assertThat(quota.path().toString()).isEqualTo(usage.getKey());
            assertThat(quota.count()).isEqualTo(usage.getValue().count());
            assertThat(quota.bytes()).isEqualTo(usage.getValue().bytes());
        }
    }

    private void expectEverything() {
        assertThat(new TreeMap<>(Images.of(tree.capture()))).isEqualTo(model.images());
        assertThat(List.copyOf(tree.sessions().entrySet())).isEqualTo(List.copyOf(model.sessions.entrySet()));
        WireOutput out = new WireOutput();
        for (String path : model.nodes.keySet()) {
            int n = find(path);
            assertThat(tree.path(n).toString()).isEqualTo(path);
            assertThat(tree.stat(n)).isEqualTo(model.visible(path));
            out.clear();
            tree.writeChildren(n, out);
            assertThat(new WireInput(out.toByteArray()).vector(WireInput::string))
                    .hasSize(model.childCount(path))
                    .allSatisfy(name ->
                            assertThat(model.nodes).containsKey(path.equals("/") ? "/" + name : path + "/" + name));
            String below = path.equals("/") ? "/" : path + "/";
            assertThat(tree.descendants(n)).isEqualTo((int) model.nodes.keySet().stream()
                    .filter(other -> !other.equals(path) && other.startsWith(below))
                    .count());
            String governing = TreeModel.governing(path, published);
            Quota quota = tree.quotaOf(Path.of(path));
            assertThat(quota == null ? null : quota.path().toString()).isEqualTo(governing);
        }
        expectOwners();
    }

    private void expectOwners() {
        Map<Long, List<String>> byOwner = model.nodes.entrySet().stream()
                .collect(Collectors.groupingBy(
                        node -> node.getValue().stat().ephemeralOwner(),
                        Collectors.mapping(Map.Entry::getKey, Collectors.toList())));
        int ephemerals = 0;
        for (long session = 1; session < 8; session++) {
            List<String> expected = byOwner.getOrDefault(session, List.of());
            ephemerals += expected.size();
            assertThat(tree.ephemeralsOf(session)).extracting(Path::toString).hasSameElementsAs(expected);
            assertThat(tree.ephemeralsOf(session)).hasSameSizeAs(expected);
        }
        assertThat(tree.ephemeralCount()).isEqualTo(ephemerals);
        assertThat(tree.containers())
                .extracting(Path::toString)
                .hasSameElementsAs(byOwner.getOrDefault(EphemeralOwner.CONTAINER, List.of()));
        assertThat(tree.ttlNodes())
                .extracting(Path::toString)
                .hasSameElementsAs(byOwner.getOrDefault(EphemeralOwner.ofTtl(9), List.of()));
    }

    /** Goes on with a tree that was restored from the image of the present one. */
    private void reload(long hashSeed) {
        Tree restored = Tree.empty(hashSeed);
        try (TreeCapture capture = tree.capture()) {
            TreeLoader loader = new TreeLoader(restored, zxid);
            Images.of(capture).forEach((path, image) -> {
                byte[] data = image.data() == null ? null : image.data().array();
                TreeLoaderTest.load(loader, path, data, image.inTable() ? image.acl() : Acl.OPEN, image.stat());
            });
            loader.end();
            capture.sessions().forEach(restored::addSession);
        }
        restored.restored();
        assertThat(restored.digest()).isEqualTo(tree.digest());
        tree = restored;
        model.publishUsage(Map.of()); // Loading writes the usage of all quotas, whatever text was there.
    }

    private int find(String path) {
        return tree.find(Path.of(path));
    }

    private String randomPath() {
        StringBuilder path = new StringBuilder(TOPS[random.nextInt(TOPS.length)]);
        int depth = 1 + random.nextInt(4);
        for (int i = 0; i < depth; i++) {
            if (path.length() > 1) {
                path.append('/');
            }
            path.append(NAMES[random.nextInt(NAMES.length)]);
        }
        return path.toString();
    }

    private byte[] randomData(String path) {
        if (path.endsWith("/zookeeper_limits")) {
            return LIMITS[random.nextInt(LIMITS.length)].getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        }
        int length = random.nextInt(12) - 1;
        if (length < 0) {
            return null;
        }
        byte[] data = new byte[length];
        random.nextBytes(data);
        return data;
    }

    private List<Acl> randomAcl() {
        int user = random.nextInt(6);
        return switch (user) {
            case 0 -> null;
            case 1 -> Acl.OPEN;
            case 2 -> List.of(new Acl(Acl.ALL, AuthId.ANYONE));
            default -> List.of(new Acl(Acl.READ, new AuthId("digest", "user" + user)), new Acl(user, AuthId.ANYONE));
        };
    }

    private long randomOwner() {
        return switch (random.nextInt(8)) {
            case 0, 1 -> 1 + random.nextInt(7);
            case 2 -> EphemeralOwner.CONTAINER;
            case 3 -> EphemeralOwner.ofTtl(9);
            default -> 0;
        };
    }
}
