package io.paddock.server.tree;

import io.paddock.common.Acl;
import io.paddock.common.Path;
import io.paddock.common.Stat;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tree as one would write it without a thought for memory or time: the measure of the real one. */
final class TreeModel {

    private static final String BASE = "/zookeeper/quota";

    /** By text of the path; the root is "/". */
    final Map<String, Images.Image> nodes = new TreeMap<>();

    final Map<Long, Integer> sessions = new LinkedHashMap<>();

    TreeModel() {
        StatPersisted zero = new StatPersisted(0, 0, 0, 0, 0, 0, 0, 0, 0);
        for (String path : List.of("/", "/zookeeper", "/zookeeper/quota")) {
            nodes.put(path, Images.Image.of(new byte[0], false, Acl.OPEN, zero));
        }
        nodes.put(
                "/zookeeper/config",
                Images.Image.of(new byte[0], true, Acl.READ_ONLY, new StatPersisted(0, 0, 0, 0, 0, 0, -1, 0, 0)));
    }

    static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return slash == 0 ? "/" : path.substring(0, slash);
    }

    void create(String path, byte[] data, List<Acl> acl, long owner, int parentCVersion, long zxid, long timeMs) {
        boolean open = acl == null || acl == Acl.OPEN;
        StatPersisted stat = new StatPersisted(zxid, zxid, timeMs, timeMs, 0, 0, 0, owner, zxid);
        nodes.put(path, Images.Image.of(data, !open, open ? Acl.OPEN : acl, stat));
        raise(parent(path), parentCVersion, zxid);
        publishOnce(path);
    }

    /** A usage without limits tells once how much there is. */
    private void publishOnce(String stats) {
        if (!stats.endsWith("/zookeeper_stats")) {
            return;
        }
        String limits = parent(stats) + "/zookeeper_limits";
        String quota = quotaPath(limits);
        if (quota == null || nodes.containsKey(limits)) {
            return;
        }
        long count = 0;
        long bytes = 0;
        for (Map.Entry<String, Images.Image> node : nodes.entrySet()) {
            String path = node.getKey();
            boolean below = path.equals(quota) || path.startsWith(quota + "/");
            if (below && !path.equals(BASE) && !path.startsWith(BASE + "/")) {
                count++;
                bytes += dataLength(node.getValue());
            }
        }
        Images.Image old = nodes.get(stats);
        byte[] text = ("count=" + count + ",bytes=" + bytes).getBytes(StandardCharsets.US_ASCII);
        nodes.put(stats, Images.Image.of(text, old.inTable(), old.acl(), old.stat()));
    }

    void raise(String path, int parentCVersion, long zxid) {
        StatPersisted s = nodes.get(path).stat();
        int cversion = parentCVersion == -1 ? s.cversion() + 1 : parentCVersion;
        if (cversion > s.cversion()) {
            stat(
                    path,
                    new StatPersisted(
                            s.czxid(),
                            s.mzxid(),
                            s.ctime(),
                            s.mtime(),
                            s.version(),
                            cversion,
                            s.aversion(),
                            s.ephemeralOwner(),
                            zxid));
        }
    }

    void delete(String path, long zxid) {
        nodes.remove(path);
        touch(parent(path), zxid);
    }

    void touch(String path, long zxid) {
        StatPersisted s = nodes.get(path).stat();
        stat(
                path,
                new StatPersisted(
                        s.czxid(),
                        s.mzxid(),
                        s.ctime(),
                        s.mtime(),
                        s.version(),
                        s.cversion(),
                        s.aversion(),
                        s.ephemeralOwner(),
                        Math.max(s.pzxid(), zxid)));
    }

    void setData(String path, byte[] data, int version, long zxid, long timeMs) {
        Images.Image old = nodes.get(path);
        StatPersisted s = old.stat();
        nodes.put(
                path,
                Images.Image.of(
                        data,
                        old.inTable(),
                        old.acl(),
                        new StatPersisted(
                                s.czxid(),
                                zxid,
                                s.ctime(),
                                timeMs,
                                version,
                                s.cversion(),
                                s.aversion(),
                                s.ephemeralOwner(),
                                s.pzxid())));
    }

    void setAcl(String path, List<Acl> acl, int aversion) {
        Images.Image old = nodes.get(path);
        StatPersisted s = old.stat();
        boolean open = acl == null || acl == Acl.OPEN;
        nodes.put(
                path,
                new Images.Image(
                        old.data(),
                        !open,
                        open ? Acl.OPEN : acl,
                        new StatPersisted(
                                s.czxid(),
                                s.mzxid(),
                                s.ctime(),
                                s.mtime(),
                                s.version(),
                                s.cversion(),
                                aversion,
                                s.ephemeralOwner(),
                                s.pzxid())));
    }

    private void stat(String path, StatPersisted stat) {
        Images.Image old = nodes.get(path);
        nodes.put(path, new Images.Image(old.data(), old.inTable(), old.acl(), stat));
    }

    int childCount(String path) {
        return (int) nodes.keySet().stream()
                .filter(node -> !node.equals("/") && parent(node).equals(path))
                .count();
    }

    Stat visible(String path) {
        Images.Image image = nodes.get(path);
        StatPersisted s = image.stat();
        int children = childCount(path);
        long owner = EphemeralOwner.isSession(s.ephemeralOwner()) ? s.ephemeralOwner() : 0;
        return new Stat(
                s.czxid(),
                s.mzxid(),
                s.ctime(),
                s.mtime(),
                s.version(),
                2 * s.cversion() - children,
                s.aversion(),
                owner,
                dataLength(image),
                children,
                s.pzxid());
    }

    long dataSize() {
        return nodes.entrySet().stream()
                .mapToLong(node -> node.getKey().getBytes(StandardCharsets.UTF_8).length + dataLength(node.getValue()))
                .sum();
    }

    /** Writes the usage of every quota that has changed into its text, as the real tree must have done by itself. */
    void publishUsage(Map<String, Usage> last) {
        for (Map.Entry<String, Usage> usage : usages().entrySet()) {
            String stats = BASE + usage.getKey() + "/zookeeper_stats";
            if (nodes.containsKey(stats) && !usage.getValue().equals(last.get(usage.getKey()))) {
                Images.Image old = nodes.get(stats);
                String text = "count=" + usage.getValue().count() + ",bytes="
                        + usage.getValue().bytes();
                nodes.put(
                        stats,
                        Images.Image.of(
                                text.getBytes(StandardCharsets.US_ASCII), old.inTable(), old.acl(), old.stat()));
            }
        }
    }

    /** What a quota governs, and which {@code zookeeper_stats} shows it: a new one is to be written even if equal. */
    record Usage(long count, long bytes, StatPersisted statsNode) {}

    /** By path of the quota. */
    Map<String, Usage> usages() {
        Map<String, Usage> usages = new TreeMap<>();
        for (String node : nodes.keySet()) {
            String path = quotaPath(node);
            if (path != null) {
                Images.Image stats = nodes.get(BASE + path + "/zookeeper_stats");
                usages.put(path, new Usage(0, 0, stats == null ? null : zeroed(stats.stat())));
            }
        }
        nodes.forEach((path, image) -> {
            String quota = governing(path, usages);
            if (quota != null) {
                Usage usage = usages.get(quota);
                usages.put(quota, new Usage(usage.count + 1, usage.bytes + dataLength(image), usage.statsNode));
            }
        });
        return usages;
    }

    private static StatPersisted zeroed(StatPersisted stat) {
        return new StatPersisted(stat.czxid(), 0, 0, 0, 0, 0, 0, 0, 0);
    }

    static String governing(String path, Map<String, Usage> usages) {
        if (path.equals("/") || path.equals(BASE) || path.startsWith(BASE + "/")) {
            return null;
        }
        String at = path;
        while (!at.equals("/")) {
            if (usages.containsKey(at)) {
                return at;
            }
            at = parent(at);
        }
        return null;
    }

    private static String quotaPath(String node) {
        if (!node.startsWith(BASE + "/") || !node.endsWith("/zookeeper_limits")) {
            return null;
        }
        String path = parent(node).substring(BASE.length());
        return path.isEmpty() || path.equals(BASE) || path.startsWith(BASE + "/") ? null : path;
    }

    private static int dataLength(Images.Image image) {
        return image.data() == null ? 0 : image.data().capacity();
    }

    /** All nodes by path, as {@link Images} has them. */
    Map<Path, Images.Image> images() {
        Map<Path, Images.Image> images = new TreeMap<>();
        nodes.forEach((path, image) -> images.put(Path.of(path), image));
        return images;
    }
}
