package io.paddock.server.runtime;

import io.paddock.common.Path;
import io.paddock.common.Zxid;
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
import io.paddock.server.metrics.Metrics;
import io.paddock.server.peerport.PeerEvents;
import io.paddock.server.peerport.PeerPort;
import io.paddock.server.peerport.PeerPortOptions;
import io.paddock.server.peerport.ReceivedSnapshot;
import io.paddock.server.peerport.SnapshotSource;
import io.paddock.server.replica.Beginning;
import io.paddock.server.replica.PeerReplica;
import io.paddock.server.replica.PeerWorld;
import io.paddock.server.replica.ReplicaListener;
import io.paddock.server.storage.EpochFiles;
import io.paddock.server.storage.RecoveredState;
import io.paddock.server.storage.SnapshotWriter;
import io.paddock.server.storage.StorageFailure;
import io.paddock.server.tree.AclRules;
import io.paddock.server.tree.Tree;
import io.paddock.server.tree.TreeCapture;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.Establishing;
import io.paddock.server.zab.Followership;
import io.paddock.server.zab.Following;
import io.paddock.server.zab.History;
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
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server's part in an ensemble: carries out what its {@link PeerReplica} asks of the network and of the disk, and tells
 * it what comes of that.
 *
 * <p>Owned by the replica thread, but for {@link PeerEvents}, which come from the peer port and are handed over to it.
 */
final class Membership implements PeerWorld, PeerEvents {

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

    private static final long NO_LINK = -1;
    private static final long ANSWER_MS_MAX = 2_000;

    private static final Path CONFIGURATION = Path.of("/zookeeper/config");

    /** What follows a change of role. Called at the end of a step. */
    interface Clients {

        /** This server serves, from the end of the stream on. */
        void serve(PeerReplica replica);

        /** It serves no more: nothing that its clients wait for will be answered. Called within a step. */
        void stopServing();
    }

    private final EnsembleConfig config;
    private final long sid;
    private final ReplicaThread replicaThread;
    private final HistoryKeeper history;
    private final Clients clients;
    private final FatalHandler fatal;
    private final PeerPort port;
    private final RoleGauges gauges;
    private final PeerReplica replica;

    /** Streams that were received, by link, until they are saved. */
    private final Map<Long, ReceivedSnapshot> received = new HashMap<>();

    private long linkToLeader = NO_LINK;
    private boolean beginsToServe;
    /** Whether this server has rehearsed to lead, or leads. */
    private boolean rehearsed;

    private volatile Mode mode = Mode.NOT_SERVING;

    Membership(
            ServerConfig config,
            RecoveredState recovered,
            HistoryKeeper history,
            ReplicaThread replicaThread,
            AclRules acls,
            ReplicaListener listener,
            Beginning beginning,
            Clients clients,
            Metrics metrics,
            FatalHandler fatal)
            throws IOException {
        this.config = config.ensemble();
        this.sid = config.serverId();
        this.replicaThread = replicaThread;
        this.history = history;
        this.clients = clients;
        this.fatal = fatal;
        this.port = new PeerPort(portOptions(config, history), this);
        Self self = self(config, recovered, history.loadEpochs(recovered.lastZxid()));
        Ensemble ensemble = this.config.ensemble();
        String text = EnsembleText.write(ensemble);
        this.gauges = new RoleGauges(metrics, ensemble.voters().size(), this::followership);
        this.replica = new PeerReplica(
                recovered.tree(),
                acls,
                CoreSettings.prepare(config),
                CoreSettings.replica(config),
                self,
                self.voter() ? Candidacy.Kind.VOTER : Candidacy.Kind.OBSERVER,
                new FastElection(sid, ensemble, ensemble, text, ElectionOptions.DEFAULTS),
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
        RecentTxns recent = new RecentTxns(recentMax, recovered.tailBase(), recovered.tail());
        return new Self(
                config.serverId(),
                ensemble.isVoter(config.serverId()),
                ensemble,
                ensemble.version(),
                EnsembleText.write(ensemble).getBytes(StandardCharsets.UTF_8),
                zab,
                new History(epochs.accepted(), epochs.current(), recovered.lastZxid(), recent));
    }

    private static PeerPortOptions portOptions(ServerConfig config, HistoryKeeper history) {
        EnsembleConfig member = config.ensemble();
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
                history.receiveDirectory(),
                member.identifyMsMax(),
                member.electionPortBindRetries(),
                PeerPortOptions.outboundBytesMax(Runtime.getRuntime().maxMemory()));
    }

    PeerReplica replica() {
        return replica;
    }

    /** Any thread. */
    Mode mode() {
        return mode;
    }

    /** Any thread. */
    String proposalSizes() {
        return gauges.proposalSizes();
    }

