package io.paddock.simulation;

import io.paddock.common.Zxid;
import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.storage.RecoveredState;
import io.paddock.server.tree.Tree;
import io.paddock.server.zab.Leading;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;

/**
 * Sees everything and forgets nothing: which transactions were ever made, which are committed, who led when. Holds the
 * safety properties of the specification (quorum hazards, G) after every step.
 */
final class Witness {

    private final TreeMap<Long, Party> parties;
    private final GhostNode root = GhostNode.empty();
    /** Every transaction has one number, and one history before it. */
    private final TreeMap<Long, GhostNode> byZxid = new TreeMap<>();
    /** What a snapshot with the label (e,0) stands for. */
    private final TreeMap<Long, GhostNode> labels = new TreeMap<>();
    /** The initial history of each epoch, once its leader had it. */
    private final TreeMap<Long, GhostNode> initial = new TreeMap<>();

    /** By which transaction each session was opened. */
    private final TreeMap<Long, Long> sessions = new TreeMap<>();

    private final TreeMap<Long, Long> leaders = new TreeMap<>();
    /** The configurations that ever had an established leader. */
    private final List<Ensemble> deciding = new ArrayList<>();
    /** By which what was committed last was committed. */
    private Ensemble quorums;

    /** The last transaction that was ever committed. */
    private GhostNode committed = root;

    private long established;

    Witness(Ensemble ensemble, TreeMap<Long, Party> parties) {
        this.quorums = ensemble;
        this.parties = parties;
    }

    GhostNode root() {
        return root;
    }

    GhostNode committed() {
        return committed;
    }

    long establishedCount() {
        return established;
    }

    /** The history that ends with that number. */
    GhostNode node(long zxid) {
        if (zxid <= 0) {
            return root;
        }
        GhostNode node = Zxid.counter(zxid) == 0 ? labels.get(zxid) : byZxid.get(zxid);
        if (node == null) {
            throw new Broken("S8", "nobody ever made " + Zxid.toHex(zxid));
        }
        return node;
    }

    // Steps.

    GhostNode appended(SimPeer peer, GhostNode last, long zxid, long timeMs, byte[] payload) {
        GhostNode node = last.then(zxid, timeMs, Arrays.hashCode(payload));
        GhostNode known = byZxid.putIfAbsent(zxid, node);
        if (known != null && known != node) {
            throw new Broken(
                    "S1", peer + " logs " + node + " after " + last + ", others " + known + " after " + known.previous);
        }
        return numbered(peer, last, node);
    }

    /** The id of a session is never given away again. */
    void opens(long sessionId, long zxid) {
        Long other = sessions.putIfAbsent(sessionId, zxid);
        if (other != null && other != zxid) {
            throw new Broken(
                    "S11",
                    "session " + Zxid.toHex(sessionId) + " is opened by " + Zxid.toHex(zxid) + " and by "
                            + Zxid.toHex(other));
        }
    }

    private GhostNode numbered(SimPeer peer, GhostNode last, GhostNode node) {
        long zxid = node.zxid;
        boolean next = Zxid.counter(zxid) == 1 || last.zxid == zxid - 1 || peer.label() == zxid - 1;
        if (!next) {
            throw new Broken("S15", peer + " logs " + node + " after " + last);
        }
        return node;
    }

    /** A snapshot goes out. Whoever keeps its log beside it must not go on behind it with what was never committed. */
    void labelled(long label, GhostNode node, Party to) {
        if (to != null && to.durable().zxid > label && !to.durable().isPrefixOf(node)) {
            throw new Broken(
                    "S4",
                    "a snapshot has the label " + Zxid.toHex(label) + ", its receiver " + to.durable() + " on disk");
        }
        if (Zxid.counter(label) == 0) {
            GhostNode known = labels.putIfAbsent(label, node);
            if (known != null && known != node) {
                throw new Broken("S6", "two histories have the label " + Zxid.toHex(label));
            }
        } else if (byZxid.get(label) != node) {
            throw new Broken("S6", "a snapshot of " + node + " has the label " + Zxid.toHex(label));
        }
    }

