package io.paddock.server.runtime;

import io.paddock.common.Zxid;
import io.paddock.server.admin.EnsembleView;
import io.paddock.server.admin.FourLetterWords;
import io.paddock.server.admin.MetricsPort;
import io.paddock.server.admin.Mode;
import io.paddock.server.clientport.ClientPort;
import io.paddock.server.clientport.ClientPortOptions;
import io.paddock.server.config.MetricsConfig;
import io.paddock.server.config.ServerConfig;
import io.paddock.server.metrics.Counters;
import io.paddock.server.metrics.Family;
import io.paddock.server.metrics.JvmFamilies;
import io.paddock.server.metrics.Metric;
import io.paddock.server.metrics.Metrics;
import io.paddock.server.peerport.PeerLoop;
import io.paddock.server.replica.Applied;
import io.paddock.server.replica.Beginning;
import io.paddock.server.replica.PeerReplica;
import io.paddock.server.replica.Replica;
import io.paddock.server.replica.Stepped;
import io.paddock.server.replica.Submission;
import io.paddock.server.storage.DamagedData;
import io.paddock.server.storage.DataDirs;
import io.paddock.server.storage.DirectoryLock;
import io.paddock.server.storage.Disk;
import io.paddock.server.storage.FileDisk;
import io.paddock.server.storage.MemberRecovery;
import io.paddock.server.storage.RecoveredState;
import io.paddock.server.storage.RecoveryOptions;
import io.paddock.server.storage.Retention;
import io.paddock.server.storage.SnapshotWriter;
import io.paddock.server.storage.StorageFailure;
import io.paddock.server.storage.TxnLog;
import io.paddock.server.tree.Tree;
import io.paddock.server.tree.TreeCapture;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongFunction;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running server, alone or a member of an ensemble. Also for embedding: it writes nothing to the terminal, ends no process and may exist many
 * times in one.
 *
 * <p>Threads: {@link #start} and {@link #stop} are called by whoever assembles it, each once.
 */
public final class PaddockServer {

    private static final Logger LOG = LoggerFactory.getLogger(PaddockServer.class);

    /** No term: clients are not served. */
    private static final long NOBODY = 0;

    private final ServerConfig config;
    private final FatalHandler onFatal;
    private final Disk disk;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final TreeGate gate = new TreeGate();
    private final Metrics metrics;
    /** Of the thread that fails first. */
    private final Counters failureCounters;

    /** Held while files of the history are removed or replaced: log and snapshot thread take turns. */
    private final Object historyFiles = new Object();

    private final HistoryChanges historyChanges = new HistoryChanges();

    private final AuditLog audit;
    private final long startedNanos = System.nanoTime();

    private DataDirs directories;
    private DirectoryLock lock;
    /** Of a member; driven by the replica thread. */
    private PeerLoop peerLoop;

    private Membership membership;
    private Shards shards;
    private String loaded;
    private long term;
    private ReplicaThread replicaThread;
    private LogThread logThread;
    private SnapshotThread snapshotThread;
    private ClientPort clientPort;
    private WordThread words;
    private PauseMonitor pauses;
    private MetricsPort metricsPort;
    private volatile boolean serving;
    /** Of a member: what is due when it has a leader, or leads. */
    private OwedSnapshot owedSnapshot;

    private InetSocketAddress clientAddress;

    /** @param onFatal told when the server cannot go on; the server has stopped acknowledging by then */
    public PaddockServer(ServerConfig config, FatalHandler onFatal) {
        this(config, onFatal, new FileDisk());
    }

    /** @param disk where logs and snapshots are; directories and their lock are always those of the machine */
    public PaddockServer(ServerConfig config, FatalHandler onFatal, Disk disk) {
        this.config = config;
        this.onFatal = onFatal;
        this.disk = disk;
        this.metrics = new Metrics(config.metrics().provider() == MetricsConfig.Provider.PROMETHEUS);
        this.failureCounters = metrics.newCounters();
        this.audit = new AuditLog(config.audit().enabled());
    }

    /**
     * Loads the database and serves. Throws what the storage room says about a directory or a database that cannot be
     * used, {@link UnavailableScheme}, and {@link IOException} if a port cannot be bound; then nothing is left running.
     */
    public void start() throws IOException {
        try {
            load();
            serveMetrics();
            listen();
            watchPauses();
            audit.server("serverStart", AuditLog.Result.SUCCESS);
        } catch (IOException | RuntimeException | Error e) {
            audit.server("serverStart", AuditLog.Result.FAILURE);
            abandon();
            throw e;
        }
    }

    private void load() throws IOException {
        Access access = Access.of(config.access());
        directories = DataDirs.of(config.storage().dataDir(), config.storage().dataLogDir());
        directories.prepare(config.storage().createDirectories());
        lock = DirectoryLock.acquire(directories);
        long loadNanos = System.nanoTime();
        RecoveredState recovered = recover();
        if (recovered.lastZxid() < 0 && !isMember()) {
            throw DamagedData.noData(directories); // As a member of an ensemble it can learn; alone it has nothing.
        }
        Tree tree = recovered.tree();
        loaded = tree.size() + " znodes, " + tree.sessions().size() + " sessions, last zxid "
                + Zxid.toHex(tree.lastZxid());
        StartMetrics.record(metrics.newCounters(), recovered, System.nanoTime() - loadNanos);
        SnapshotWriter snapshots = new SnapshotWriter(disk, directories.snapshots(), StorageSettings.snapshots(config));
        boolean removed = !recovered.removedEphemerals().isEmpty();
        if (removed) {
            keepRemoval(recovered.tree(), snapshots);
        }
        Counters replicaCounters = metrics.newCounters();
        int tickMs = config.sessions().tickMs();
        long tickNanos = isMember() ? ReplicaThread.memberTickNanos(tickMs) : ReplicaThread.tickNanos(tickMs);
        peerLoop = isMember() ? new PeerLoop() : null;
        replicaThread = isMember()
                ? new ReplicaThread(gate, tickNanos, replicaCounters, this::fail, peerLoop)
                : new ReplicaThread(gate, tickNanos, replicaCounters, this::fail);
        Retention retention = new Retention(disk, directories.snapshots(), directories.logs());
        snapshotThread = new SnapshotThread(
                snapshots,
                retention,
                config.purge().retainSnapshots(),
                replicaThread::capture,
                metrics.newCounters(),
                historyFiles,
                historyChanges);
        owedSnapshot = new OwedSnapshot(snapshotThread::tryRequest);
        ReplicaReports reports =
                new ReplicaReports(replicaCounters, new AuditTrail(audit, access.authenticator()::userName));
        Beginning beginning = new Beginning(
                TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                System.currentTimeMillis(),
                recovered.newestTimeMs(),
                new Random());
        LongFunction<TxnLog> logs = openLog(recovered.lastZxid());
        openClientPort(access);
        // Or the log of a member that is started often, and never grows much meanwhile, would be replayed from its
        // beginning.
        if (isMember() && recovered.statistics().replayed() >= config.storage().snapshotTxns() / 2) {
            owedSnapshot.owe();
        }
        Stepped replica = replica(recovered, logs, access, replicaCounters, reports, beginning);
        logThread.start();
        replicaThread.start(replica, logThread, () -> {
            reports.afterStep();
            clientPort.onApplied();
        });
        if (config.purge().isOn()) {
            snapshotThread.startPurging(config.purge().intervalHours());
        }
        long replayed = recovered.statistics().replayed();
        if (!isMember() && replayed > 0 && !removed) {
            snapshotThread.request();
        }
    }

    private boolean isMember() {
        return config.ensemble() != null;
    }

    private LongFunction<TxnLog> openLog(long lastZxid) {
        Counters counters = metrics.newCounters();
        StorageListener listener = new StorageListener(counters);
        LongFunction<TxnLog> logs =
                zxid -> new TxnLog(disk, directories.logs(), Math.max(0, zxid), StorageSettings.log(config), listener);
        logThread = new LogThread(
                logs.apply(lastZxid),
                StorageSettings.trigger(config, new Random()),
                config.storage().batchTxnsMax(),
                replicaThread::onLogSynced,
                this::snapshotIfServing,
                this::fail,
                counters);
        return logs;
    }

    /** The state, alone or in an ensemble. */
    private Stepped replica(
            RecoveredState recovered,
            LongFunction<TxnLog> logs,
            Access access,
            Counters replicaCounters,
            ReplicaReports reports,
            Beginning beginning)
            throws IOException {
        if (!isMember()) {
            Replica replica = new Replica(
                    recovered.tree(),
                    access.rules(),
                    CoreSettings.prepare(config),
                    CoreSettings.replica(config),
                    replicaThread,
                    reports,
                    beginning);
            serve(replica);
            return replica;
        }
        HistoryKeeper history = new HistoryKeeper(config, disk, directories, logs, logThread, historyFiles);
        Membership.Clients clients = new Membership.Clients() {
            @Override
            public void serve(PeerReplica replica) {
                PaddockServer.this.serve(replica);
            }

            @Override
            public void stopServing() {
                replicaThread.accept(NOBODY);
                clientPort.stopServing();
            }

            @Override
            public void agreed() {
                owedSnapshot.settle();
            }
        };
        membership = new Membership(
                config,
                recovered,
                history,
                historyChanges,
                replicaThread,
                peerLoop,
                access.rules(),
                reports,
                beginning,
                clients,
                metrics,
                replicaCounters,
                this::fail);
        membership.start();
        return membership.replica();
    }

    /** Begins a term: connections from now on see what the replica applies. Replica thread, or before its start. */
    private void serve(Stepped replica) {
        term++;
        replicaThread.accept(term);
        Submission.Port submissions = replicaThread.portOf(term);
        Tree tree = replica.tree();
        Applied tail = replica.tail();
        long now = term;
        TermGate passage = new TermGate(gate, () -> replicaThread.accepts(now));
        clientPort.serve(meter -> shards.shard(tree, passage, submissions, tail, (LoopMeter) meter));
    }

    /** What a member shows that has no leader may be more than was agreed upon: its snapshot waits until it serves. */
    private void snapshotIfServing() {
        if (mode() != Mode.NOT_SERVING) {
            snapshotThread.request();
        } else {
            owedSnapshot.owe();
        }
    }

    private RecoveredState recover() {
        RecoveryOptions options = StorageSettings.recovery(config, new Random().nextLong());
        boolean othersRestore = isMember() && config.ensemble().ensemble().decidesWithout(config.serverId());
        try {
            boolean votes = isMember() && config.ensemble().ensemble().isVoter(config.serverId());
            return new MemberRecovery(disk, directories.snapshots(), directories.logs(), options, othersRestore, votes)
                    .run();
        } catch (IOException e) {
            throw new StorageFailure(
                    "The data in " + directories.snapshots() + " and " + directories.logs()
                            + " could not be read, or not be made ready for writing: " + e.getMessage()
                            + ".\n"
                            + "  This server has acknowledged nothing since its start. Check the disk, its free space"
                            + " and the permissions of the files, then start it again.",
                    e);
        }
    }

    /**
     * Ephemerals of dead sessions were removed without a transaction. No log tells of it, so nobody may be served before a
     * snapshot does: what clients do from here on rests on the removal.
     */
    private void keepRemoval(Tree tree, SnapshotWriter snapshots) {
        try (TreeCapture capture = tree.capture()) {
            snapshots.write(capture);
        } catch (IOException e) {
            throw new StorageFailure(
                    "Ephemerals of dead sessions were removed, and the snapshot that keeps this could not be written"
                            + " to "
                            + directories.snapshots() + ": " + e.getMessage()
                            + ".\n"
                            + "  This server has acknowledged nothing since its start. Check the disk and its free"
                            + " space, then start it again.",
                    e);
        }
    }

    private void openClientPort(Access access) {
        ClientPortOptions options = CoreSettings.clientPort(config);
        ClientLimits limits = new ClientLimits(config, options.ioThreads());
        limits.register(metrics);
        shards = new Shards(access, limits);
        ServerState state = new ServerState(this);
        words = new WordThread(new FourLetterWords(config, metrics, state));
        clientPort = new ClientPort(
                options,
                () -> new LoopMeter(metrics.newCounters()),
                words,
                ClientPort.touchIntervalMs(
                        config.sessions().tickMs(), config.sessions().timeoutMsMin()),
                cause -> fail("paddock-client-io", cause));
        Gauges.register(metrics, this, state);
        metrics.gauge(Metric.AUTH_FAILED_COUNT, access.failures()::getAsLong);
    }

    private void listen() throws IOException {
        InetSocketAddress wanted = config.listen().clientAddress();
        serving = true;
        if (wanted == null) {
            LOG.info("clientPort is not set");
            return;
        }
        LOG.info("binding to port {}", wanted);
        clientAddress = bound(wanted);
        long startMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
        if (isMember()) {
            LOG.info("Clients may come to port {} when there is a leader", clientAddress.getPort());
        } else {
            LOG.info("Serving on port {}: {}, {} ms after the start", clientAddress.getPort(), loaded, startMs);
        }
    }

    private InetSocketAddress bound(InetSocketAddress wanted) throws IOException {
        try {
            return clientPort.bind(wanted);
        } catch (IOException e) {
            throw new IOException(
                    e.getMessage() + ". If the client port " + wanted
                            + " is in use, end the other process or set another clientPort or clientPortAddress.",
                    e);
        }
    }

    private void serveMetrics() throws IOException {
        MetricsConfig wanted = config.metrics();
        if (wanted.provider() != MetricsConfig.Provider.PROMETHEUS) {
            return;
        }
        metricsPort = new MetricsPort(this::families);
        try {
            InetSocketAddress address = metricsPort.bind(new InetSocketAddress(wanted.httpHost(), wanted.httpPort()));
            LOG.info("Serving metrics on address {}, port {} and URL /metrics", wanted.httpHost(), address.getPort());
        } catch (IOException e) {
            throw new CannotServeMetrics(wanted.provider().className(), e);
        }
    }

    private List<Family> families() {
        List<Family> all = new ArrayList<>(metrics.families());
        if (config.metrics().jvmInfo()) {
            all.addAll(JvmFamilies.now());
        }
        return all;
    }

    private void watchPauses() {
        if (config.pauses().enabled()) {
            pauses = new PauseMonitor(config.pauses(), metrics.newCounters());
            pauses.start();
        }
    }

    /** Where clients connect; null if no port is configured. */
    public InetSocketAddress clientAddress() {
        return clientAddress;
    }

    /** Ends the server in order: nothing new is taken, what was taken is made durable and answered, then all closes. */
    public void stop() throws InterruptedException {
        audit.server("serverStop", AuditLog.Result.INVOKED);
        end();
    }

    private void end() throws InterruptedException {
        serving = false;
        if (pauses != null) {
            pauses.stop();
        }
        if (metricsPort != null) {
            metricsPort.close();
        }
        if (clientPort != null) {
            clientPort.unbind();
        }
        if (replicaThread != null) {
            if (failed.get()) {
                replicaThread.abandon();
            } else {
                drainThrottle();
                replicaThread.stop();
            }
        }
        if (membership != null) {
            membership.leave(); // Behind the last commit: the others look for another leader at once.
        }
        if (clientPort != null) {
            clientPort.close(); // All that was committed is answered: clients need not wait for the files.
        }
        if (membership != null) {
            membership.stop();
        } else if (peerLoop != null) {
            peerLoop.close();
        }
        boolean quiet = logThread == null || logThread.stop();
        quiet &= snapshotThread == null || snapshotThread.stop();
        if (words != null) {
            words.stop();
        }
        if (lock != null && quiet) {
            lock.close();
        } else if (lock != null) {
            LOG.warn(
                    "The disk of {} still writes what it was given: the directories stay locked until this process"
                            + " ends",
                    directories.logs());
        }
    }

    private void drainThrottle() throws InterruptedException {
        if (clientPort != null && config.requestThrottle().requestsMax() > 0) {
            clientPort.drain(config.requestThrottle().shutdownMs());
        }
    }

    private void abandon() {
        boolean interrupted = Thread.interrupted(); // That may be why it did not start; its end has to be waited for.
        try {
            end();
        } catch (InterruptedException e) {
            interrupted = true;
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void fail(String thread, Throwable cause) {
        if (failed.compareAndSet(false, true)) {
            failureCounters.increment(Metric.UNRECOVERABLE_ERROR_COUNT);
            onFatal.fatal(thread, cause);
        }
    }

    /** Of the proposals of a leader, as operators know it. Any thread. */
    String proposalSizes() {
        return isMember() ? membership.proposalSizes() : "";
    }

    /** How long a connection may exist without a session. Any thread. */
    int sessionlessMs() {
        return config.limits().sessionlessMsMax();
    }

    /** Where the ensemble stands; null without one, without a leader, or if it is not known. Any thread. */
    EnsembleView ensemble() {
        return isMember() ? membership.view() : null;
    }

    /** Why a member does not serve; null if there is nothing to say. Any thread. */
    String whyNotServing() {
        return membership == null || membership.whyNotServing().isEmpty() ? null : membership.whyNotServing();
    }

    /** Any thread. */
    Mode mode() {
        if (!serving) {
            return Mode.NOT_SERVING;
        }
        return isMember() ? membership.mode() : Mode.STANDALONE;
    }

    ClientPort clientPort() {
        return clientPort;
    }

    ReplicaThread replicaThread() {
        return replicaThread;
    }

    LogThread logThread() {
        return logThread;
    }

    DataDirs directories() {
        return directories;
    }

    long uptimeMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    }
}
