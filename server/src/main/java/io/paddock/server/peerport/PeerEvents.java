package io.paddock.server.peerport;

import io.paddock.server.election.Notification;
import io.paddock.server.storage.ReceivedSnapshot;
import io.paddock.server.zab.QuorumPacket;

/**
 * What a {@link PeerPort} tells. Called by the driver of its loop, while that looks at the
 * connections: an implementation notes it and returns, it never waits.
 *
 * <p>Of one link the events are {@code onLinked}, {@code onPacket} any number of times, {@code onUnlinked} at most once.
 */
public interface PeerEvents {

    /** @param from the sid of the connection. Of several that arrive together only the newest is told. */
    void onNotification(long from, Notification notification);

    /**
     * True when an election connection to that peer stands, its greeting included. False when a dial has failed, or when the
     * connection broke and was not merely replaced. The same may be told again.
     */
    void onReachable(long sid, boolean reachable);

    /**
     * A connection to a quorum port is made. One that was accepted is told when its first packet is here, as that shows that
     * it comes from a learner; {@code onPacket} follows at once.
     *
     * @param link was never used before, and never is again
     * @param dialled the sid that was dialled, or {@link io.paddock.server.zab.EnsembleRole#INBOUND}
     */
    void onLinked(long link, long dialled);

    /** The last {@link PeerPort#dial} has led to nothing. */
    void onDialFailed();

    /** The link has ended, not by {@link PeerPort#unlink} nor because the port was closed. */
    void onUnlinked(long link, String why);

    /** Some of a snapshot, or of a long packet, that is on its way over this link has got through. At most every 100 ms. */
    default void onPartMoved(long link) {}

    /**
     * @param snapshot null except for a SNAP packet, which is told when the whole stream behind it is here and is a tree
     */
    void onPacket(long link, QuorumPacket packet, ReceivedSnapshot snapshot);

    /** All packets that had arrived when the port last looked at its connections have been told. Follows every packet. */
    default void onBurstEnd() {}
}
