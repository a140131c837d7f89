package io.paddock.simulation;

import io.paddock.common.Zxid;
import io.paddock.server.storage.DiskFile;
import io.paddock.server.storage.EpochFiles;
import io.paddock.server.storage.HistoryFiles;
import io.paddock.server.storage.MemberRecovery;
import io.paddock.server.storage.Quarantine;
import io.paddock.server.storage.RecoveredState;
import io.paddock.server.storage.Recovery;
import io.paddock.server.storage.RecoveryOptions;
import io.paddock.server.storage.Retention;
import io.paddock.server.storage.SimDisk;
import io.paddock.server.storage.SnapshotOptions;
import io.paddock.server.storage.SnapshotReader;
import io.paddock.server.storage.SnapshotWriter;
import io.paddock.server.storage.StorageFailure;
import io.paddock.server.storage.TxnLog;
import io.paddock.server.storage.TxnLogListener;
import io.paddock.server.storage.TxnLogOptions;
import io.paddock.server.tree.Tree;
import io.paddock.server.tree.TreeCapture;
import io.paddock.server.zab.Proposal;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** What the log thread of a peer does: production files on a simulated disk, one batch after the other. */
final class SimStorage {

    private static final Path DIRECTORY = Path.of("/peer/version-2");
    private static final int LOG_HEADER_BYTES = 16;
    private static final TxnLogOptions LOG_OPTIONS = new TxnLogOptions(4096, true, Long.MAX_VALUE / 2_000_000, -1);

    private static final SimDisk.Loss[] MILD = {
        SimDisk.Loss.NOTHING_SURVIVES, SimDisk.Loss.ALL_SURVIVES, SimDisk.Loss.A_PREFIX_SURVIVES
    };

    private static final long HANG_STEP_MS = 20;

    /** Something to do. */
    private interface Task {
        void run() throws IOException;
    }

    /** Whether the process began without any. */
    private boolean withoutData;

    private final SimPeer peer;
    private final SimWorld world;
    private final Luck luck;
    private SimDisk disk;
    private TxnLog log;
    private EpochFiles epochFiles;
    private final List<Task> tasks = new ArrayList<>();
    private boolean busy;
    private long slowUntilMs;
    private long hangsUntilMs;
    /** Cuts that were asked for and are not done: until then a crash may leave what they cut off. */
    private int cutsAhead;

    private boolean cutting;
    private boolean failureAhead;
    private boolean full;
    private boolean purges = true;

    /** What would be there after a crash now, at least. */
    private GhostNode durable;
    /** Appended to the log and not forced. */
    private GhostNode unforced;

    private long unforcedZxid;
    private long acceptedEpoch;
    private long currentEpoch;

    SimStorage(SimPeer peer, SimWorld world, Luck luck) {
        this.peer = peer;
        this.world = world;
        this.luck = luck;
        this.durable = world.witness().root();
        replaceDisk();
        initialize();
    }

