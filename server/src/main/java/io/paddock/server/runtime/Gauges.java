package io.paddock.server.runtime;

import io.paddock.server.metrics.Metric;
import io.paddock.server.metrics.Metrics;
import io.paddock.server.metrics.ProcessGauges;
import io.paddock.server.replica.Stepped;
import io.paddock.server.tree.Quota;
import io.paddock.server.tree.Tree;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.ToLongFunction;

/** The gauges of a running server. */
final class Gauges {

    private Gauges() {}

    static void register(Metrics metrics, PaddockServer server, ServerState state) {
        ProcessGauges.register(metrics);
        metrics.gauge(Metric.NUM_ALIVE_CONNECTIONS, () -> server.clientPort().connections());
        metrics.gauge(Metric.OUTSTANDING_REQUESTS, () -> state.status().outstanding());
        metrics.gauge(Metric.UPTIME, server::uptimeMs);
        metrics.gauge(Metric.WATCH_COUNT, state::watchCount);
        ofTree(metrics, Metric.ZNODE_COUNT, state, server, ServerState::reportedNodes);
        ofTree(metrics, Metric.EPHEMERALS_COUNT, state, server, Tree::ephemeralCount);
        ofTree(metrics, Metric.APPROXIMATE_DATA_SIZE, state, server, Tree::dataSize);
        ofTree(
                metrics,
                Metric.GLOBAL_SESSIONS,
                state,
                server,
                tree -> tree.sessions().size());
        BusyShare replicaShare = new BusyShare(() -> server.replicaThread().busyNanos());
        BusyShare log = new BusyShare(() -> server.logThread().busyNanos());
        metrics.gauge(Metric.REPLICA_BUSY_SHARE, replicaShare::now);
        metrics.gauge(Metric.LOG_BUSY_SHARE, log::now);
        metrics.gauge(Metric.CLIENT_IO_BUSY_SHARE, new LoopShares(state)::busiest);
        ofQuotas(metrics, Metric.QUOTA_COUNT_LIMIT_PER_NAMESPACE, state, server, Gauges::countLimit);
        ofQuotas(metrics, Metric.QUOTA_BYTES_LIMIT_PER_NAMESPACE, state, server, Gauges::byteLimit);
        ofQuotas(metrics, Metric.QUOTA_COUNT_USAGE_PER_NAMESPACE, state, server, Quota::count);
        ofQuotas(metrics, Metric.QUOTA_BYTES_USAGE_PER_NAMESPACE, state, server, Quota::bytes);
    }

    private static long countLimit(Quota quota) {
        return quota.countHardLimit() >= 0 ? quota.countHardLimit() : quota.countLimit();
    }

    private static long byteLimit(Quota quota) {
        return quota.byteHardLimit() >= 0 ? quota.byteHardLimit() : quota.byteLimit();
    }

    /** Summed over the quotas below one znode of the root; what is not limited is left out. */
    private static void ofQuotas(
            Metrics metrics, Metric gauge, ServerState state, PaddockServer server, ToLongFunction<Quota> value) {
        metrics.gaugeByKey(
                gauge,
                () -> state.replica((Stepped replica) -> {
                    Map<String, Long> byNamespace = new TreeMap<>();
                    for (Quota quota : replica.tree().quotas()) {
                        long amount = value.applyAsLong(quota);
                        if (amount >= 0) {
                            byNamespace.merge(ReplicaReports.namespace(quota.path()), amount, Long::sum);
                        }
                    }
                    return byNamespace;
                }));
    }

    private static void ofTree(
            Metrics metrics, Metric gauge, ServerState state, PaddockServer server, ToLongFunction<Tree> value) {
        metrics.gauge(gauge, () -> state.replica((Stepped replica) -> value.applyAsLong(replica.tree())));
    }
}
