package io.paddock.simulation;

import io.paddock.common.Zxid;

/** What somebody from outside knows of a peer's log, and of what the peer has said about it. */
final class GhostLog {

    private final Witness witness;
    /** The history that the log has, written or not. */
    private GhostNode logged;
    /** The label of a snapshot at its end; 0 without one. */
    private long label;
    /** What this peer has ever acknowledged, and nobody had the right to cut off since. */
    private GhostNode acked;

    GhostLog(Witness witness) {
        this.witness = witness;
        this.logged = witness.root();
        this.acked = logged;
    }

    GhostNode logged() {
        return logged;
    }

    GhostNode acked() {
        return acked;
    }

    long label() {
        return label;
    }

    /** The disk is empty, or nobody believes what is on it. */
    void lost() {
        logged = witness.root();
        acked = logged;
        label = 0;
    }

    /** What it has acknowledged is nobody's business any more. */
    void releaseAcked() {
        acked = witness.root();
    }

    /** A process begins with what it has found there. */
    void found(GhostNode found, long zxid) {
        logged = found;
        labelled(zxid);
    }

    /** A transaction is appended. */
    void appended(GhostNode node) {
        logged = node;
        label = 0;
    }

    /** A leader cuts off what this peer may have acknowledged to another. */
    void cut(long zxid) {
        logged = witness.node(zxid);
        labelled(zxid);
        forgive();
    }

    /** A leader sends all of it anew. */
    void replaced(GhostNode node, long ofLabel) {
        logged = node;
        label = ofLabel;
        forgive();
    }

    void acknowledged(GhostNode node) {
        if (acked.isPrefixOf(node)) {
            acked = node;
        }
    }

    private void labelled(long zxid) {
        label = Zxid.counter(zxid) == 0 ? zxid : 0;
    }

    private void forgive() {
        while (!acked.isPrefixOf(logged)) {
            acked = acked.previous;
        }
    }
}
