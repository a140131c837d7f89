package io.paddock.simulation;

import io.paddock.common.Zxid;
import io.paddock.server.ensemble.Quorums;
import io.paddock.server.tree.Tree;
import io.paddock.server.zab.Leading;
import java.util.Arrays;
import java.util.TreeMap;

/**
 * Sees everything and forgets nothing: which transactions were ever made, which are committed, who led when. Holds the
 * safety properties of the specification (quorum hazards, G) after every step.
 */
final class Witness {

    private final Quorums quorums;
    private final TreeMap<Long, SimPeer> peers;
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
    /** The last transaction that was ever committed. */
    private GhostNode committed = root;

    private long established;

    Witness(Quorums quorums, TreeMap<Long, SimPeer> peers) {
        this.quorums = quorums;
        this.peers = peers;
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

    GhostNode appended(SimPeer peer, GhostNode last, long zxid, byte[] payload) {
        GhostNode node = last.then(zxid, Arrays.hashCode(payload));
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

    void labelled(long label, GhostNode node) {
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
        if (epoch > peer.currentEpochOnDisk()) {
            initial.putIfAbsent(epoch, peer.logged());
        }
    }

    /** An established leader. */
    void leads(SimPeer peer, Leading role) {
        Long other = leaders.putIfAbsent(role.epoch(), peer.sid());
        if (other != null) {
            throw new Broken("S1", peer + " and " + other + " lead epoch " + role.epoch());
        }
        established++;
        if (!committed.isPrefixOf(peer.logged())) {
            throw new Broken(
                    "S4", peer + " leads epoch " + role.epoch() + " with " + peer.logged() + " and lacks " + committed);
        }
        commit(peer, peer.logged());
    }

    private void commit(SimPeer leader, GhostNode node) {
        if (node.isPrefixOf(committed)) {
            return;
        }
        if (!committed.isPrefixOf(node)) {
            throw new Broken("S5", leader + " commits " + node + " beside " + committed);
        }
        if (!quorums.isQuorum(sid -> node.isPrefixOf(peers.get(sid).durable()))) {
            throw new Broken("S3", leader + " commits " + node + ", which is not on the disks of a quorum");
        }
        committed = node;
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

    void recovered(SimPeer peer, GhostNode found, GhostNode acked) {
        if (!acked.isPrefixOf(found)) {
            throw new Broken("S2", peer + " acknowledged " + acked + " and has " + found + " after a crash");
        }
    }

    /** A client is told that its request was done, or failed, with that number. */
    void answered(SimPeer peer, long zxid) {
        if (node(zxid) == root || !node(zxid).isPrefixOf(committed)) {
            throw new Broken("S13", peer + " answers for " + Zxid.toHex(zxid) + ", which is not committed");
        }
    }
}
