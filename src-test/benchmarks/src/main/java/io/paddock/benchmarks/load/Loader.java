package io.paddock.benchmarks.load;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntSupplier;
import java.util.function.LongConsumer;
import org.HdrHistogram.Histogram;

/**
 * Loads one server over a number of connections, each of which always has the same number of requests on its way until
 * time is up. A single connection is read and written blocking, which costs it two system calls per turn; many wait in a
 * selector.
 *
 * <p>Owned by the thread that made it.
 */
public final class Loader implements AutoCloseable {

    /** Two phases, see {@link #run(Work, int, long, IntSupplier)}. */
    private static final int PHASES = 2;

    private static final long LATENCY_NANOS_MAX = 60_000_000_000L;
    private static final long SILENCE_MS_MAX = 30_000;
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final List<LoadConnection> connections = new ArrayList<>();

    private Loader() {}

    /** Connects, with a session for each connection. */
    public static Loader connect(int port, int connections) throws IOException {
        Loader loader = new Loader();
        try {
            for (int i = 0; i < connections; i++) {
                loader.connections.add(LoadConnection.open(port));
            }
            return loader;
        } catch (IOException e) {
            loader.abandon();
            throw e;
        }
    }

    /** Sends for so long. */
    public LoadResult run(Work work, int outstanding, long nanos) throws IOException {
        return run(work, outstanding, nanos, () -> 0);
    }

    /** Sends until the work is done. */
    public LoadResult finish(Work work, int outstanding) throws IOException {
        return run(work, outstanding, Long.MAX_VALUE / 4, () -> 0);
    }

    /**
     * Sends for so long, and keeps latencies apart by what the phase, 0 or 1, was when the reply came.
     *
     * @throws IOException if a connection breaks, or a reply is out of order or an error: then there is no figure
     */
    public LoadResult run(Work work, int outstanding, long nanos, IntSupplier phase) throws IOException {
        connections.forEach(connection -> connection.outstandingMax(outstanding));
        Run run = new Run(work, outstanding, nanos, phase);
        return connections.size() == 1 ? run.blocking(connections.get(0)) : run.selecting();
    }

    /** Ends the sessions. */
    @Override
    public void close() throws IOException {
        for (LoadConnection connection : connections) {
            connection.close();
        }
    }

    private void abandon() throws IOException {
        for (LoadConnection connection : connections) {
            connection.channel().close();
        }
    }

    private final class Run {
        private final Work work;
        private final int outstandingMax;
        private final IntSupplier phase;
        private final Histogram[] latencies = new Histogram[PHASES];
        private final LongConsumer onReply = this::onReply;
        private final long startCpu = THREADS.getCurrentThreadCpuTime();
        private final long start = System.nanoTime();
        private final long end;
        private long now = start;
        private long operations;
        private int outstanding;
        private boolean sending = true;

        Run(Work work, int outstandingMax, long nanos, IntSupplier phase) {
            this.work = work;
            this.outstandingMax = outstandingMax;
            this.phase = phase;
            this.end = start + nanos;
            for (int i = 0; i < PHASES; i++) {
                latencies[i] = new Histogram(LATENCY_NANOS_MAX, 3);
            }
        }

        LoadResult blocking(LoadConnection connection) throws IOException {
            connection.channel().configureBlocking(true);
            fill(connection, 0);
            while (outstanding > 0) {
                turn(connection, 0);
            }
            return result();
        }

        LoadResult selecting() throws IOException {
            try (Selector selector = Selector.open()) {
                for (int i = 0; i < connections.size(); i++) {
                    LoadConnection connection = connections.get(i);
                    connection.channel().configureBlocking(false);
                    connection.channel().register(selector, SelectionKey.OP_READ, i);
                    fill(connection, i);
                }
                while (outstanding > 0) {
                    if (selector.select(this::onReadable, SILENCE_MS_MAX) == 0) {
                        throw new IOException("no reply for " + SILENCE_MS_MAX + " ms");
                    }
                    if (broken != null) {
                        throw broken;
                    }
                }
            }
            return result();
        }

        private IOException broken;

        private void onReadable(SelectionKey key) {
            int index = (Integer) key.attachment();
            try {
                turn(connections.get(index), index);
            } catch (IOException e) {
                broken = e;
            }
        }

        private void turn(LoadConnection connection, int index) throws IOException {
            connection.receive();
            now = System.nanoTime();
            sending &= now - end < 0;
            int taken = connection.takeReplies(onReply);
            outstanding -= taken;
            operations += taken;
            fill(connection, index);
        }

        private void onReply(long sentNanos) {
            latencies[phase.getAsInt()].recordValue(Math.min(now - sentNanos, LATENCY_NANOS_MAX));
        }

        private void fill(LoadConnection connection, int index) throws IOException {
            int before = connection.outstanding();
            while (sending && connection.outstanding() < outstandingMax) {
                byte[] frame = work.next(index);
                if (frame == null) {
                    break;
                }
                if (!connection.hasRoom(frame.length)) {
                    outstanding += connection.outstanding() - before;
                    before = connection.outstanding();
                    connection.flush();
                }
                connection.put(frame, now);
            }
            outstanding += connection.outstanding() - before;
            if (connection.outstanding() > before) {
                connection.flush();
            }
        }

        private LoadResult result() {
            return new LoadResult(
                    operations, System.nanoTime() - start, THREADS.getCurrentThreadCpuTime() - startCpu, latencies);
        }
    }
}
