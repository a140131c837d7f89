package io.paddock.simulation;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/**
 * Runs of seeds one after the other, and their sums. Each run belongs to one thread; any number of threads take the next seed
 * from here.
 */
final class Lives {

    private static final int REPORT_EVERY = 200;
    private static final double MS_AN_HOUR = TimeUnit.HOURS.toMillis(1);

    private final long first;
    private final Trace.Told told;
    private final AtomicLong taken = new AtomicLong();
    private final List<AssertionError> failures = new CopyOnWriteArrayList<>();

    /** Guarded by this, as all below. */
    private long runs;

    private long answers;
    private long established;
    private long undecided;
    private long simulatedMs;

    Lives(long firstSeed, Trace.Told told) {
        this.first = firstSeed;
        this.told = told;
    }

    /** Runs seeds on so many threads until the time is up, or until one of them fails. */
    void live(int threads, Duration time) throws InterruptedException {
        long endNanos = System.nanoTime() + time.toNanos();
        List<Thread> lanes = IntStream.range(0, threads)
                .mapToObj(lane -> new Thread(() -> liveUntil(endNanos), "simulation-" + lane))
                .toList();
        lanes.forEach(Thread::start);
        for (Thread lane : lanes) {
            lane.join();
        }
    }

    private void liveUntil(long endNanos) {
        do {
            liveOne();
        } while (System.nanoTime() < endNanos && failures.isEmpty());
    }

    /** Runs the next seed. What it breaks is among the {@link #failures}. */
    void liveOne() {
        try {
            sum(SimulationTest.run(first + taken.getAndIncrement(), told));
        } catch (AssertionError e) {
            failures.add(e);
        }
    }

    private synchronized void sum(Simulation simulation) {
        answers += simulation.world().workload().answers();
        established += simulation.world().witness().establishedCount();
        undecided += simulation.undecided() ? 1 : 0;
        simulatedMs += simulation.agenda().nowMs();
        if (++runs % REPORT_EVERY == 0) {
            System.out.println(this);
        }
    }

    List<AssertionError> failures() {
        return List.copyOf(failures);
    }

    synchronized long runs() {
        return runs;
    }

    /** Writes that were answered. */
    synchronized long answers() {
        return answers;
    }

    /** Leaders that were established. */
    synchronized long established() {
        return established;
    }

    @Override
    public synchronized String toString() {
        return String.format(
                "%d seeds from %d on, %d failed, %.1f ensemble-hours, %d leaders established, %d writes answered,"
                        + " %d histories undecided",
                runs + failures.size(),
                first,
                failures.size(),
                simulatedMs / MS_AN_HOUR,
                established,
                answers,
                undecided);
    }
}