    /** An operator says that it is no loss that there is nothing. */
    void initialize() {
        Path marker = DIRECTORY.resolveSibling("initialize");
        try (DiskFile file = disk.create(marker)) {
            file.force();
            disk.forceDirectory(marker.getParent());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Somebody else's data, before the first start. */
    void find(Tree tree) {
        try (TreeCapture capture = tree.capture()) {
            new SnapshotWriter(disk, DIRECTORY, SnapshotOptions.DEFAULTS).write(capture);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void replaceDisk() {
        full = false;
        disk = new SimDisk(luck.next());
        disk.createDirectories(DIRECTORY);
    }

    GhostNode durable() {
        return durable;
    }

    long currentEpoch() {
        return currentEpoch;
    }

    // Starting and ending.

    RecoveredState recover(RecoveryOptions options) throws IOException {
        boolean othersRestore = peer.ensemble().decidesWithout(peer.sid());
        boolean votes = peer.ensemble().isVoter(peer.sid());
        RecoveredState state = new MemberRecovery(disk, DIRECTORY, DIRECTORY, options, othersRestore, votes).run();
        withoutData = state.lastZxid() == -1;
        openLog(Math.max(0, state.lastZxid()));
        return state;
    }

    void recovered(GhostNode found) {
        durable = found;
        cutsAhead = 0;
    }

    EpochFiles.Epochs loadEpochs(long lastZxid) throws IOException {
        epochFiles = new EpochFiles(disk, DIRECTORY);
        EpochFiles.Epochs epochs = epochFiles.load(lastZxid);
        if (epochs.accepted() < acceptedEpoch || epochs.current() < currentEpoch) {
            throw new Broken("S7", peer + " finds " + epochs + " after it had " + acceptedEpoch + ", " + currentEpoch);
        }
        acceptedEpoch = epochs.accepted();
        currentEpoch = epochs.current();
        return epochs;
    }

    /**
     * The power fails. The worst kind of loss, where of what was not forced any part may survive, leaves logs that look
     * damaged, as if acknowledged transactions were missing; see {@link SimPeer#boot}.
     */
    void crash(boolean worst) {
        stop();
        if (worst) {
            disk.crash(SimDisk.Loss.ANY_SECTORS_SURVIVE);
        } else {
            disk.crash(MILD[luck.below(MILD.length)]);
        }
    }

    void crash(SimDisk.Loss loss) {
        stop();
        disk.crash(loss);
    }

    /** There is room for so many bytes, and no more. */
    void fill(int room) {
        disk.capacity(disk.usedBytes() + room);
        full = true;
        failureAhead = true;
    }

    void makeRoom() {
        disk.capacity(Long.MAX_VALUE);
        full = false;
    }

    /**
     * One byte of the oldest log file rots, if there is another behind it: what rots at the very end cannot be told from what
     * a crash has torn.
     */
    void rot() {
        List<String> logs = new ArrayList<>();
        try {
            for (String name : disk.list(DIRECTORY)) {
                if (name.startsWith("log.")) {
                    logs.add(name);
                }
            }
            logs.sort(Comparator.comparingLong(name -> Long.parseLong(name.substring(4), 16)));
            if (logs.size() > 1) {
                Path oldest = DIRECTORY.resolve(logs.get(0));
                long bytes = disk.size(oldest);
                if (bytes > LOG_HEADER_BYTES) { // Its records, if it has any.
                    disk.flip(oldest, luck.between(LOG_HEADER_BYTES, Math.min(600, bytes - 1)), 1 << luck.below(8));
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** One byte of the oldest log file rots. */
    void damageLog(long position) throws IOException {
        for (String name : disk.list(DIRECTORY)) {
            if (name.startsWith("log.")) {
                disk.flip(DIRECTORY.resolve(name), position, 1);
                return;
            }
        }
        throw new IllegalStateException(peer + " has no log");
    }

    void forget() {
        durable = world.witness().root();
    }

    /** The server does not believe what was on its disk, and starts without. */
    void movedAside() {
        durable = world.witness().root();
        currentEpoch = 0;
    }

    /** The process finds that its data is not that of the others. */
    void distrust(long zxid, String reason) {
        try {
            quarantine().declareDiverged(zxid, reason);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Quarantine quarantine() {
        return new Quarantine(disk, DIRECTORY, DIRECTORY);
    }

    /** The names of the files and folders on its disk. */
    List<String> files() {
        try {
            return disk.list(DIRECTORY);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    void kill() {
        stop();
        disk.kill();
    }

    void wipe() {
        stop();
        replaceDisk();
        durable = world.witness().root();
        acceptedEpoch = 0;
        currentEpoch = 0;
    }

    private void stop() {
        tasks.clear();
        busy = false;
        unforced = null;
        log = null;
        hangsUntilMs = 0;
        cutting = false;
        disk.losePowerAfter(-1);
    }

    /** The power goes in the middle of what is written next. */
    void losePowerAfter(int changes) {
        disk.losePowerAfter(changes);
    }

    void failNextForce() {
        disk.failForceAfter(0);
        failureAhead = true;
    }

    /** Whether a force was to fail since this was asked last. */
    boolean hadFailure() {
        boolean had = failureAhead;
        failureAhead = full;
        return had;
    }

    void purges(boolean whether) {
        purges = whether;
    }

    /** Until then nothing that is asked of the disk is done. */
    void hangUntil(long ms) {
        hangsUntilMs = ms;
    }

    boolean cutsAhead() {
        return cutsAhead > 0;
    }

    long acceptedEpoch() {
        return acceptedEpoch;
    }

    void slowUntil(long ms) {
        slowUntilMs = ms;
    }

    // Tasks.

    void append(Proposal proposal, GhostNode node) {
        add(() -> {
            log.append(proposal.zxid(), proposal.payload());
            unforced = node;
            unforcedZxid = proposal.zxid();
        });
    }

    void truncate(long zxid, GhostNode node, boolean reload) {
        cutsAhead++;
        add(() -> {
            cutting = false;
            force();
            log.close();
            boolean done = new HistoryFiles(disk, DIRECTORY, DIRECTORY).truncate(zxid);
            cutsAhead--;
            if (!done) {
                openLog(log.lastZxid());
                peer.distrusts();
                tell(() -> peer.replica().onTruncateRefused());
                return;
            }
            Tree tree = reload ? reload() : null;
            openLog(zxid);
            durable = node;
            world.witness().durableChanged();
            tell(() -> peer.replica().onTruncated(zxid, tree));
        });
        cutting = true;
    }

    void persistEpochs(long accepted, long current) {
        add(() -> {
            force();
            epochFiles.write(accepted, current);
            quarantine().liftIfRestored();
            world.witness().epochsWritten(peer, accepted, current, acceptedEpoch, currentEpoch);
            acceptedEpoch = accepted;
            currentEpoch = current;
            world.witness().durableChanged();
            tell(() -> peer.replica().onEpochsPersisted(accepted, current));
        });
    }

    void saveSnapshot(long zxid, SimSnapshot snapshot) {
        cutsAhead++;
        add(() -> {
            force();
            log.close();
            if (withoutData && zxid != 0) {
                quarantine().declare("it began without data");
            }
            withoutData = false;
            Tree tree = SnapshotReader.readFromLeader(
                            new ByteArrayInputStream(snapshot.bytes()),
                            luck.next(),
                            zxid,
                            RecoveryOptions.RECORD_BYTES_MAX)
                    .tree();
            try (TreeCapture capture = tree.capture()) {
                new HistoryFiles(disk, DIRECTORY, DIRECTORY).replace(capture, SnapshotOptions.DEFAULTS, () -> {});
            }
            cutsAhead--;
            openLog(zxid);
            durable = snapshot.node();
            peer.hasDataAgain();
            world.witness().durableChanged();
            tell(() -> peer.replica().onSnapshotSaved(zxid, tree));
        });
    }

    /** A snapshot of the tree as it is. */
    void snapshot(Tree tree) {
        if (cutting) {
            return;
        }
        TreeCapture capture = tree.capture();
        add(() -> {
            try (capture) {
                force();
                log.roll();
                new SnapshotWriter(disk, DIRECTORY, SnapshotOptions.DEFAULTS).write(capture);
                if (purges && luck.chance(0.5)) {
                    new Retention(disk, DIRECTORY, DIRECTORY).purge(Retention.KEEP_MIN);
                }
            }
        });
    }

    private Tree reload() throws IOException {
        RecoveryOptions options = new RecoveryOptions(
                false,
                true,
                true,
                false,
                world.recentMax(),
                world.recentBytesMost(),
                RecoveryOptions.RECORD_BYTES_MAX,
                luck.next(),
                SnapshotOptions.DEFAULTS);
        return new Recovery(disk, DIRECTORY, DIRECTORY, options).run().tree();
    }

    private void openLog(long lastZxid) {
        log = new TxnLog(disk, DIRECTORY, lastZxid, LOG_OPTIONS, TxnLogListener.NONE);
    }

    private void force() {
        if (unforced != null) {
            GhostNode node = unforced;
            long zxid = unforcedZxid;
            log.force();
            unforced = null;
            durable = node;
            world.witness().durableChanged();
            tell(() -> peer.replica().onLogSynced(zxid));
        }
    }

    private void tell(Runnable event) {
        peer.afterwards(0, () -> peer.deliver(event));
    }

    private void add(Task task) {
        if (cutting) {
            throw new Broken("S4", peer + " asks for more before it knows whether its log was cut");
        }
        tasks.add(task);
        if (!busy) {
            busy = true;
            work();
        }
    }

    private void work() {
        long now = world.agenda().nowMs();
        long tookMs = now < slowUntilMs ? luck.between(100, 3_000) : luck.between(0, 3);
        peer.afterwards(tookMs, this::finish);
    }

    private void finish() {
        if (world.agenda().nowMs() < hangsUntilMs) {
            peer.afterwards(HANG_STEP_MS, this::finish);
            return;
        }
        List<Task> batch = new ArrayList<>(tasks);
        tasks.clear();
        try {
            for (Task task : batch) {
                task.run();
            }
            force();
        } catch (SimDisk.PowerLoss e) {
            peer.crash();
            peer.rebootLater();
            return;
        } catch (StorageFailure | IOException e) {
            peer.kill(e.getMessage().lines().findFirst().orElse("")); // The machine goes on: hazard H41.
            peer.rebootLater();
            return;
        }
        if (tasks.isEmpty()) {
            busy = false;
        } else {
            work();
        }
    }

    @Override
    public String toString() {
        return "durable " + durable + " epochs " + acceptedEpoch + ", " + currentEpoch + " " + Zxid.toHex(unforcedZxid);
    }
}
