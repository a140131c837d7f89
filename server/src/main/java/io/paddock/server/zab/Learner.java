package io.paddock.server.zab;

import io.paddock.common.Zxid;

/**
 * What the leader knows of one learner. It belongs to one link and ends with it: what an older link of the same peer still
 * delivers concerns nobody (hazard H35). Owned by the replica thread.
 */
final class Learner {

    enum Phase {
        /** Has said nothing yet. */
        UNIDENTIFIED,
        /** Has said who it is; is told the epoch when that is decided. */
        WAITING,
        /** Was told the epoch. */
        ASKED,
        /** Has said what it has; is synchronized when discovery is over. */
        PROMISED,
        SYNCHRONIZING,
        /** Has the initial history on disk; is told to serve when a quorum has. */
        SYNCHRONIZED,
        SERVING
    }

    private final long link;
    private Phase phase = Phase.UNIDENTIFIED;
    private long sid = -1;
    private boolean follower;
    private long acceptedEpoch;
    /** Whether its promise was given to this leader, and counts. */
    private boolean promiseCounts;
    /** The end of what it has on disk, as it says. */
    private long claim;
    /**
     * The end of what it has when it is synchronized: it had these transactions before, or gets them with their commit. COMMITs
     * at or below are not for it, and it acknowledges nothing of that but NEWLEADER.
     */
    private long commitsAfter;
    /** The highest zxid that was sent to it. */
    private long sent;
    /** It serves when the leader has committed this. */
    private long serveAfter;
    /** What it acknowledged. Counts from SYNCHRONIZED on. */
    private long acked;
    /** When it last acknowledged something, or had nothing to acknowledge. */
    private long ackMovedMs;

    private long lastHeardMs;
    private final long acceptedMs;
    /** PINGs sent since it serves, and answered. Answers come in order, so the numbers match. */
    private long pings;

    private long pongs;

    Learner(long link, long nowMs) {
        this.link = link;
        this.acceptedMs = nowMs;
        this.lastHeardMs = nowMs;
    }

    void identify(long newSid, boolean follows, long accepted) {
        sid = newSid;
        follower = follows;
        acceptedEpoch = accepted;
        phase = Phase.WAITING;
    }

    void asked() {
        phase = Phase.ASKED;
    }

    void promised(long newClaim, boolean counts) {
        claim = newClaim;
        promiseCounts = counts;
        phase = Phase.PROMISED;
    }

    void synchronizing(SyncPlan plan, long lastSent, long nowMs) {
        phase = Phase.SYNCHRONIZING;
        commitsAfter = plan.end();
        serveAfter = plan.serveAfter();
        sent = lastSent;
        ackMovedMs = nowMs;
    }

    /** It has all of the initial history of this epoch on disk, and what it claimed. */
    void synchronizedWith(long epoch, long nowMs) {
        phase = Phase.SYNCHRONIZED;
        acked = Math.max(acked, Math.max(Zxid.of(epoch, 0), commitsAfter));
        ackMovedMs = nowMs;
    }

    void serving(long nowMs) {
        phase = Phase.SERVING;
        ackMovedMs = nowMs;
    }

    void proposed(long zxid, long nowMs) {
        if (acked >= sent) {
            ackMovedMs = nowMs;
        }
        sent = zxid;
    }

    void acked(long zxid, long nowMs) {
        if (zxid > acked && zxid <= sent) {
            acked = zxid;
            ackMovedMs = nowMs;
        }
    }

    void heard(long nowMs) {
        lastHeardMs = nowMs;
    }

    void pinged() {
        if (phase == Phase.SERVING) {
            pings++;
        }
    }

    void ponged() {
        pongs++;
    }

    /** The end of what it has on disk, as far as it may be counted; 0 before the initial history is there. */
    long mark() {
        return phase.compareTo(Phase.SYNCHRONIZED) >= 0 ? acked : 0;
    }

    boolean isStuck(long nowMs, long limitMs) {
        return follower && phase == Phase.SERVING && acked < sent && nowMs - ackMovedMs > limitMs;
    }

    long link() {
        return link;
    }

    Phase phase() {
        return phase;
    }

    long sid() {
        return sid;
    }

    boolean follower() {
        return follower;
    }

    boolean counts() {
        return promiseCounts;
    }

    long acceptedEpoch() {
        return acceptedEpoch;
    }

    long claim() {
        return claim;
    }

    long commitsAfter() {
        return commitsAfter;
    }

    long serveAfter() {
        return serveAfter;
    }

    long ackMovedMs() {
        return ackMovedMs;
    }

    long lastHeardMs() {
        return lastHeardMs;
    }

    long acceptedMs() {
        return acceptedMs;
    }

    long pings() {
        return pings;
    }

    long pongs() {
        return pongs;
    }

    @Override
    public String toString() {
        return (follower ? "follower " : "observer ") + sid;
    }
}
