package io.paddock.server.runtime;

import io.paddock.server.admin.FourLetterWords;
import io.paddock.server.admin.MetricsPort;
import io.paddock.server.clientport.ClientPort;
import io.paddock.server.clientport.ClientPortOptions;
import io.paddock.server.config.MetricsConfig;
import io.paddock.server.config.ServerConfig;
import io.paddock.server.metrics.Counters;
import io.paddock.server.metrics.Family;
import io.paddock.server.metrics.JvmFamilies;
import io.paddock.server.metrics.Metric;
import io.paddock.server.metrics.Metrics;
import io.paddock.server.replica.Beginning;
import io.paddock.server.replica.Replica;
import io.paddock.server.session.SessionShard;
import io.paddock.server.storage.DamagedData;
import io.paddock.server.storage.DataDirs;
import io.paddock.server.storage.DirectoryLock;
import io.paddock.server.storage.Disk;
import io.paddock.server.storage.FileDisk;
import io.paddock.server.storage.RecoveredState;
import io.paddock.server.storage.Recovery;
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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A running standalone server. Also for embedding: it writes nothing to the terminal, ends no process and may exist many
 * times in one.
 *
 * <p>Threads: {@link #start} and {@link #stop} are called by whoever assembles it, each once.
 */
public final class PaddockServer {

    private static final Logger LOG = LoggerFactory.getLogger(PaddockServer.class);

    private final ServerConfig config;
    private final FatalHandler onFatal;
    private final Disk disk;
    private final AtomicBoolean failed = new AtomicBoolean();
    private final TreeGate gate = new TreeGate();
    private final Metrics metrics;
    /** Of the thread that fails first. */
    private final Counters failureCounters;

    private final AuditLog audit;
    private final long startedNanos = System.nanoTime();

    private DataDirs directories;
    private DirectoryLock lock;
    private Tree tree;
    private ReplicaThread replicaThread;
    private LogThread logThread;
    private SnapshotThread snapshotThread;
    private ClientPort clientPort;
    private WordThread words;
    private PauseMonitor pauses;
    private MetricsPort metricsPort;
    private volatile boolean serving;
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
        if (recovered.lastZxid() < 0) {
            throw DamagedData.noData(directories); // As a member of an ensemble it could learn; alone it has nothing.
        }
        tree = recovered.tree();
        StartMetrics.record(metrics.newCounters(), recovered, System.nanoTime() - loadNanos);
        Counters replicaCounters = metrics.newCounters();
        replicaThread = new ReplicaThread(gate, config.sessions().tickMs(), replicaCounters, this::fail);
        Counters logCounters = metrics.newCounters();
        StorageListener listener = new StorageListener(logCounters);
        TxnLog log = new TxnLog(disk, directories.logs(), recovered.lastZxid(), StorageSettings.log(config), listener);
        SnapshotWriter snapshots = new SnapshotWriter(disk, directories.snapshots(), StorageSettings.snapshots(config));
        Retention retention = new Retention(disk, directories.snapshots(), directories.logs());
        boolean removed = !recovered.removedEphemerals().isEmpty();
        if (removed) {
            keepRemoval(snapshots);
        }
        snapshotThread = new SnapshotThread(
                snapshots, retention, config.purge().retainSnapshots(), replicaThread::capture, metrics.newCounters());
        logThread = new LogThread(
                log,
                StorageSettings.trigger(config, new Random()),
                config.storage().batchTxnsMax(),
                replicaThread::onLogSynced,
                snapshotThread::request,
                this::fail,
                logCounters);
        ReplicaReports reports =
                new ReplicaReports(replicaCounters, new AuditTrail(audit, access.authenticator()::userName));
        Replica replica = new Replica(
                tree,
                access.rules(),
                CoreSettings.prepare(config),
                CoreSettings.replica(config),
                replicaThread,
                reports,
                new Beginning(
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime()),
                        System.currentTimeMillis(),
                        recovered.newestTimeMs(),
                        new Random()));
        openClientPort(replica, access);
        logThread.start();
        replicaThread.start(tree, replica, logThread, () -> {
            reports.afterStep();
            clientPort.onApplied();
        });
        if (config.purge().isOn()) {
            snapshotThread.startPurging(config.purge().intervalHours());
        }
        if (recovered.statistics().replayed() > 0 && !removed) {
            snapshotThread.request();
        }
    }

    private RecoveredState recover() {
        Recovery recovery = new Recovery(
                disk,
                directories.snapshots(),
                directories.logs(),
                StorageSettings.recovery(config, new Random().nextLong()));
        try {
            return recovery.run();
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
    private void keepRemoval(SnapshotWriter snapshots) {
        try (TreeCapture capture = tree.capture()) {
            snapshots.write(capture);
        } catch (IOException e) {
            throw new StorageFailure(
                    "Ephemerals of dead sessions were removed, and the snapshot that keeps this could not be written to "
                            + directories.snapshots() + ": " + e.getMessage()
                            + ".\n"
                            + "  This server has acknowledged nothing since its start. Check the disk and its free space,"
                            + " then start it again.",
                    e);
        }
    }

    private void openClientPort(Replica replica, Access access) {
        ClientPortOptions options = CoreSettings.clientPort(config);
        ClientLimits limits = new ClientLimits(config, options.ioThreads());
        limits.register(metrics);
        ThreadClock clock = new ThreadClock();
        long seed = new Random().nextLong();
        ServerState state = new ServerState(this);
        words = new WordThread(new FourLetterWords(config, metrics, state));
        clientPort = new ClientPort(
                options,
                () -> {
                    Counters counters = metrics.newCounters();
                    return new SessionShard(
                            tree,
                            gate,
                            replicaThread,
                            access.rules(),
                            access.authenticator(),
                            limits.ofShard(counters),
                            clock,
                            replica.tail(),
                            seed,
                            new LoopMeter(counters));
                },
                words,
                ClientPort.touchIntervalMs(
                        config.sessions().tickMs(), config.sessions().timeoutMsMin()),
                cause -> fail("paddock-client-io", cause));
        Gauges.register(metrics, this, state);
        metrics.gauge(Metric.AUTH_FAILED_COUNT, access.failures()::getAsLong);
    }

    private void listen() throws IOException {
        InetSocketAddress wanted = config.listen().clientAddress();
        if (wanted == null) {
            LOG.info("clientPort is not set");
            return;
        }
        LOG.info("binding to port {}", wanted);
        serving = true;
        clientAddress = clientPort.bind(wanted);
        long startMs = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
        LOG.info(
                "Serving on port {}: {} znodes, {} sessions, last zxid 0x{}, {} ms after the start",
                clientAddress.getPort(),
                tree.size(),
                tree.sessions().size(),
                Long.toHexString(tree.lastZxid()),
                startMs);
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
            logThread.stop();
        }
        if (clientPort != null) {
            clientPort.close();
        }
        if (snapshotThread != null) {
            snapshotThread.stop();
        }
        if (words != null) {
            words.stop();
        }
        if (lock != null) {
            lock.close();
        }
    }

    private void drainThrottle() throws InterruptedException {
        if (clientPort != null && config.requestThrottle().requestsMax() > 0) {
            clientPort.drain(config.requestThrottle().shutdownMs());
        }
    }

    private void abandon() {
        try {
            end();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void fail(String thread, Throwable cause) {
        if (failed.compareAndSet(false, true)) {
            failureCounters.increment(Metric.UNRECOVERABLE_ERROR_COUNT);
            onFatal.fatal(thread, cause);
        }
    }

    boolean isServing() {
        return serving;
    }

    Tree tree() {
        return tree;
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
