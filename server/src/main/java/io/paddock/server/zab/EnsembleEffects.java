package io.paddock.server.zab;

/**
 * What a step of a peer in an ensemble asks of the world.
 *
 * <p>{@code append}, {@code truncate}, {@code persistEpochs} and {@code saveSnapshot} are carried out in the order in which
 * they are asked, and answered in that order, each when it is durable. A failure of one of them ends the process: it is
 * never answered (hazard H41).
 *
 * <p>A link is a connection to another peer, named by a number that is never used again. What is sent on one arrives in
 * order, and is lost only together with the link; nothing that was sent on an older link comes after a newer one was made.
 */
public interface EnsembleEffects extends Effects {

    /** In place of a link that a tree was received on: a tree without anything. */
    long NOTHING = -1;

    /** Connect to that peer's quorum port. Answered by {@code onLinked(link, sid)}, or by {@code onDialFailed}. */
    void dial(long sid);

    void send(long link, QuorumPacket packet);

    /**
     * Send SNAP with that label, then the tree as it is when all commits that were asked for before are applied. Later
     * packets queue behind it.
     */
    void sendSnapshot(long link, long label);

    /** End a link. Nothing of it is delivered any more; not answered. */
    void unlink(long link, String why);

    /**
     * Look for what has arrived on that link and is still unread. Answered by {@code onCaughtUp} behind all of it. Not
     * answered if the link has ended.
     */
    void catchUp(long link);

    /**
     * Cut the log behind that zxid, remove snapshots that go beyond it, and if the tree shows more than it, read the tree
     * anew. Answered by {@code onTruncated}; or by {@code onTruncateRefused} if the log has no such transaction, and then
     * nothing was changed. Nothing else is asked of the disk before the answer.
     */
    void truncate(long zxid);

    /** Write both epochs, the accepted one first. Answered by {@code onEpochsPersisted}. */
    void persistEpochs(long acceptedEpoch, long currentEpoch);

    /**
     * Make the tree that was received on this link, or an empty one, the state of this peer: as a snapshot on disk with that zxid, then with
     * all of the log removed, then in memory. Answered by {@code onSnapshotSaved}.
     */
    void saveSnapshot(long link, long zxid);

    /** Answer a PING with the sessions that were heard since the last one. */
    void pong(long link, long zxid);

    /** A learner passes on a request of one of its clients, or tells of its sessions. */
    void requested(long link, long sid, QuorumPacket packet);

    /** The leader answers what this learner has passed on: SYNC or REVALIDATE. */
    void answered(QuorumPacket packet);

    /** The leader's answer to a sync of one of its own clients: everything that was proposed before it is committed. */
    void synced(Object token);
}
