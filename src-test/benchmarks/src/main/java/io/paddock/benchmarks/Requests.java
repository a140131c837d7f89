package io.paddock.benchmarks;

import io.paddock.benchmarks.load.Frames;
import io.paddock.benchmarks.load.Work;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;

/** What the workloads send, over and over, to the tree of {@link TrafficServers}. */
final class Requests {

    private static final Paths PATHS = TrafficServers.PATHS;
    private static final long SEED = 42;

    /** Makes the names of created znodes different in every round. */
    private static final AtomicInteger CREATING_ROUNDS = new AtomicInteger();

    private Requests() {}

    static Work getData() {
        return random(PATHS.leaves(), i -> Frames.getData(PATHS.leaf(i)));
    }

    static Work exists() {
        return random(PATHS.leaves(), i -> Frames.exists(PATHS.leaf(i), false));
    }

    static Work getChildren() {
        return random(PATHS.folders(), i -> Frames.getChildren(PATHS.folder(i)));
    }

    static Work setData() {
        byte[] data = new byte[TrafficServers.DATA_BYTES];
        return random(PATHS.leaves(), i -> Frames.setData(PATHS.leaf(i), data));
    }

    /** Seven reads for three writes. */
    static Work mixed() {
        Work reads = getData();
        Work writes = setData();
        SplittableRandom random = new SplittableRandom(SEED);
        return connection -> (random.nextInt(10) < 7 ? reads : writes).next(connection);
    }

    /** New znodes, spread over the folders. */
    static Work create() {
        byte[] data = new byte[TrafficServers.DATA_BYTES];
        int round = CREATING_ROUNDS.incrementAndGet();
        int[] count = new int[1];
        return connection -> {
            int number = count[0]++;
            String folder = PATHS.folder(number % PATHS.folders());
            return Frames.create(folder + "/new-" + round + "-" + number, data);
        };
    }

    /** One of so many frames, at random. */
    static Work random(int count, IntFunction<byte[]> frame) {
        byte[][] frames = new byte[count][];
        for (int i = 0; i < count; i++) {
            frames[i] = frame.apply(i);
        }
        SplittableRandom random = new SplittableRandom(SEED);
        return connection -> frames[random.nextInt(frames.length)];
    }
}
