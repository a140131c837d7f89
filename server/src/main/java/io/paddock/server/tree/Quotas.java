package io.paddock.server.tree;

import io.paddock.common.Path;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.BitSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ObjIntConsumer;

/**
 * The usage of every quota (server semantics, section 7). A quota on P is a znode {@code zookeeper_limits} below {@code
 * /zookeeper/quota} + P, the mirror of P. A path is governed by the deepest such P at or above it, and the usage of a
 * quota is what it governs: exactly, at any time, whatever way the tree came about. So a new quota inside another takes
 * over what lies below it, and gives it back when it goes. What lies in {@code /zookeeper/quota} is governed by none.
 *
 * <p>The usage is kept as numbers. The text in {@code zookeeper_stats} is written for people and never read back, since
 * anybody with the permission may have written it (hazard H16).
 *
 * <p>Owned by the replica thread.
 */
final class Quotas {

    private static final byte[] BASE = ascii("/zookeeper/quota");
    private static final byte[] LIMITS = ascii("zookeeper_limits");
    private static final byte[] STATS = ascii("zookeeper_stats");

    private final class Usage {

        final Path path;
        QuotaLimits limits;
        long count;
        long bytes;

        /** The {@code zookeeper_stats} of this quota, or {@link Znodes#NONE}. */
        int stats = Znodes.NONE;

        Usage(Path path) {
            this.path = path;
        }

        void add(long addedCount, long addedBytes) {
            count += addedCount;
            bytes += addedBytes;
            publish();
        }

        Quota quota() {
            return new Quota(
                    path, count, bytes, limits.count(), limits.bytes(), limits.countHard(), limits.bytesHard());
        }

        void publish() {
            if (stats != Znodes.NONE) {
                setText.accept(ascii("count=" + count + ",bytes=" + bytes), stats);
            }
        }
    }

    private final Znodes znodes;
    private final PathIndex index;

    /** Replaces the data of a znode and nothing else. */
    private final ObjIntConsumer<byte[]> setText;

    /** By number of the mirror. */
    private final Map<Integer, Usage> usages = new LinkedHashMap<>();

    /** False while a snapshot is being loaded: then quotas are noted but not counted. */
    private boolean counting;

    private byte[] scratch = new byte[128];

    Quotas(Znodes znodes, PathIndex index, ObjIntConsumer<byte[]> setText) {
        this.znodes = znodes;
        this.index = index;
        this.setText = setText;
    }

    boolean isEmpty() {
        return usages.isEmpty();
    }

    /** Counts everything; from now on usage is kept up to date. */
    void countAll() {
        counting = true;
        BitSet tops = tops();
        usages.values().forEach(usage -> count(usage, tops));
        usages.values().forEach(Usage::publish);
    }

    /** The quota that governs the path, or null. May be called by any thread behind the gate. */
    Quota of(Path path) {
        if (usages.isEmpty()) {
            return null;
        }
        Usage usage = governing(path.utf8(), path.length(), new byte[BASE.length + path.length()]);
        if (usage == null) {
            return null;
        }
        return usage.quota();
    }

    /** All quotas, as of now. */
    List<Quota> all() {
        return usages.values().stream().map(Usage::quota).toList();
    }

    void onCreated(int n, byte[] path, int length) {
        byte[] packed = znodes.packed(n);
        if (!isInBase(path, length)) {
            adjust(path, length, 1, Znode.dataLength(packed));
        } else if (isNamed(packed, LIMITS)) {
            if (isMirror(path, length - LIMITS.length - 1)) {
                begin(znodes.parent(n), packed, path, length);
            }
        } else if (isNamed(packed, STATS)) {
            Usage usage = usages.get(znodes.parent(n));
            if (usage != null) {
                usage.stats = n;
                usage.publish();
            } else if (counting && isMirror(path, length - STATS.length - 1)) {
                publishOnce(n, path, length - STATS.length - 1);
            }
        }
    }

    /** Usage without limits governs nothing: it tells how much there is now. */
    private void publishOnce(int stats, byte[] path, int mirrorLength) {
        Usage usage = new Usage(Path.ofUtf8(Arrays.copyOfRange(path, BASE.length, mirrorLength)));
        usage.stats = stats;
        count(usage, new BitSet());
        usage.publish();
    }

    void onData(int n, byte[] path, int length, int oldDataLength) {
        byte[] packed = znodes.packed(n);
        if (!isInBase(path, length)) {
            adjust(path, length, 0, Znode.dataLength(packed) - oldDataLength);
        } else if (isNamed(packed, LIMITS)) {
            Usage usage = usages.get(znodes.parent(n));
            if (usage != null) {
                usage.limits = limits(packed);
            }
        }
    }

