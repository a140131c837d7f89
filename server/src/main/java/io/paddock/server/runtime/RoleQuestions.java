package io.paddock.server.runtime;

import io.paddock.server.admin.EnsembleView;
import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.replica.PeerReplica;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.Followership;
import io.paddock.server.zab.InSync;
import io.paddock.server.zab.Leading;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/**
 * What operators ask a member about its role. The replica thread answers, and who asks waits for that, not for ever.
 *
 * <p>Any thread.
 */
final class RoleQuestions {

    private static final long ANSWER_MS_MAX = 2_000;
    /** Of one scrape, which asks for each metric. */
    private static final long FOLLOWERSHIP_NANOS_MAX = 200_000_000;

    private static final long UNKNOWN_LAG = -1;

    private final long sid;
    private final Ensemble ensemble;
    private final ReplicaThread replicaThread;

    private record Told(Followership followership, long atNanos) {}

    /** The last answer that operators got; null before. */
    private volatile Told told;

    RoleQuestions(long sid, Ensemble ensemble, ReplicaThread replicaThread) {
        this.sid = sid;
        this.ensemble = ensemble;
        this.replicaThread = replicaThread;
    }

    /** Nobody, if this server has just stopped to lead, or is too busy to say. Any thread. */
    Followership followership() {
        Told last = told;
        if (last != null && System.nanoTime() - last.atNanos < FOLLOWERSHIP_NANOS_MAX) {
            return last.followership;
        }
        Followership now = ask(
                role -> role instanceof Leading leading ? leading.followership() : Followership.NONE,
                Followership.NONE);
        told = new Told(now, System.nanoTime());
        return now;
    }

    /** {@link #UNKNOWN_LAG} if this server is too busy to say. Any thread. */
    long behind() {
        return ask(role -> role instanceof InSync learner ? learner.behind() : 0L, UNKNOWN_LAG);
    }

    /** Where the ensemble stands; null without a leader, or if this server is too busy to say. Any thread. */
    EnsembleView view() {
        return ask(
                role -> {
                    if (role instanceof Leading leading) {
                        return EnsembleViews.ofLeader(sid, ensemble, leading.epoch(), leading.followership());
                    }
                    return role instanceof InSync learner ? EnsembleViews.ofLearner(ensemble, learner) : null;
                },
                null);
    }

    private <T> T ask(Function<EnsembleRole, T> question, T otherwise) {
        return replicaThread
                .ask(current -> current instanceof PeerReplica peer ? question.apply(peer.role()) : otherwise)
                .completeOnTimeout(otherwise, ANSWER_MS_MAX, TimeUnit.MILLISECONDS)
                .join();
    }
}
