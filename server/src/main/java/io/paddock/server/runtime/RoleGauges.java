package io.paddock.server.runtime;

import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.metrics.Metric;
import io.paddock.server.metrics.Metrics;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.Followership;
import io.paddock.server.zab.InSync;
import io.paddock.server.zab.Leading;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import java.util.function.ToIntFunction;
import java.util.stream.Collectors;

/**
 * The gauges that only a leader or a follower has (operations, section 10.2). Changed by the replica thread, asked by any.
 */
final class RoleGauges {

    private static final List<Metric> OF_ROLES = List.of(
            Metric.LEARNERS,
            Metric.LAG,
            Metric.SYNCED_FOLLOWERS,
            Metric.SYNCED_OBSERVERS,
            Metric.SYNCED_NON_VOTING_FOLLOWERS,
            Metric.PENDING_SYNCS,
            Metric.LEADER_UPTIME,
            Metric.LAST_PROPOSAL_SIZE,
            Metric.MIN_PROPOSAL_SIZE,
            Metric.MAX_PROPOSAL_SIZE);

    private static final int NONE = -1;

    private final Metrics metrics;
    private final Supplier<Followership> followership;
    private final LongSupplier behind;
    private final Set<Long> led = new ConcurrentSkipListSet<>();
    private volatile boolean leads;
    private volatile int lastBytes = NONE;
    private volatile int minBytes = NONE;
    private volatile int maxBytes = NONE;

    /**
     * @param sid of this server
     * @param followership asked on any thread, only while this server leads
     * @param behind the lag of this server, asked on any thread, only while it follows or observes
     */
    RoleGauges(Metrics metrics, long sid, Ensemble ensemble, Supplier<Followership> followership, LongSupplier behind) {
        this.metrics = metrics;
        this.followership = followership;
        this.behind = behind;
        int voters = ensemble.voters().size();
        metrics.gauge(Metric.QUORUM_SIZE, () -> voters);
        metrics.keys(Metric.LEARNER_HANDLER_QP_SIZE, () -> texts(learnersEver()));
        metrics.keys(Metric.LEARNER_HANDLER_QP_TIME_MS, () -> texts(learnersEver()));
        metrics.keys(Metric.ACK_LATENCY, () -> {
            Set<Long> acknowledging = new TreeSet<>(learnersEver());
            acknowledging.removeIf(learner -> !ensemble.isVoter(learner));
            if (!acknowledging.isEmpty()) {
                acknowledging.add(sid);
            }
            return texts(acknowledging);
        });
    }

    void became(EnsembleRole role) {
        leads = role instanceof Leading;
        OF_ROLES.forEach(metrics::removeGauge);
        metrics.removeGaugeByKey(Metric.LEARNER_LAG);
        if (leads) {
            beginToLead();
        } else if (role instanceof InSync) {
            metrics.gauge(Metric.LAG, behind::getAsLong);
        }
    }

    private void beginToLead() {
        long sinceNanos = System.nanoTime();
        lastBytes = NONE;
        minBytes = NONE;
        maxBytes = NONE;
        count(Metric.LEARNERS, Followership::connected);
        count(Metric.SYNCED_FOLLOWERS, Followership::followers);
        count(Metric.SYNCED_OBSERVERS, Followership::observers);
        metrics.gaugeByKey(Metric.LEARNER_LAG, () -> lags(followership.get()));
        metrics.gauge(Metric.SYNCED_NON_VOTING_FOLLOWERS, () -> 0);
        metrics.gauge(Metric.PENDING_SYNCS, () -> 0);
        metrics.gauge(Metric.LEADER_UPTIME, () -> (System.nanoTime() - sinceNanos) / 1_000_000);
        metrics.gauge(Metric.LAST_PROPOSAL_SIZE, () -> lastBytes);
        metrics.gauge(Metric.MIN_PROPOSAL_SIZE, () -> minBytes);
        metrics.gauge(Metric.MAX_PROPOSAL_SIZE, () -> maxBytes);
    }

    /** All learners that were seen to be led by this server: the original shows those that are gone, too. Any thread. */
    private Set<Long> learnersEver() {
        if (leads) {
            followership.get().learners().forEach(learner -> led.add(learner.sid()));
        }
        return led;
    }

    private static Set<String> texts(Set<Long> sids) {
        return sids.stream().map(String::valueOf).collect(Collectors.toSet());
    }

    /** Of the followers that serve: only they say how far they are. */
    private static Map<String, Long> lags(Followership now) {
        Map<String, Long> lags = new TreeMap<>();
        for (Followership.Standing learner : now.learners()) {
            if (learner.follower() && learner.serves()) {
                lags.put(Long.toString(learner.sid()), learner.behind());
            }
        }
        return lags;
    }

    private void count(Metric metric, ToIntFunction<Followership> what) {
        metrics.gauge(metric, () -> what.applyAsInt(followership.get()));
    }

    /** This server, as the leader, has proposed something of that size. Replica thread. */
    void proposed(int bytes) {
        lastBytes = bytes;
        minBytes = minBytes == NONE ? bytes : Math.min(minBytes, bytes);
        maxBytes = Math.max(maxBytes, bytes);
    }

    /** As {@code srvr} shows it: last, least and greatest, -1 if there was none. */
    String proposalSizes() {
        return lastBytes + "/" + minBytes + "/" + maxBytes;
    }
}
