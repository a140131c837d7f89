package io.paddock.server.runtime;

import io.paddock.common.Zxid;
import io.paddock.server.admin.EnsembleView;
import io.paddock.server.admin.Mode;
import io.paddock.server.config.EnsembleConfig;
import io.paddock.server.config.ServerConfig;
import io.paddock.server.election.Candidacy;
import io.paddock.server.election.FastElection;
import io.paddock.server.election.Notification;
import io.paddock.server.ensemble.Peer;
import io.paddock.server.metrics.Counters;
import io.paddock.server.metrics.Metric;
import io.paddock.server.metrics.Metrics;
import io.paddock.server.peerport.PeerLoop;
import io.paddock.server.peerport.PeerPort;
import io.paddock.server.peerport.SnapshotSource;
import io.paddock.server.replica.Beginning;
import io.paddock.server.replica.PeerReplica;
import io.paddock.server.replica.PeerWorld;
import io.paddock.server.replica.ReplicaListener;
import io.paddock.server.storage.RecoveredState;
import io.paddock.server.storage.SnapshotWriter;
import io.paddock.server.tree.AclRules;
import io.paddock.server.tree.Tree;
import io.paddock.server.tree.TreeCapture;
import io.paddock.server.zab.Configuration;
import io.paddock.server.zab.EnsembleEffects;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.Establishing;
import io.paddock.server.zab.Following;
import io.paddock.server.zab.Leading;
import io.paddock.server.zab.Looking;
import io.paddock.server.zab.Observing;
import io.paddock.server.zab.Proposal;
import io.paddock.server.zab.QuorumPacket;
import io.paddock.server.zab.Self;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Random;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This server's part in an ensemble: carries out what its {@link PeerReplica} asks of the network and of the disk, and tells it
 * what the disk has done; {@link LinkEvents} tells it what comes by the network.
 *
 * <p>Owned by the replica thread, which drives the peer port.
 */
final class Membership implements PeerWorld {

    private static final Logger LOG = LoggerFactory.getLogger(Membership.class);

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
    private final RoleQuestions questions;
    private final ReplicaThread replicaThread;
    private final HistoryKeeper history;
    private final HistoryChanges changes;
    private final Clients clients;
    private final Counters counters;
    private final WrongData wrongData;
    private final LinkEvents events;
    private final PeerPort port;
    private final RoleGauges gauges;
    private final RoleTimes times;
    private final Standstill standstill;
    private final PeerReplica replica;

    private boolean beginsToServe;
    /** Whether this server has rehearsed to lead, or leads. */
    private boolean rehearsed;

    private volatile Mode mode = Mode.NOT_SERVING;

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
        this.wrongData = new WrongData(history, counters, fatal);
        this.questions = new RoleQuestions(sid, this.config.ensemble(), replicaThread);
        Self self = MemberParts.self(config, recovered, history.loadEpochs(recovered.lastZxid()));
        this.times = new RoleTimes(counters, System.nanoTime());
        this.events = new LinkEvents(replicaThread, times, this::replica);
        // It has threads: behind what can fail.
        this.port = new PeerPort(MemberParts.port(config), peerLoop, events);
        this.gauges = new RoleGauges(metrics, sid, this.config.ensemble(), questions::followership, questions::behind);
        FastElection election = MemberParts.election(config);
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

    /** Where the ensemble stands; null without a leader, or if this server is too busy to say. Any thread. */
    EnsembleView view() {
        return questions.view();
    }

    /** Any thread. */
    String proposalSizes() {
        return gauges.proposalSizes();
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
        events.discard(link);
        port.unlink(link, why);
    }

    @Override
    public void catchUp(long link) {
        port.catchUp(() -> events.tell(() -> replica.onCaughtUp(link)));
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
        Tree tree = link == EnsembleEffects.NOTHING ? new Tree(new Random().nextLong()) : events.takeReceived(link);
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
        wrongData.estranged(leader, epoch, ownEpoch);
    }

    @Override
    public void diverged(long zxid, long expectedDigest, long digest, boolean ofOurs) {
        wrongData.diverged(zxid, expectedDigest, digest, ofOurs, replica.role() instanceof Leading);
    }
}
