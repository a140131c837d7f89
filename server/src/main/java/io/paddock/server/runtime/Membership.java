package io.paddock.server.runtime;

import io.paddock.common.Zxid;
import io.paddock.server.admin.EnsembleView;
import io.paddock.server.admin.Mode;
import io.paddock.server.config.EnsembleConfig;
import io.paddock.server.config.ServerConfig;
import io.paddock.server.election.Candidacy;
import io.paddock.server.election.ElectionOptions;
import io.paddock.server.election.FastElection;
import io.paddock.server.election.Notification;
import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.EnsembleText;
import io.paddock.server.ensemble.Peer;
import io.paddock.server.metrics.Counters;
import io.paddock.server.metrics.Metric;
import io.paddock.server.metrics.Metrics;
import io.paddock.server.peerport.PeerEvents;
import io.paddock.server.peerport.PeerLoop;
import io.paddock.server.peerport.PeerPort;
import io.paddock.server.peerport.PeerPortOptions;
import io.paddock.server.peerport.SnapshotSource;
import io.paddock.server.replica.Beginning;
import io.paddock.server.replica.PeerReplica;
import io.paddock.server.replica.PeerWorld;
import io.paddock.server.replica.ReplicaListener;
import io.paddock.server.storage.EpochFiles;
import io.paddock.server.storage.ReceivedSnapshot;
import io.paddock.server.storage.RecoveredState;
import io.paddock.server.storage.SnapshotWriter;
import io.paddock.server.storage.StorageFailure;
import io.paddock.server.tree.AclRules;
import io.paddock.server.tree.Tree;
import io.paddock.server.tree.TreeCapture;
import io.paddock.server.zab.Configuration;
import io.paddock.server.zab.EnsembleEffects;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.Establishing;
import io.paddock.server.zab.Followership;
import io.paddock.server.zab.Following;
import io.paddock.server.zab.History;
import io.paddock.server.zab.InSync;
import io.paddock.server.zab.Leading;
import io.paddock.server.zab.Looking;
import io.paddock.server.zab.Observing;
import io.paddock.server.zab.Proposal;
import io.paddock.server.zab.QuorumPacket;
import io.paddock.server.zab.RecentTxns;
import io.paddock.server.zab.Self;
import io.paddock.server.zab.ZabOptions;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server's part in an ensemble: carries out what its {@link PeerReplica} asks of the network and of the disk, and tells
 * it what comes of that.
 *
 * <p>Owned by the replica thread, which drives the peer port.
 */
final class Membership implements PeerWorld, PeerEvents {

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    private static final long ANSWER_MS_MAX = 2_000;
    /** Of one scrape, which asks for each metric. */
    private static final long FOLLOWERSHIP_NANOS_MAX = 200_000_000;

    private static final long UNKNOWN_LAG = -1;
    /** What is kept for learners that lack only the newest transactions: a DIFF of it is sent within a second or so. */
    private static final long RECENT_BYTES_MOST = 64L << 20;

    private static final long RECENT_HEAP_SHARE = 32;

    /** What follows a change of role. Called at the end of a step. */
    interface Clients {

        /** This server serves, from the end of the stream on. */
        void serve(PeerReplica replica);

        /** It serves no more: nothing that its clients wait for will be answered. Called within a step. */
        void stopServing();

        /** This server has a leader, or leads: what it shows was agreed upon. Called at the end of every such step. */
        void agreed();
    }

    private final EnsembleConfig config;
    private final long sid;
    private final ReplicaThread replicaThread;
    private final HistoryKeeper history;
    private final HistoryChanges changes;
    private final Clients clients;
    private final Counters counters;
    private final FatalHandler fatal;
    private final PeerPort port;
    private final RoleGauges gauges;
    private final RoleTimes times;
    private final Standstill standstill;
    private final PeerReplica replica;

    /** Trees that were received, by link, until they are saved. */
    private final Map<Long, Tree> received = new HashMap<>();

    /** Links that were dialled and have not ended. A dial that was given up may still bring one beside the one in use. */
    private final Set<Long> dialledLinks = new HashSet<>();

    /** Packets, and what was told behind them, since the port began to look at its connections. */
    private List<Runnable> burst = new ArrayList<>();

    private boolean beginsToServe;
    /** Whether this server has rehearsed to lead, or leads. */
    private boolean rehearsed;

    private volatile Mode mode = Mode.NOT_SERVING;

    private record Told(Followership followership, long atNanos) {}

    /** The last answer that operators got; null before. */
    private volatile Told told;