    void epochsWritten(SimPeer peer, long accepted, long current, long acceptedBefore, long currentBefore) {
        if (accepted < acceptedBefore || current < currentBefore || current > accepted) {
            throw new Broken(
                    "S7",
                    peer + " has epochs " + accepted + ", " + current + " after " + acceptedBefore + ", "
                            + currentBefore);
        }
        if (current > currentBefore) {
            GhostNode history = initial.get(current);
            if (history != null && !history.isPrefixOf(peer.durable())) {
                throw new Broken(
                        "S7",
                        peer + " claims epoch " + current + " with " + peer.durable() + " on disk, not " + history);
            }
        }
    }

    /** A leader writes down its epoch: what it has now is the initial history, unless it wrote an older one. */
    void begins(SimPeer peer, long epoch) {
        if (epoch > peer.currentEpochOnDisk() && initial.putIfAbsent(epoch, peer.logged()) != null) {
            throw new Broken("S1", peer + " begins epoch " + epoch + ", which another leader has begun before");
        }
    }

    /** A promise is asked for, or given: it has to be on the disk of whoever sends the packet. */
    void promises(SimPeer peer, long epoch, String what) {
        if (peer.acceptedEpochOnDisk() < epoch) {
            throw new Broken(
                    "S7",
                    peer + " sends " + what + " for epoch " + epoch + " and has accepted " + peer.acceptedEpochOnDisk()
                            + " on disk");
        }
    }

    /** An established leader. */
    void leads(SimPeer peer, Leading role) {
        Long other = leaders.putIfAbsent(role.epoch(), peer.sid());
        if (other != null) {
            throw new Broken("S1", peer + " and " + other + " lead epoch " + role.epoch());
        }
        established++;
        GhostNode before = committedBefore(role.epoch());
        if (!before.isPrefixOf(peer.logged())) {
            throw new Broken(
                    "S4", peer + " leads epoch " + role.epoch() + " with " + peer.logged() + " and lacks " + before);
        }
        GhostNode begun = initial.getOrDefault(role.epoch(), root);
        boolean ready = peer.ensemble().isQuorum(sid -> {
            Party voter = parties.get(sid);
            return voter.currentEpochOnDisk() >= role.epoch() && begun.isPrefixOf(voter.durable());
        });
        if (!ready) {
            throw new Broken("S7", peer + " leads epoch " + role.epoch() + " before a quorum has it on disk");
        }
        decides(peer);
        commit(peer, peer.logged());
    }

    /**
     * What was committed in epochs before that one. A leader that stood still may learn late that it was established: what a
     * later one has committed since is not in its history, and it can commit nothing any more.
     */
    private GhostNode committedBefore(long epoch) {
        GhostNode node = committed;
        while (node.previous != null && Zxid.epoch(node.zxid) > epoch) {
            node = node.previous;
        }
        return node;
    }

    /** No two configurations may decide without each other while enough servers for each are there. */
    private void decides(SimPeer leader) {
        Ensemble ours = leader.ensemble();
        for (Ensemble other : deciding) {
            boolean inForce = other.isQuorum(sid ->
                    parties.get(sid) instanceof SimPeer peer && peer.ensemble().sameMembers(other));
            if (inForce && !other.sameMembers(ours) && !other.sharesQuorumsWith(ours)) {
                throw new Broken("S9", leader + " leads in " + ours + ", and " + other + " can decide without it");
            }
        }
        if (deciding.stream().noneMatch(ours::sameMembers)) {
            deciding.add(ours);
        }
    }

    private void commit(SimPeer leader, GhostNode node) {
        if (node.isPrefixOf(committed)) {
            return;
        }
        if (!committed.isPrefixOf(node)) {
            throw new Broken("S5", leader + " commits " + node + " beside " + committed);
        }
        Ensemble ensemble = leader.ensemble();
        if (!ensemble.isQuorum(sid -> node.isPrefixOf(parties.get(sid).durable()))) {
            throw new Broken("S3", leader + " commits " + node + ", which is not on the disks of a quorum");
        }
        committed = node;
        quorums = ensemble;
        durableChanged();
    }

