package io.paddock.simulation;

import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.Following;
import io.paddock.server.zab.InSync;
import io.paddock.server.zab.Leading;
import io.paddock.server.zab.Observing;

/**
 * Looks whether one peer makes progress in its role (L3): a leader commits what it has proposed and has followers, a
 * follower has a leader, and the disk of either writes what it was given. What cannot go on is to be left in time.
 */
final class Vigil {

    private final SimPeer peer;
    private final SimWorld world;
    private final long limitMs;

    private EnsembleRole role;
    private long fineMs;
    private long diskFineMs;
    private long committed;
    private GhostNode durable;

    Vigil(SimPeer peer, SimWorld world) {
        this.peer = peer;
        this.world = world;
        // Silence is noticed after the limit, and so is that of the other end, after this one has left.
        this.limitMs = 3 * world.zabOptions().syncLimitMs();
    }

    /** To be asked now and then. */
    void look() {
        long now = world.agenda().nowMs();
        if (!peer.serves() || peer.pauses() || peer.replicaRole() != role) {
            role = peer.isUp() ? peer.replicaRole() : null;
            fineMs = now;
            diskFineMs = now;
            return;
        }
        if (makesProgress()) {
            fineMs = now;
        }
        if (peer.durable() == peer.logged() || peer.durable() != durable || role instanceof Observing) {
            diskFineMs = now;
        }
        durable = peer.durable();
        committed = peer.tree().lastZxid();
        if (now - Math.min(fineMs, diskFineMs) > limitMs) {
            throw new Broken(
                    "L3",
                    peer + " stays " + role + ", though for " + limitMs + " ms "
                            + (fineMs < diskFineMs ? "nobody could follow it or lead it" : "its disk wrote nothing"));
        }
    }

    private boolean makesProgress() {
        if (role instanceof Leading leading) {
            boolean moves = role.outstanding() == 0 || peer.tree().lastZxid() != committed;
            return moves && peer.ensemble().isQuorum(sid -> sid == peer.sid() || follows(sid, leading.epoch()));
        }
        long epoch = ((InSync) role).epoch();
        return world.workload().peers().values().stream()
                .anyMatch(
                        other -> other.leads() && !other.pauses() && ((Leading) other.replicaRole()).epoch() == epoch);
    }

    private boolean follows(long sid, long epoch) {
        SimPeer other = world.workload().peers().get(sid);
        return other.serves()
                && !other.pauses()
                && other.replicaRole() instanceof Following following
                && following.epoch() == epoch;
    }
}