    /** @param counters of the replica thread */
    Membership(
            ServerConfig config,
            RecoveredState recovered,
            HistoryKeeper history,
            HistoryChanges changes,
            ReplicaThread replicaThread,
            PeerLoop peerLoop,
            AclRules acls,
            ReplicaListener listener,
            Beginning beginning,
            Clients clients,
            Metrics metrics,
            Counters counters,
            FatalHandler fatal)
            throws IOException {
        this.config = config.ensemble();
        this.sid = config.serverId();
        this.replicaThread = replicaThread;
        this.history = history;
        this.changes = changes;
        this.clients = clients;
        this.counters = counters;
        this.fatal = fatal;
        Self self = self(config, recovered, history.loadEpochs(recovered.lastZxid()));
        this.port = new PeerPort(portOptions(config), peerLoop, this); // It has threads: behind what can fail.
        Ensemble ensemble = this.config.ensemble();
        String text = EnsembleText.write(ensemble);
        this.gauges = new RoleGauges(metrics, sid, ensemble, this::followership, this::behind);
        long newcomersMs = this.config.newEnsembleWaitMs();
        ElectionOptions electing =
                ElectionOptions.DEFAULTS.withNewcomersMs(newcomersMs < 0 ? ElectionOptions.FOR_EVER : newcomersMs);
        FastElection election = new FastElection(sid, ensemble, ensemble, text, electing);
        this.times = new RoleTimes(counters, System.nanoTime());
        this.standstill = new Standstill(sid, election, System.nanoTime());
        this.replica = new PeerReplica(
                recovered.tree(),
                acls,
                CoreSettings.prepare(config),
                CoreSettings.replica(config),
                self,
                self.voter() ? Candidacy.Kind.VOTER : Candidacy.Kind.OBSERVER,
                election,
                this,
                listener,
                beginning);
    }

    private static Self self(ServerConfig config, RecoveredState recovered, EpochFiles.Epochs epochs) {
        EnsembleConfig member = config.ensemble();
        Ensemble ensemble = member.ensemble();
        int recentMax = config.storage().commitLogTxns();
        int tickMs = config.sessions().tickMs();
        ZabOptions zab = new ZabOptions(
                tickMs,
                (long) tickMs * member.initLimit(),
                (long) tickMs * member.syncLimit(),
                member.leaderSilenceMs(),
                recentMax,
                ZabOptions.COUNTER_MAX,
                false);
        RecentTxns recent = new RecentTxns(
                recentMax,
                recentBytesMax(config),
                StorageSettings.commitLogBytesMost(),
                recovered.tailBase(),
                recovered.tail());
        return new Self(
                config.serverId(),
                ensemble.isVoter(config.serverId()),
                ensemble,
                ensemble.version(),
                EnsembleText.write(ensemble).getBytes(StandardCharsets.UTF_8),
                zab,
                // One with a promise has been somebody before.
                recovered.fresh() && epochs.accepted() == 0
                        ? History.fresh(recent)
                        : new History(epochs.accepted(), epochs.current(), recovered.lastZxid(), recent));
    }

    private static long recentBytesMax(ServerConfig config) {
        long given = config.storage().commitLogBytes();
        return given >= 0
                ? given
                : Math.min(RECENT_BYTES_MOST, Runtime.getRuntime().maxMemory() / RECENT_HEAP_SHARE);
    }

    private static PeerPortOptions portOptions(ServerConfig config) {
        EnsembleConfig member = config.ensemble();
        long heapBytes = Runtime.getRuntime().maxMemory();
        return new PeerPortOptions(
                config.serverId(),
                member.ensemble(),
                config.sessions().tickMs(),
                member.initLimit(),
                member.syncLimit(),
                member.connectMsMax(),
                member.listenOnAllAddresses(),
                member.keepAlive(),
                CoreSettings.prepare(config).recordBytesMax(),
                member.identifyMsMax(),
                member.electionPortBindRetries(),
                PeerPortOptions.outboundBytesMax(heapBytes),
                member.catchUpBytesMax() > 0 ? member.catchUpBytesMax() : PeerPortOptions.catchUpBytesMax(heapBytes));
    }

    PeerReplica replica() {
        return replica;
    }

    /** Any thread. */
    Mode mode() {
        return mode;
    }

    /** Any thread. */
    String whyNotServing() {
        return standstill.reason();
    }

    /** Any thread. */
    String proposalSizes() {
        return gauges.proposalSizes();
    }

    /** Nobody, if this server has just stopped to lead, or is too busy to say. Any thread. */
    private Followership followership() {
        Told last = told;
        if (last != null && System.nanoTime() - last.atNanos < FOLLOWERSHIP_NANOS_MAX) {
            return last.followership;
        }
        Followership now = ask(
                role -> role instanceof Leading leading ? leading.followership() : Followership.NONE,
                Followership.NONE);
        told = new Told(now, System.nanoTime());
        return now;
    }

    /** {@link #UNKNOWN_LAG} if this server is too busy to say. Any thread. */
    private long behind() {
        return ask(role -> role instanceof InSync learner ? learner.behind() : 0L, UNKNOWN_LAG);
    }

