package io.paddock.server.runtime;

import io.paddock.server.metrics.Metric;
import io.paddock.server.metrics.Metrics;
import io.paddock.server.metrics.ProcessGauges;
import io.paddock.server.replica.Replica;
import io.paddock.server.tree.Tree;
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
        ofTree(metrics, Metric.ZNODE_COUNT, state, server, Tree::size);
        ofTree(metrics, Metric.EPHEMERALS_COUNT, state, server, Tree::ephemeralCount);
        ofTree(metrics, Metric.APPROXIMATE_DATA_SIZE, state, server, Tree::dataSize);
        ofTree(
                metrics,
                Metric.GLOBAL_SESSIONS,
                state,
                server,
                tree -> tree.sessions().size());
    }

    private static void ofTree(
            Metrics metrics, Metric gauge, ServerState state, PaddockServer server, ToLongFunction<Tree> value) {
        metrics.gauge(gauge, () -> state.replica((Replica ignored) -> value.applyAsLong(server.tree())));
    }
}
