package io.paddock.server.runtime;

import io.paddock.common.OpCode;
import io.paddock.server.metrics.Counters;
import io.paddock.server.metrics.Metric;
import io.paddock.server.session.ShardMeter;

/** Gives what a client loop does to the metrics. Owned by that loop. */
final class LoopMeter implements ShardMeter {

    private final Counters counters;

    LoopMeter(Counters counters) {
        this.counters = counters;
    }

    @Override
    public void received() {
        counters.increment(Metric.PACKETS_RECEIVED);
    }

    @Override
    public void answered(OpCode type, long latencyMs, int bytes) {
        counters.increment(Metric.PACKETS_SENT);
        counters.record(Metric.LATENCY, latencyMs);
        counters.record(Metric.CLIENT_RESPONSE_SIZE, bytes);
        if (type != null && type.kind() == OpCode.Kind.WRITE) {
            counters.record(Metric.UPDATELATENCY, latencyMs);
        } else if (type != null && type.kind() == OpCode.Kind.READ) {
            counters.record(Metric.READLATENCY, latencyMs);
        }
    }

    @Override
    public void notified() {
        counters.increment(Metric.PACKETS_SENT);
    }
}
