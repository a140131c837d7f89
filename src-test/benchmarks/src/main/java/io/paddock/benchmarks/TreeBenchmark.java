package io.paddock.benchmarks;

import io.paddock.common.Acl;
import io.paddock.common.Path;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.tree.Tree;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The tree at random paths, beside a map by full path as the simplest thing that could work. Both start from the bytes of
 * a request: a path that comes from the wire has no hash yet, and the map wants a string.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(value = 1, jvmArgsAppend = "-Xmx2g")
public class TreeBenchmark {

    private static final int DATA_BYTES = 100;
    private static final int ASKED_PATHS = 1 << 16;

    @Param("1000000")
    int znodes;

    private final WireOutput out = new WireOutput(1024);
    private final byte[] newData = new byte[DATA_BYTES];
    private Tree tree;
    private Map<String, byte[]> map;
    private byte[][] asked;
    private String[] askedAsStrings;
    private int next;
    private long zxid;

    @Setup
    public void fill() {
        List<String> paths = new Paths(znodes, 1000).all();
        tree = new Tree(0);
        map = new HashMap<>();
        for (String path : paths) {
            tree.create(Path.of(path), new byte[DATA_BYTES], Acl.OPEN, 0, -1, ++zxid, zxid);
            map.put(path, new byte[DATA_BYTES]);
        }
        SplittableRandom random = new SplittableRandom(42);
        asked = new byte[ASKED_PATHS][];
        askedAsStrings = new String[ASKED_PATHS];
        for (int i = 0; i < ASKED_PATHS; i++) {
            String path = paths.get(random.nextInt(paths.size()));
            asked[i] = path.getBytes(StandardCharsets.UTF_8);
            askedAsStrings[i] = new String(asked[i], StandardCharsets.UTF_8); // The map would know its own at once.
            askedAsStrings[i].hashCode();
        }
    }

    private int index() {
        return next++ & ASKED_PATHS - 1;
    }

    @Benchmark
    public int lookup() {
        return tree.find(Path.ofUtf8(asked[index()]));
    }

    /** The map's look-up of a path as it comes from the wire. */
    @Benchmark
    public byte[] lookupMap() {
        return map.get(new String(asked[index()], StandardCharsets.UTF_8));
    }

    /** The map's look-up of a string that is there already and knows its hash: no server has that. */
    @Benchmark
    public byte[] lookupMapReadyString() {
        return map.get(askedAsStrings[index()]);
    }

    /** All that a getData does to the tree. */
    @Benchmark
    public int getData() {
        int node = tree.find(Path.ofUtf8(asked[index()]));
        out.clear();
        tree.writeData(node, out);
        tree.writeStat(node, out);
        return out.size();
    }

    @Benchmark
    public void setData() {
        int node = tree.find(Path.ofUtf8(asked[index()]));
        tree.setData(node, newData, 1, ++zxid, zxid);
    }

    @Benchmark
    public byte[] setDataMap() {
        return map.put(new String(asked[index()], StandardCharsets.UTF_8), newData.clone());
    }
}
