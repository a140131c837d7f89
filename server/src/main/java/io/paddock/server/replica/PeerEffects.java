package io.paddock.server.replica;

import io.paddock.server.election.Notification;
import io.paddock.server.zab.EnsembleEffects;
import io.paddock.server.zab.EnsembleRole;

/** What a step of a peer in an ensemble asks of the world: all that its role asks, and what its election says. */
public interface PeerEffects extends EnsembleEffects {

    /** To be delivered, or lost, or replaced by a later one to the same peer. */
    void notify(long sid, Notification notification);

    /** As {@link PeerWorld#estranged}. */
    void estranged(long leader, long epoch, long ownEpoch);

    /** For one line in the log, and for whatever must end or begin with a role: clients are served or not. */
    void transition(EnsembleRole from, EnsembleRole to);
}
