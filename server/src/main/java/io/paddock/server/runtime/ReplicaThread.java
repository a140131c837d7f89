package io.paddock.server.runtime;

import io.paddock.server.metrics.Counters;
import io.paddock.server.metrics.Metric;
import io.paddock.server.peerport.PeerLoop;
import io.paddock.server.replica.Applied;
import io.paddock.server.replica.Stepped;
import io.paddock.server.replica.Submission;
import io.paddock.server.tree.TreeCapture;
import io.paddock.server.zab.Effects;
import io.paddock.server.zab.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiFunction;
import java.util.function.Function;

/**
 * The thread that owns the replica. A round takes everything that is in its mailbox, hands the new proposals to the log in
 * one batch, applies what was committed in one passage of the gate, and wakes the client loops once.
 */
final class ReplicaThread implements Effects, Runnable {

    /** Entries taken in one round, so that a flood does not keep commits from being applied. */
    private static final int ROUND_ENTRIES = 512;

    /** Proposals made in one round, about: none leaves before its end. */
    private static final long ROUND_BYTES = 4 << 20;

    private static final long FOREVER_NANOS = TimeUnit.HOURS.toNanos(1);

    private static final long TICKS_PER_TICK_TIME = 20;

    /** A leader without followers would wait for ever. */
    private static final long DRAIN_NANOS = TimeUnit.SECONDS.toNanos(5);

    /** What a member of an ensemble waits for is less than what a client waits for. */
    private static final long MEMBER_TICK_MS_MAX = 20;

    private final Rest rest;
    private final Mailbox<Object> mailbox;
    private final Thread thread;
    /** When its last round is over. */
    private final CountDownLatch ended = new CountDownLatch(1);

    private final TreeGate gate;
    private final FatalHandler fatal;
    private final Counters counters;
    private final long tickNanos;

    private Stepped replica;
    private LogThread log;
    private Runnable onApplied;
    private Runnable afterStep = () -> {};
    private List<Proposal> appends = new ArrayList<>();
    /** Of a round. */
    private long appendBytes;

    private long nextTickNanos;
    private long changesQueued;
    private long changesRemoved;
    private boolean stopping;
    private long stopByNanos;
    /** Written by this thread, or before its start; read by any. */
    private volatile long term;

    private volatile boolean begun;
    /** Whether it is to end, though it may not have begun. */
    private volatile boolean unwanted;
    /** Whether its last round is behind it: it only drives what it has to. */
    private volatile boolean over;

    /** Set by whoever ends a server that has failed: what is outstanding will never be on disk. */
    private volatile boolean abandoned;

    private record Batch(List<Submission> submissions, long term, long postedNanos) {}

    private record Synced(long zxid) {}

    private record Question<T>(Function<Stepped, T> ask, CompletableFuture<T> answer) {}

    private record Stop() {}

    /** How often a server that is alone looks at the clock. */
    static long tickNanos(int tickMs) {
        return Math.max(1_000_000, TimeUnit.MILLISECONDS.toNanos(tickMs) / TICKS_PER_TICK_TIME);
    }

    static long memberTickNanos(int tickMs) {
        return Math.min(tickNanos(tickMs), TimeUnit.MILLISECONDS.toNanos(MEMBER_TICK_MS_MAX));
    }

    /** One that sleeps when there is nothing to do. */
    ReplicaThread(TreeGate gate, long tickNanos, Counters counters, FatalHandler fatal) {
        this(gate, tickNanos, counters, fatal, new ParkedRest(), Thread::new);
    }

    /** One that waits at the connections to other servers. */
    ReplicaThread(TreeGate gate, long tickNanos, Counters counters, FatalHandler fatal, PeerLoop loop) {
        this(gate, tickNanos, counters, fatal, new LoopRest(loop), (work, name) -> loop.newDriver(name, work));
    }

    /** @param counters of this thread */
    private ReplicaThread(
            TreeGate gate,
            long tickNanos,
            Counters counters,
            FatalHandler fatal,
            Rest rest,
            BiFunction<Runnable, String, Thread> threads) {
        this.gate = gate;
        this.counters = counters;
        this.fatal = fatal;
        this.tickNanos = tickNanos;
        this.rest = rest;
        this.mailbox = new Mailbox<>(rest);
        this.thread = threads.apply(this, "paddock-replica");
    }

