package io.paddock.server.runtime;

import io.paddock.server.metrics.Counters;
import io.paddock.server.metrics.Metric;
import io.paddock.server.replica.Applied;
import io.paddock.server.replica.Replica;
import io.paddock.server.replica.Submission;
import io.paddock.server.tree.Tree;
import io.paddock.server.tree.TreeCapture;
import io.paddock.server.zab.Effects;
import io.paddock.server.zab.Proposal;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * The thread that owns the replica. A round takes everything that is in its mailbox, hands the new proposals to the log in
 * one batch, applies what was committed in one passage of the gate, and wakes the client loops once.
 */
final class ReplicaThread implements Submission.Port, Effects, Runnable {

    /** Entries taken in one round, so that a flood does not keep commits from being applied. */
    private static final int ROUND_ENTRIES = 512;

    private static final long TICKS_PER_TICK_TIME = 20;

    private final Mailbox<Object> mailbox = new Mailbox<>();
    private final Thread thread;
    private final TreeGate gate;
    private final FatalHandler fatal;
    private final Counters counters;
    private final long tickNanos;

    private Tree tree;
    private Replica replica;
    private LogThread log;
    private Runnable onApplied;
    private List<Proposal> appends = new ArrayList<>();
    private long nextTickNanos;
    private long changesQueued;
    private long changesRemoved;
    private boolean stopping;
    /** Set by whoever ends a server that has failed: what is outstanding will never be on disk. */
    private volatile boolean abandoned;

    private record Batch(List<Submission> submissions, long postedNanos) {}

    private record Synced(long zxid) {}

    private record Question<T>(Function<Replica, T> ask, CompletableFuture<T> answer) {}

    private record Stop() {}

    /** @param counters of this thread */
    ReplicaThread(TreeGate gate, int tickMs, Counters counters, FatalHandler fatal) {
        this.gate = gate;
        this.counters = counters;
        this.fatal = fatal;
        this.tickNanos = Math.max(1_000_000, TimeUnit.MILLISECONDS.toNanos(tickMs) / TICKS_PER_TICK_TIME);
        this.thread = new Thread(this, "paddock-replica");
    }

    void start(Tree newTree, Replica newReplica, LogThread newLog, Runnable wakeLoops) {
        tree = newTree;
        replica = newReplica;
        log = newLog;
        onApplied = wakeLoops;
        thread.start();
    }

    @Override
    public void submit(List<Submission> batch) {
        mailbox.post(new Batch(batch, System.nanoTime()));
    }

    long busyNanos() {
        return mailbox.busyNanos();
    }

    /** The log thread: everything up to this zxid is on disk. */
    void onLogSynced(long zxid) {
        mailbox.post(new Synced(zxid));
    }

    /** Asks the replica, on its own thread. */
    <T> CompletableFuture<T> ask(Function<Replica, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        mailbox.post(new Question<>(question, answer));
        return answer;
    }

    /** An exact image of the tree as it is when this thread comes to it. */
    CompletableFuture<TreeCapture> capture() {
        return ask(ignored -> tree.capture());
    }

    /**
     * Ends when all that was submitted before has been committed and answered. What is submitted later is dropped: clients
     * that never pause would keep the end away.
     */
    void stop() throws InterruptedException {
        mailbox.post(new Stop());
        if (thread != Thread.currentThread()) {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        }
    }

    /** Ends without waiting for anything, after the log has failed. */
    void abandon() throws InterruptedException {
        abandoned = true;
        stop();
    }

    @Override
    public void run() {
        mailbox.own();
        try {
            nextTickNanos = System.nanoTime();
            while (!isDone()) {
                round();
            }
        } catch (RuntimeException | Error cause) {
            fatal.fatal(thread.getName(), cause);
        }
    }

    private boolean isDone() {
        return abandoned || stopping && replica.outstanding() == 0;
    }

    private void round() {
        long now = System.nanoTime();
        replica.at(TimeUnit.NANOSECONDS.toMillis(now), System.currentTimeMillis());
        int submitted = 0;
        for (int i = 0; i < ROUND_ENTRIES; i++) {
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
        if (!appends.isEmpty()) {
            log.append(appends);
            appends = new ArrayList<>();
        }
        if (replica.hasNews()) {
            long startNanos = System.nanoTime();
            Applied applied = applyCommitted();
            onApplied.run();
            measure(applied, ms(System.nanoTime() - startNanos));
        }
        if (!isDone() && mailbox.isEmpty()) {
            mailbox.await(nextTickNanos - System.nanoTime());
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
            if (!stopping) {
                batch.submissions.forEach(this::take);
            }
        } else if (entry instanceof Synced synced) {
            replica.onLogSynced(synced.zxid);
        } else if (entry instanceof Question<?> question) {
            answer(question);
        } else if (entry instanceof Stop) {
            stopping = true;
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

    @Override
    public void append(Proposal proposal) {
        appends.add(proposal);
    }

    @Override
    public void commit(Proposal proposal) {
        throw new IllegalStateException("the replica applies its commits itself");
    }
}