    /** Where the ensemble stands; null without a leader, or if this server is too busy to say. Any thread. */
    EnsembleView view() {
        return ask(
                role -> {
                    if (role instanceof Leading leading) {
                        return EnsembleViews.ofLeader(sid, config.ensemble(), leading.epoch(), leading.followership());
                    }
                    return role instanceof InSync learner ? EnsembleViews.ofLearner(config.ensemble(), learner) : null;
                },
                null);
    }

    private <T> T ask(Function<EnsembleRole, T> question, T otherwise) {
        return replicaThread
                .ask(current -> current instanceof PeerReplica peer ? question.apply(peer.role()) : otherwise)
                .completeOnTimeout(otherwise, ANSWER_MS_MAX, TimeUnit.MILLISECONDS)
                .join();
    }

    /** Binds the election port. Before the replica thread starts. */
    void start() throws IOException {
        replicaThread.afterStep(this::afterStep);
        replicaThread.prepare();
        port.start();
        LOG.info(
                "Member {} of the ensemble of {}, with everything up to {}: looking for a leader",
                sid,
                config.ensemble().peers().stream().map(Peer::sid).toList(),
                Zxid.toHex(replica.tree().lastZxid()));
    }

    /** Leaves the ensemble: others notice at once. */
    void leave() {
        port.leave();
    }

    /** Behind {@link #leave}: ends the threads. */
    void stop() {
        port.close();
    }

    private void afterStep() {
        port.flush();
        if (mode == Mode.NOT_SERVING) {
            standstill.look(replica.role(), System.nanoTime());
        }
        if (beginsToServe) {
            beginsToServe = false;
            clients.serve(replica);
        }
        if (mode != Mode.NOT_SERVING) {
            clients.agreed();
        }
    }

    // What the replica asks for. Replica thread.

    @Override
    public void dial(long to) {
        port.dial(to);
    }

    @Override
    public void send(long link, QuorumPacket packet) {
        times.sent(packet);
        port.send(link, packet);
    }