    /** Lets the thread wait already where the replica will: its first round comes with {@link #start}. */
    void prepare() {
        thread.start();
    }

    void start(Stepped newReplica, LogThread newLog, Runnable wakeLoops) {
        replica = newReplica;
        log = newLog;
        onApplied = wakeLoops;
        begun = true;
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        } else {
            rest.wake();
        }
    }

    /**
     * Where the clients of one term submit. Between two terms this server does not serve: what clients of the former one
     * have asked and was not taken is lost, and so must be all that they ask later.
     */
    Submission.Port portOf(long ofTerm) {
        return batch -> mailbox.post(new Batch(batch, ofTerm, System.nanoTime()));
    }

    /** Only what clients of that term submit is taken from now on. Replica thread, or before the start. */
    void accept(long newTerm) {
        term = newTerm;
    }

    /** Any thread. */
    boolean accepts(long ofTerm) {
        return term == ofTerm;
    }

    long busyNanos() {
        return mailbox.busyNanos();
    }

    /** The log thread: everything up to this zxid is on disk. */
    void onLogSynced(long zxid) {
        mailbox.post(new Synced(zxid));
    }

    /** Lets something happen to the replica, on its own thread, unless it has ended. In the order of the calls of one thread. */
    void post(Runnable event) {
        if (!over) {
            mailbox.post(event);
        }
    }

    /** At the end of each step, when its commits are applied. To be called before the start. */
    void afterStep(Runnable action) {
        afterStep = action;
    }

    /** Asks the replica, on its own thread. */
    <T> CompletableFuture<T> ask(Function<Stepped, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        mailbox.post(new Question<>(question, answer));
        return answer;
    }

    /** An exact image of the tree as it is when this thread comes to it. */
    CompletableFuture<TreeCapture> capture() {
        return ask(current -> current.tree().capture());
    }

    /**
     * Ends when all that was submitted before has been committed and answered. What is submitted later is dropped: clients
     * that never pause would keep the end away.
     */
    void stop() throws InterruptedException {
        mailbox.post(new Stop());
        unwanted = true;
        if (thread.getState() == Thread.State.NEW && !rest.isOver()) {
            thread.start(); // For what it drives: nobody else can close it.
        }
        rest.wake();
        if (thread != Thread.currentThread() && thread.isAlive()) {
            ended.await(10, TimeUnit.SECONDS);
        }
    }

    /** Ends without waiting for anything, after the log has failed. */
    void abandon() throws InterruptedException {
        abandoned = true;
        stop();
    }

    @Override
    public void run() {
        try {
            guarded(() -> {
                while (!begun && !unwanted) {
                    rest.rest(FOREVER_NANOS);
                }
                if (begun) {
                    rounds();
                }
            });
        } finally {
            over = true;
            ended.countDown();
            guarded(this::driveOn);
        }
    }

    /** Connections are ended by whoever drives them. */
    private void driveOn() {
        while (!rest.isOver()) {
            rest.rest(FOREVER_NANOS);
        }
    }

    private void guarded(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException | Error cause) {
            fatal.fatal(thread.getName(), cause);
        }
    }

    private void rounds() {
        mailbox.own();
        nextTickNanos = System.nanoTime();
        while (!isDone()) {
            round();
        }
    }

    private boolean isDone() {
        return abandoned || stopping && (replica.outstanding() == 0 || System.nanoTime() - stopByNanos > 0);
    }

    private void round() {
        long now = System.nanoTime();
        replica.at(TimeUnit.NANOSECONDS.toMillis(now), System.currentTimeMillis());
        int submitted = 0;
        appendBytes = 0;
        for (int i = 0; i < ROUND_ENTRIES && appendBytes < ROUND_BYTES; i++) {
            Object entry = mailbox.poll();
            if (entry == null) {
                break;
            }
            if (entry instanceof Batch batch) {
                submitted += batch.submissions.size();
                counters.record(Metric.PREP_PROCESSOR_QUEUE_TIME_MS, ms(now - batch.postedNanos));
            }
            take(entry);
        }
        if (submitted > 0) {
            counters.add(Metric.PREP_PROCESSOR_REQUEST_QUEUED, submitted);
            counters.record(Metric.PREP_PROCESSOR_QUEUE_SIZE, submitted);
            counters.record(Metric.PREP_PROCESS_TIME, ms(System.nanoTime() - now));
        }
        if (now - nextTickNanos >= 0) {
            nextTickNanos = now + tickNanos;
            replica.onTick();
        }
        handOverAppends();
        if (replica.hasNews()) {
            long startNanos = System.nanoTime();
            Applied applied = applyCommitted();
            onApplied.run();
            measure(applied, ms(System.nanoTime() - startNanos));
        }
        afterStep.run();
        if (!isDone()) {
            mailbox.await(mailbox.isEmpty() ? nextTickNanos - System.nanoTime() : 0);
        }
    }

    private void measure(Applied applied, long tookMs) {
        counters.add(Metric.REQUEST_COMMIT_QUEUED, applied.answers().size());
        counters.record(Metric.WRITE_COMMIT_PROC_ISSUED, applied.answers().size());
        counters.record(Metric.WRITE_BATCH_TIME_IN_COMMIT_PROCESSOR, tookMs);
        counters.record(Metric.COMMIT_PROCESS_TIME, tookMs);
        counters.add(Metric.OUTSTANDING_CHANGES_QUEUED, replica.changesQueued() - changesQueued);
        counters.add(Metric.OUTSTANDING_CHANGES_REMOVED, replica.changesRemoved() - changesRemoved);
        changesQueued = replica.changesQueued();
        changesRemoved = replica.changesRemoved();
    }

    private static long ms(long nanos) {
        return Math.max(0, TimeUnit.NANOSECONDS.toMillis(nanos));
    }

    private Applied applyCommitted() {
        long stamp = gate.enterAlone();
        try {
            return replica.applyCommitted();
        } finally {
            gate.leaveAlone(stamp);
        }
    }

    private void take(Object entry) {
        if (entry instanceof Batch batch) {
            if (!stopping && batch.term == term) {
                batch.submissions.forEach(this::take);
            }
        } else if (entry instanceof Synced synced) {
            replica.onLogSynced(synced.zxid);
        } else if (entry instanceof Runnable event) {
            event.run();
        } else if (entry instanceof Question<?> question) {
            answer(question);
        } else if (entry instanceof Stop) {
            stopping = true;
            replica.onStopping();
            stopByNanos = System.nanoTime() + DRAIN_NANOS;
        }
    }

    private <T> void answer(Question<T> question) {
        try {
            question.answer.complete(question.ask.apply(replica));
        } catch (RuntimeException cause) {
            question.answer.completeExceptionally(cause); // It changes nothing, so the server goes on.
        }
    }

    private void take(Submission submission) {
        if (submission instanceof Submission.Write write) {
            replica.onWrite(write.request(), write.connection());
        } else if (submission instanceof Submission.Touched touched) {
            for (int i = 0; i < touched.sessionIds().size(); i++) {
                replica.onTouched(touched.sessionIds().get(i), touched.heardMs().get(i));
            }
        } else if (submission instanceof Submission.OpenSession open) {
            replica.onOpenSession(open.connection(), open.timeoutMs());
        } else if (submission instanceof Submission.ResumeSession resume) {
            replica.onResumeSession(resume.connection(), resume.sessionId(), resume.timeoutMs());
        }
    }

    /** What was appended goes to the log now: what is asked of the disk next comes behind it. Replica thread only. */
    void handOverAppends() {
        if (!appends.isEmpty()) {
            log.append(appends);
            appends = new ArrayList<>();
        }
    }

    /** Runs that within a step, with nobody reading the tree. Replica thread only. */
    void alone(Runnable change) {
        long stamp = gate.enterAlone();
        try {
            change.run();
        } finally {
            gate.leaveAlone(stamp);
        }
        onApplied.run();
    }

    @Override
    public void append(Proposal proposal) {
        appends.add(proposal);
        appendBytes += proposal.payload().length;
    }

    @Override
    public void commit(Proposal proposal) {
        throw new IllegalStateException("the replica applies its commits itself");
    }
}
