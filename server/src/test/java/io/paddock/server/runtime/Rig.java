package io.paddock.server.runtime;

import io.paddock.server.auth.AccessRules;
import io.paddock.server.auth.AuthOptions;
import io.paddock.server.metrics.Metrics;
import io.paddock.server.peerport.PeerLoop;
import io.paddock.server.replica.Applied;
import io.paddock.server.replica.Replica;
import io.paddock.server.replica.ReplicaOptions;
import io.paddock.server.replica.Submission;
import io.paddock.server.session.EverybodyMay;
import io.paddock.server.session.SessionShard;
import io.paddock.server.session.ShardMeter;
import io.paddock.server.session.ShardOptions;
import io.paddock.server.session.SilentMeter;
import io.paddock.server.storage.SimDisk;
import io.paddock.server.storage.SnapshotTrigger;
import io.paddock.server.storage.TxnLog;
import io.paddock.server.storage.TxnLogListener;
import io.paddock.server.storage.TxnLogOptions;
import io.paddock.server.tree.Tree;
import io.paddock.server.txn.PrepareOptions;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;

/** The threads of a server as they are in production, over a disk in memory and without sockets. */
final class Rig {

    private static final Path LOGS = Path.of("/logs");
    private static final int TICK_MS = 2000;
    private static final long TERM = 1;

    final SimDisk disk = new SimDisk(3);
    final Tree tree = new Tree(8);
    final TreeGate gate = new TreeGate();
    final Metrics metrics = new Metrics();
    final AtomicReference<Throwable> fatal = new AtomicReference<>();
    final ReplicaThread replicaThread;
    final Replica replica;
    final LogThread logThread;
    private final Applied tail;

    /** @param contents puts znodes into the tree that the server finds at its start */
    Rig(Consumer<Tree> contents) {
        this(contents, null);
    }

    /** @param loop that the replica thread drives; null if it has none */
    Rig(Consumer<Tree> contents, PeerLoop loop) {
        // Who drives has to be woken: its tick is no help.
        long tickNanos = loop == null ? ReplicaThread.tickNanos(TICK_MS) : TimeUnit.HOURS.toNanos(1);
        replicaThread = loop == null
                ? new ReplicaThread(gate, tickNanos, metrics.newCounters(), this::fail)
                : new ReplicaThread(gate, tickNanos, metrics.newCounters(), this::fail, loop);
        contents.accept(tree);
        disk.createDirectories(LOGS);
        TxnLog log = new TxnLog(disk, LOGS, 0, new TxnLogOptions(1 << 20, true, 1000, -1), TxnLogListener.NONE);
        logThread = new LogThread(
                log,
                new SnapshotTrigger(Integer.MAX_VALUE, 0, new Random(1)),
                1000,
                replicaThread::onLogSynced,
                () -> {},
                this::fail,
                metrics.newCounters());
        replica = new Replica(
                tree,
                new AccessRules(AuthOptions.DEFAULT),
                PrepareOptions.DEFAULT,
                new ReplicaOptions(1, TICK_MS, 60_000, 10_000, 0, true),
                replicaThread,
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                System.currentTimeMillis());
        tail = replica.tail();
        replicaThread.accept(TERM);
    }

    private void fail(String thread, Throwable cause) {
        fatal.compareAndSet(null, cause);
    }

    static ShardMeter meter() {
        return new SilentMeter();
    }

    Submission.Port submissions() {
        return replicaThread.portOf(TERM);
    }

    /** It sees everything since the start. */
    SessionShard shard() {
        return new SessionShard(
                tree,
                gate,
                submissions(),
                new AccessRules(AuthOptions.DEFAULT),
                new EverybodyMay(),
                new ShardOptions(4000, 40_000, 1000),
                new ThreadClock(),
                tail,
                4,
                new SilentMeter());
    }

    void start(Runnable wakeLoops) {
        logThread.start();
        replicaThread.start(replica, logThread, wakeLoops);
    }

    void stop() throws InterruptedException {
        replicaThread.stop();
        logThread.stop();
    }
}