    /** Nobody, if this server has just stopped to lead. Any thread. */
    private Followership followership() {
        return replicaThread
                .ask(current -> current instanceof PeerReplica peer && peer.role() instanceof Leading leading
                        ? leading.followership()
                        : new Followership(0, 0, 0))
                .completeOnTimeout(new Followership(0, 0, 0), ANSWER_MS_MAX, TimeUnit.MILLISECONDS)
                .join();
    }

    /** Binds the election port. Before the replica thread starts. */
    void start() throws IOException {
        replicaThread.afterStep(this::afterStep);
        port.start();
        LOG.info(
                "Member {} of the ensemble of {}, with everything up to {}: looking for a leader",
                sid,
                config.ensemble().peers().stream().map(Peer::sid).toList(),
                Zxid.toHex(replica.tree().lastZxid()));
    }

    /** Leaves the ensemble: others notice at once. */
    void stop() {
        port.close();
    }

    private void afterStep() {
        port.flush();
        if (beginsToServe) {
            beginsToServe = false;
            clients.serve(replica);
        }
    }

    // What the replica asks for. Replica thread.

    @Override
    public void dial(long to) {
        port.dial(to);
    }

    @Override
    public void send(long link, QuorumPacket packet) {
        port.send(link, packet);
    }

    @Override
    public void sendSnapshot(long link, long label, TreeCapture capture) {
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
        port.catchUp(() -> replicaThread.post(() -> replica.onCaughtUp(link)));
    }

    @Override
    public void append(Proposal proposal) {
        if (replica.role() instanceof Leading) {
            gauges.proposed(proposal.payload().length);
        }
        replicaThread.append(proposal);
    }

    @Override
    public void truncate(long zxid) {
        boolean reload = replica.tree().lastZxid() > zxid;
        replicaThread.handOverAppends();
        history.truncate(
                zxid,
                reload,
                answer -> replicaThread.post(() -> {
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
        ReceivedSnapshot snapshot = received.remove(link);
        replicaThread.handOverAppends();
        history.replace(snapshot, zxid, tree -> replicaThread.post(() -> onSaved(zxid, tree)));
    }

    private void onSaved(long zxid, Tree tree) {
        replica.onSnapshotSaved(zxid, tree);
    }

    @Override
    public void notify(long to, Notification notification) {
        port.notify(to, notification);
    }

    @Override
    public void transition(EnsembleRole from, EnsembleRole to) {
        LOG.info("{} -> {}{}", from, to, to instanceof Looking looking ? ": " + looking.why() : "");
        mode = modeOf(to);
        gauges.became(to);
        port.listen(to instanceof Establishing || to instanceof Leading);
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
        int node = tree.find(CONFIGURATION);
        if (node != Tree.NONE) {
            byte[] text = EnsembleText.write(config.ensemble()).getBytes(StandardCharsets.UTF_8);
            tree.setData(node, text, -1, config.ensemble().version(), System.currentTimeMillis());
        }
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
    public void diverged(long zxid, long expectedDigest, long digest) {
        fatal.fatal(
                "paddock-replica",
                new StorageFailure(
                        "After transaction " + Zxid.toHex(zxid) + " the tree of this server has the digest "
                                + Long.toUnsignedString(digest) + ", that of its leader "
                                + Long.toUnsignedString(expectedDigest)
                                + ".\n  It would serve what others do not. Keep its data directory as evidence, start it on"
                                + " an empty one, and it gets everything from the leader.",
                        null));
        throw new IllegalStateException("this server's tree has left the history");
    }

    // What the peer port tells. Its I/O thread.

    @Override
    public void onNotification(long from, Notification notification) {
        replicaThread.post(() -> replica.onNotification(from, notification));
    }

    @Override
    public void onReachable(long peer, boolean reachable) {
        replicaThread.post(() -> replica.onReachable(peer, reachable));
    }

    @Override
    public void onLinked(long link, long dialled) {
        replicaThread.post(() -> {
            if (dialled != EnsembleRole.INBOUND) {
                linkToLeader = link;
            }
            replica.onLinked(link, dialled);
        });
    }

    @Override
    public void onDialFailed() {
        replicaThread.post(replica::onDialFailed);
    }

    @Override
    public void onUnlinked(long link, String why) {
        replicaThread.post(() -> {
            discard(link);
            replica.onUnlinked(link, why);
        });
    }

    @Override
    public void onPacket(long link, QuorumPacket packet, ReceivedSnapshot snapshot) {
        replicaThread.post(() -> {
            if (snapshot != null && link == linkToLeader) {
                received.put(link, snapshot);
            } else if (snapshot != null) {
                snapshot.discard(); // The link was ended while it was on its way.
                return;
            }
            replica.onPacket(link, packet);
        });
    }

    private void discard(long link) {
        if (link == linkToLeader) {
            linkToLeader = NO_LINK;
        }
        ReceivedSnapshot snapshot = received.remove(link);
        if (snapshot != null) {
            snapshot.discard();
        }
    }
}