    @Override
    public void sendSnapshot(long link, long label, TreeCapture capture) {
        times.sentSnapshot();
        port.sendSnapshot(link, label, new SnapshotSource() {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                SnapshotWriter.streamToLearner(capture, out);
            }

            @Override
            public void close() {
                capture.close();
            }
        });
    }

    @Override
    public void unlink(long link, String why) {
        discard(link);
        port.unlink(link, why);
    }

    @Override
    public void catchUp(long link) {
        port.catchUp(() -> tell(() -> replica.onCaughtUp(link)));
    }

    @Override
    public void append(Proposal proposal) {
        if (replica.role() instanceof Leading) {
            gauges.proposed(proposal.payload().length);
            times.proposed();
        }
        replicaThread.append(proposal);
    }

    @Override
    public void truncate(long zxid) {
        boolean reload = replica.tree().lastZxid() > zxid;
        replicaThread.handOverAppends();
        changes.begin();
        history.truncate(
                zxid,
                reload,
                answer -> replicaThread.post(() -> {
                    changes.end();
                    if (answer.done()) {
                        replica.onTruncated(zxid, answer.tree());
                    } else {
                        replica.onTruncateRefused();
                    }
                }));
    }

    @Override
    public void persistEpochs(long acceptedEpoch, long currentEpoch) {
        replicaThread.handOverAppends();
        history.persistEpochs(
                acceptedEpoch,
                currentEpoch,
                () -> replicaThread.post(() -> replica.onEpochsPersisted(acceptedEpoch, currentEpoch)));
    }

    @Override
    public void saveSnapshot(long link, long zxid) {
        Tree tree = link == EnsembleEffects.NOTHING ? new Tree(new Random().nextLong()) : received.remove(link);
        replicaThread.handOverAppends();
        changes.begin();
        history.replace(
                tree,
                () -> replicaThread.post(replica::onDiskMoved),
                zxid,
                () -> replicaThread.post(() -> {
                    changes.end();
                    replica.onSnapshotSaved(zxid, tree);
                }));
    }

    @Override
    public void notify(long to, Notification notification) {
        port.notify(to, notification);
    }

    @Override
    public void transition(EnsembleRole from, EnsembleRole to) {
        mode = modeOf(to);
        gauges.became(to);
        times.became(from, to, System.nanoTime());
        standstill.became(from, to, System.nanoTime());
        port.listen(to instanceof Establishing || to instanceof Leading);
        if (from instanceof Following && to instanceof Looking) {
            port.prepareToListen();
        }
        if (from.serves() && !to.serves()) {
            beginsToServe = false;
            clients.stopServing();
        } else if (!from.serves() && to.serves()) {
            beginsToServe = config.leaderServes() || !(to instanceof Leading);
            replicaThread.alone(this::showConfiguration);
            rehearse(to);
        }
    }

    /** A follower has time for it now, and none when it takes over. */
    private void rehearse(EnsembleRole serving) {
        if (!rehearsed && serving instanceof Following) {
            RoleRehearsal.begin();
        }
        rehearsed = true;
    }

    /** Every member writes the configuration that it has into its own tree, without a transaction (storage, section 6). */
    private void showConfiguration() {
        Tree tree = replica.tree();
        Configuration shown = replica.configuration();
        byte[] text = shown.text();
        tree.showConfiguration(text, shown.version(), System.currentTimeMillis());
        counters.record(Metric.WRITE_PER_NAMESPACE, "zookeeper", "/zookeeper/config".length() + text.length);
    }

    private static Mode modeOf(EnsembleRole role) {
        if (!role.serves()) {
            return Mode.NOT_SERVING;
        } else if (role instanceof Leading) {
            return Mode.LEADER;
        }
        return role instanceof Observing ? Mode.OBSERVER : Mode.FOLLOWER;
    }

    @Override
    public void alone(Runnable change) {
        replicaThread.alone(change);
    }

    @Override
    public void estranged(long leader, long epoch, long ownEpoch) {
        String finding = "the data of this server are of epoch " + ownEpoch
                + ", and the other servers have long followed"
                + " server " + leader + " in epoch " + epoch + ": these are the data of another ensemble, or the others"
                + " were given older ones";
        String next = ".\n  It ends, because the others would lose theirs if it won an election. ";
        fatal.fatal("paddock-replica", new StorageFailure(finding + next + history.disown(finding), null));
        throw new IllegalStateException("this server does not belong to the ensemble");
    }

    @Override
    public void diverged(long zxid, long expectedDigest, long digest, boolean ofOurs) {
        String finding = "after transaction " + Zxid.toHex(zxid) + " the tree of this server has the digest "
                + Long.toUnsignedString(digest) + ", and the leader that made it said "
                + Long.toUnsignedString(expectedDigest);
        if (!ofOurs) {
            counters.increment(Metric.DIGEST_MISMATCHES_COUNT);
            LOG.error(
                    "Digests differ: {}. That leader is not known as a server of Paddock, and a server of Apache's can be"
                            + " wrong about its own, so this one goes on. If no other server says so, stop this one and"
                            + " start it without its data.",
                    finding);
            return;
        }
        // A leader that is wrong about itself has foretold it wrong: its data is no worse than that of others.
        String next = replica.role() instanceof Leading
                ? "It leads itself: start it again, and report this as a defect."
                : history.distrust(zxid, finding);
        fatal.fatal(
                "paddock-replica",
                new StorageFailure(finding + ".\n  It would serve what others do not. " + next, null));
        throw new IllegalStateException("this server's tree has left the history");
    }

    // What the peer port tells, between two steps of the replica thread: it is posted, for the next one.

    @Override
    public void onNotification(long from, Notification notification) {
        tell(() -> replica.onNotification(from, notification));
    }

    @Override
    public void onReachable(long peer, boolean reachable) {
        tell(() -> replica.onReachable(peer, reachable));
    }

    @Override
    public void onLinked(long link, long dialled) {
        tell(() -> {
            if (dialled != EnsembleRole.INBOUND) {
                dialledLinks.add(link);
            }
            replica.onLinked(link, dialled);
        });
    }

    @Override
    public void onDialFailed() {
        tell(replica::onDialFailed);
    }

    @Override
    public void onUnlinked(long link, String why) {
        tell(() -> {
            discard(link);
            replica.onUnlinked(link, why);
        });
    }

    @Override
    public void onPartMoved(long link) {
        tell(() -> replica.onPartMoved(link));
    }

    @Override
    public void onPacket(long link, QuorumPacket packet, ReceivedSnapshot snapshot) {
        burst.add(() -> {
            if (snapshot != null && !dialledLinks.contains(link)) {
                return; // The link was ended while it was on its way.
            } else if (snapshot != null) {
                received.put(link, snapshot.tree());
            }
            times.received(packet);
            replica.onPacket(link, packet);
        });
    }

    /** One entry, however many they are: all of it is done in the next step, before more is read. */
    @Override
    public void onBurstEnd() {
        if (!burst.isEmpty()) {
            List<Runnable> events = burst;
            burst = new ArrayList<>();
            replicaThread.post(() -> events.forEach(Runnable::run));
        }
    }

    /** Behind the packets that came before. */
    private void tell(Runnable event) {
        if (burst.isEmpty()) {
            replicaThread.post(event);
        } else {
            burst.add(event);
        }
    }

    private void discard(long link) {
        dialledLinks.remove(link);
        received.remove(link);
    }
}
