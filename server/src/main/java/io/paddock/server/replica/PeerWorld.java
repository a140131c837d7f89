package io.paddock.server.replica;

import io.paddock.server.election.Notification;
import io.paddock.server.tree.TreeCapture;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.Proposal;
import io.paddock.server.zab.QuorumPacket;

/**
 * What a {@link PeerReplica} asks of the world, carried out by the runtime or by the simulator. The rules are those of
 * {@link io.paddock.server.zab.EnsembleEffects}; here are only differences.
 */
public interface PeerWorld {

    void dial(long sid);

    void send(long link, QuorumPacket packet);

    /** @param capture to be closed when it has been written to the link */
    void sendSnapshot(long link, long label, TreeCapture capture);

    void unlink(long link, String why);

    void catchUp(long link);

    void append(Proposal proposal);

    void truncate(long zxid);

    void persistEpochs(long acceptedEpoch, long currentEpoch);

    void saveSnapshot(long link, long zxid);

    /** To be delivered, or lost, or replaced by a later one to the same peer. */
    void notify(long sid, Notification notification);

    /** For one line in the log. When a role that serves ends, all clients are to be disconnected. */
    void transition(EnsembleRole from, EnsembleRole to);

    /**
     * The data of this peer are of another ensemble: its members follow that leader, in an earlier epoch than ours. They must not get
     * these data, as they would if this peer won an election, so it must not go on.
     */
    void estranged(long leader, long epoch, long ownEpoch);

    /** Runs while nobody reads the tree. Within a step: what a leader sends of its tree must show what it has committed. */
    void alone(Runnable change);

    /**
     * After that transaction the tree is not what the leader that made it has foretold (hazard H48).
     *
     * @param ofOurs whether that was a leader of ours: then this peer must not serve such a tree. Others can be wrong about
     *     their own
     */
    void diverged(long zxid, long expectedDigest, long digest, boolean ofOurs);
}
