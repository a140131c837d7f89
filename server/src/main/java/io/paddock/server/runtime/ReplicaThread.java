package io.paddock.server.runtime;

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
    private final long tickNanos;

    private Tree tree;
    private Replica replica;
    private LogThread log;
    private Runnable onApplied;
    private List<Proposal> appends = new ArrayList<>();
    private long nextTickNanos;
    private boolean stopping;

    private record Synced(long zxid) {}

    private record Question<T>(Function<Replica, T> ask, CompletableFuture<T> answer) {}

    private record Stop() {}

    ReplicaThread(TreeGate gate, int tickMs, FatalHandler fatal) {
        this.gate = gate;
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
        mailbox.post(batch);
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

    @Override
    public void run() {
        mailbox.own();
        try {
            nextTickNanos = System.nanoTime();
            while (!done()) {
                round();
            }
        } catch (RuntimeException | Error cause) {
            fatal.fatal(thread.getName(), cause);
        }
    }

    private boolean done() {
        return stopping && replica.outstanding() == 0;
    }

    private void round() {
        long now = System.nanoTime();
        replica.at(TimeUnit.NANOSECONDS.toMillis(now), System.currentTimeMillis());
        for (int i = 0; i < ROUND_ENTRIES; i++) {
            Object entry = mailbox.poll();
            if (entry == null) {
                break;
            }
            take(entry);
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
            applyCommitted();
            onApplied.run();
        }
        if (!done() && mailbox.isEmpty()) {
            mailbox.await(nextTickNanos - System.nanoTime());
        }
    }

    private Applied applyCommitted() {
        long stamp = gate.enterAlone();
        try {
            return replica.applyCommitted();
        } finally {
            gate.leaveAlone(stamp);
        }
    }

    @SuppressWarnings("unchecked") // Lists in the mailbox come from submit alone.
    private void take(Object entry) {
        if (entry instanceof List<?> batch) {
            if (!stopping) {
                ((List<Submission>) batch).forEach(this::take);
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
        question.answer.complete(question.ask.apply(replica));
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