    /** Before it leaves the tree. */
    void onDeleted(int n, byte[] path, int length) {
        byte[] packed = znodes.packed(n);
        if (!isInBase(path, length)) {
            adjust(path, length, -1, -Znode.dataLength(packed));
        } else if (isNamed(packed, LIMITS)) {
            end(znodes.parent(n));
        } else if (isNamed(packed, STATS)) {
            Usage usage = usages.get(znodes.parent(n));
            if (usage != null) {
                usage.stats = Znodes.NONE;
            }
        }
    }

    private void adjust(byte[] path, int length, long count, long bytes) {
        if (!counting || usages.isEmpty() || (count | bytes) == 0) {
            return;
        }
        Usage usage = governing(path, length);
        if (usage != null) {
            usage.add(count, bytes);
        }
    }

    private void begin(int mirror, byte[] packedLimits, byte[] path, int length) {
        int mirrorLength = length - LIMITS.length - 1;
        Usage usage = new Usage(Path.ofUtf8(Arrays.copyOfRange(path, BASE.length, mirrorLength)));
        usage.limits = limits(packedLimits);
        byte[] stats = Arrays.copyOf(path, mirrorLength + 1 + STATS.length);
        System.arraycopy(STATS, 0, stats, mirrorLength + 1, STATS.length);
        usage.stats = index.find(index.hash(stats, 0, stats.length), stats, stats.length);
        Usage outer = governing(usage.path.utf8(), usage.path.length());
        usages.put(mirror, usage);
        if (counting) {
            count(usage, tops());
            usage.publish();
            if (outer != null) {
                outer.add(-usage.count, -usage.bytes);
            }
        }
    }

    private void end(int mirror) {
        Usage usage = usages.remove(mirror);
        if (usage == null || !counting) {
            return;
        }
        Usage outer = governing(usage.path.utf8(), usage.path.length());
        if (outer != null) {
            outer.add(usage.count, usage.bytes);
        }
    }

    /** The znodes that have a quota of their own. */
    private BitSet tops() {
        BitSet tops = new BitSet();
        for (Usage usage : usages.values()) {
            int top = find(usage.path);
            if (top != Znodes.NONE) {
                tops.set(top);
            }
        }
        return tops;
    }

    private void count(Usage usage, BitSet tops) {
        usage.count = 0;
        usage.bytes = 0;
        int top = find(usage.path);
        if (top == Znodes.NONE) {
            return;
        }
        int n = top;
        while (n != Znodes.NONE) {
            boolean governed = n == top || !tops.get(n);
            if (governed && !isBase(n)) {
                usage.count++;
                usage.bytes += Znode.dataLength(znodes.packed(n));
                n = znodes.nextInSubtree(n, top, false);
            } else {
                n = znodes.nextInSubtree(n, top, true);
            }
        }
    }

    private boolean isBase(int n) {
        return Znode.isLeftOut(znodes.packed(n)) && znodes.hasPath(n, BASE, BASE.length);
    }

    private int find(Path path) {
        return index.find(index.hash(path.utf8(), 0, path.length()), path.utf8(), path.length());
    }

    private Usage governing(byte[] path, int length) {
        if (scratch.length < BASE.length + length) {
            scratch = new byte[2 * (BASE.length + length)];
        }
        return governing(path, length, scratch);
    }

    /** Walks down the mirrors of the path; there are few, so it usually ends at the first step. */
    private Usage governing(byte[] path, int length, byte[] buffer) {
        if (length <= 1 || usages.isEmpty() || isInBase(path, length)) {
            return null;
        }
        System.arraycopy(BASE, 0, buffer, 0, BASE.length);
        System.arraycopy(path, 0, buffer, BASE.length, length);
        Usage deepest = null;
        int end = BASE.length + length;
        for (int at = BASE.length + 1; at <= end; at++) {
            if (at == end || buffer[at] == '/') {
                int mirror = index.find(index.hash(buffer, 0, at), buffer, at);
                if (mirror == Znodes.NONE) {
                    break;
                }
                Usage usage = usages.get(mirror);
                deepest = usage != null ? usage : deepest;
            }
        }
        return deepest;
    }

    /** True for {@code /zookeeper/quota} and what is below it. */
    private static boolean isInBase(byte[] path, int length) {
        return startsWithBase(path, 0, length);
    }

    private static boolean startsWithBase(byte[] path, int from, int to) {
        int end = from + BASE.length;
        return to >= end && Arrays.equals(path, from, end, BASE, 0, BASE.length) && (to == end || path[end] == '/');
    }

    /** True if the first bytes name the mirror of a path that may have a quota: not the root, nor quotas themselves. */
    private static boolean isMirror(byte[] path, int length) {
        return length > BASE.length && !startsWithBase(path, BASE.length, length);
    }

    private static boolean isNamed(byte[] packed, byte[] name) {
        int from = Znode.nameFrom(packed);
        return Arrays.equals(packed, from, from + Znode.nameLength(packed), name, 0, name.length);
    }

    private static QuotaLimits limits(byte[] packed) {
        return QuotaLimits.parse(packed, Znode.dataFrom(packed), Znode.dataLength(packed));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
