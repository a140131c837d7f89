package io.paddock.simulation;

import io.paddock.server.election.Notification;
import io.paddock.server.zab.QuorumPacket;

/** Who can be reached over the network, and what a crash would leave of it: one of our peers, or a {@link Stranger}. */
interface Party {

    long sid();

    boolean isUp();

    /** Whether the quorum port is open. */
    boolean listens();

    void hear(long from, Notification notification);

    void reachable(long other, boolean can);

    void linked(long link, long dialled);

    void dialFailed();

    void unlinked(long link, String why);

    /** @param stream what came behind a SNAP packet; else null */
    void receive(long link, QuorumPacket packet, SimSnapshot stream);

    /** What would be there after a crash now, at least. */
    GhostNode durable();

    long currentEpochOnDisk();

    /** Whether it may have forgotten what it acknowledged: then it has no vote. */
    boolean isBlank();
}
