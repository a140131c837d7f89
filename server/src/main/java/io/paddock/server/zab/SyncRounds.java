package io.paddock.server.zab;

import io.paddock.common.Zxid;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * Syncs that wait for two things: that everything proposed before them is committed, and that this leader still was the
 * leader after they came. The second takes a round of PINGs: when a quorum has answered one that was sent after the sync
 * came, no other leader had committed anything before (hazard H26). Syncs that come during a round share the next one.
 *
 * <p>Owned by the replica thread.
 */
public final class SyncRounds {

    /** Instead of a link: a client of the leader itself. */
    public static final long HERE = -1;

    private record Waiting(long link, Object token, long barrier) {}

    private final Self self;
    private final Learners learners;
    private final List<Waiting> inRound = new ArrayList<>();
    private final List<Waiting> nextRound = new ArrayList<>();
    /** Which PING each learner must have answered, by link. */
    private final TreeMap<Long, Long> needed = new TreeMap<>();
    /** Confirmed, in the order in which they came. */
    private final ArrayDeque<Waiting> confirmed = new ArrayDeque<>();

    SyncRounds(Self self, Learners learners) {
        this.self = self;
        this.learners = learners;
    }

    void add(long link, Object token, long lastProposed, long committed, EnsembleEffects effects) {
        nextRound.add(new Waiting(link, token, lastProposed));
        if (inRound.isEmpty()) {
            begin(lastProposed, effects);
        }
        onPong(committed, effects);
    }

    /** Every learner was sent a PING: one that joined during the round can take part in it with its answer. */
    void onPinged() {
        for (Learner learner : learners.all()) {
            if (learner.phase() == Learner.Phase.SERVING) {
                needed.putIfAbsent(learner.link(), learner.pings());
            }
        }
    }

    private void begin(long lastProposed, EnsembleEffects effects) {
        inRound.addAll(nextRound);
        nextRound.clear();
        learners.ping(lastProposed, effects);
        needed.clear();
        onPinged();
    }

    void onPong(long committed, EnsembleEffects effects) {
        while (!inRound.isEmpty() && self.quorums().isQuorum(this::answered)) {
            confirmed.addAll(inRound);
            inRound.clear();
            if (!nextRound.isEmpty()) {
                begin(nextRound.get(nextRound.size() - 1).barrier, effects);
            }
        }
        onCommitted(committed, effects);
    }

    private boolean answered(long sid) {
        return sid == self.sid()
                || learners.follows(
                        sid, learner -> learner.pongs() >= needed.getOrDefault(learner.link(), Long.MAX_VALUE));
    }

    void onCommitted(long committed, EnsembleEffects effects) {
        while (!confirmed.isEmpty() && isCommitted(confirmed.peek().barrier, committed)) {
            Waiting sync = confirmed.remove();
            if (sync.link == HERE) {
                effects.synced(sync.token);
            } else if (learners.of(sync.link) != null) {
                effects.send(sync.link, QuorumPacket.of(PacketType.SYNC, 0));
            }
        }
    }

    private static boolean isCommitted(long barrier, long committed) {
        return Zxid.counter(barrier) == 0 || barrier <= committed;
    }
}