    /** Nobody who lacks what is committed may be the best of a quorum. */
    void durableChanged() {
        for (long sid : quorums.voters()) {
            Party candidate = parties.get(sid);
            if (candidate.isBlank() || committed.isPrefixOf(candidate.durable())) {
                continue;
            }
            boolean electable =
                    quorums.isQuorum(other -> !parties.get(other).isBlank() && !isAhead(parties.get(other), candidate));
            if (electable) {
                throw new Broken(
                        "S3",
                        "server " + sid + " can be elected with " + candidate.durable() + " and epoch "
                                + candidate.currentEpochOnDisk() + ", and lacks " + committed);
            }
        }
    }

    private static boolean isAhead(Party one, Party other) {
        long epoch = one.currentEpochOnDisk();
        return epoch != other.currentEpochOnDisk()
                ? epoch > other.currentEpochOnDisk()
                : one.durable().zxid > other.durable().zxid;
    }

    /** After each step of a peer. */
    void look(SimPeer peer, Tree tree) {
        GhostNode shown = node(tree.lastZxid());
        if (peer.replicaRole() instanceof Leading) {
            commit(peer, shown);
        }
        if (!shown.isPrefixOf(committed)) {
            throw new Broken("S5", peer + " serves " + shown + ", committed is " + committed);
        }
        int sessions = tree.sessions().hashCode();
        if (shown.digest == null) {
            shown.digest = tree.digest();
            shown.sessions = sessions;
        } else if (shown.digest != tree.digest() || shown.sessions != sessions) {
            throw new Broken("S6", peer + " has another tree at " + shown + " than others had");
        }
    }

    /** Each ephemeral belongs to a session. Takes time, so it is asked now and then. */
    void lookAtEphemerals(SimPeer peer, Tree tree) {
        for (long owner : tree.ephemeralOwners()) {
            if (!tree.sessions().containsKey(owner)) {
                throw new Broken("S11", peer + " has an ephemeral of the dead session " + Zxid.toHex(owner));
            }
        }
    }

    // Claims.

    void claims(SimPeer peer, long zxid, long currentEpoch, String where) {
        if (zxid == -1) {
            return;
        }
        if (node(zxid) != peer.durable() || currentEpoch > peer.currentEpochOnDisk()) {
            throw new Broken(
                    "S8",
                    peer + " claims " + Zxid.toHex(zxid) + " and epoch " + currentEpoch + " in " + where + ", but has "
                            + peer.durable() + " and epoch " + peer.currentEpochOnDisk() + " on disk");
        }
    }

    /** What a peer acknowledges must be on its disk. Returns it. */
    GhostNode acks(SimPeer peer, long zxid) {
        GhostNode node = Zxid.counter(zxid) == 0 ? initial.getOrDefault(Zxid.epoch(zxid), root) : node(zxid);
        if (!peer.restores() && !node.isPrefixOf(peer.durable())) {
            throw new Broken("S2", peer + " acknowledges " + node + " with " + peer.durable() + " on disk");
        }
        return node;
    }

    /**
     * What a crash left is what was acknowledged, and nothing that was cut off.
     *
     * @param asked all that this peer ever asked to be logged and not to be cut off; null if a cut was not done
     */
    void recovered(SimPeer peer, RecoveredState state, GhostNode found, GhostNode acked, GhostNode asked) {
        if (!acked.isPrefixOf(found)) {
            throw new Broken("S2", peer + " acknowledged " + acked + " and has " + found + " after a crash");
        }
        if (asked != null && !found.isPrefixOf(asked)) {
            throw new Broken("S4", peer + " has " + found + " after a crash, but only " + asked + " was to be there");
        }
        if (found.digest != null && found.digest != state.tree().digest()) {
            throw new Broken("S6", peer + " has another tree at " + found + " after a crash than others had");
        }
        GhostNode node = found;
        for (int i = state.tail().size() - 1; i >= 0; i--) {
            if (node.zxid != state.tail().get(i).zxid()) {
                throw new Broken(
                        "S4",
                        peer + " has " + Zxid.toHex(state.tail().get(i).zxid()) + " in its log after a crash, where "
                                + node + " was");
            }
            node = node.previous;
        }
    }

    /** A client is told that its request was done, or failed, with that number. */
    void answered(SimPeer peer, long zxid) {
        if (node(zxid) == root || !node(zxid).isPrefixOf(committed)) {
            throw new Broken("S13", peer + " answers for " + Zxid.toHex(zxid) + ", which is not committed");
        }
    }
}
