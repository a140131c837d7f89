package io.paddock.server.runtime;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.WatchEventType;
import io.paddock.server.metrics.Counters;
import io.paddock.server.metrics.Metric;
import io.paddock.server.session.ShardMeter;

/** Gives what a client loop does to the metrics. Owned by that loop. */
final class LoopMeter implements ShardMeter {

    private final Counters counters;
    private final Namespaces namespaces = new Namespaces();

    LoopMeter(Counters counters) {
        this.counters = counters;
    }

    /** Of the loop. */
    Counters counters() {
        return counters;
    }

    @Override
    public void received() {
        counters.increment(Metric.PACKETS_RECEIVED);
    }

    @Override
    public void bytesReceived(int bytes) {
        counters.add(Metric.BYTES_RECEIVED_COUNT, bytes);
    }

    @Override
    public void connectRequested() {
        counters.increment(Metric.CONNECTION_REQUEST_COUNT);
    }

    @Override
    public void resumeRequested() {
        counters.increment(Metric.CONNECTION_REVALIDATE_COUNT);
    }

    @Override
    public void disconnected() {
        counters.increment(Metric.CONNECTION_DROP_COUNT);
    }

    @Override
    public void sessionlessExpired() {
        counters.increment(Metric.SESSIONLESS_CONNECTIONS_EXPIRED);
    }

    @Override
    public void answered(OpCode type, long latencyMs, int bytes) {
        counters.increment(Metric.PACKETS_SENT);
        counters.record(Metric.LATENCY, latencyMs);
        counters.record(Metric.CLIENT_RESPONSE_SIZE, bytes);
        counters.add(Metric.RESPONSE_BYTES, bytes);
        if (type != null && type.kind() == OpCode.Kind.WRITE) {
            counters.record(Metric.UPDATELATENCY, latencyMs);
        } else if (type != null && type.kind() == OpCode.Kind.READ) {
            counters.record(Metric.READLATENCY, latencyMs);
        }
    }

    @Override
    public void read(Path path, int bytes) {
        String namespace = namespaces.of(path);
        if (namespace != null) {
            counters.record(Metric.READ_PER_NAMESPACE, namespace, bytes);
        }
    }

    @Override
    public void sent() {
        counters.increment(Metric.PACKETS_SENT);
    }

    @Override
    public void notified() {
        counters.increment(Metric.PACKETS_SENT);
    }

    @Override
    public void notified(int bytes) {
        notified();
        counters.add(Metric.WATCH_BYTES, bytes);
    }

    @Override
    public void fired(WatchEventType type, int watchers) {
        Metric metric = switch (type) {
            case NODE_CREATED -> Metric.NODE_CREATED_WATCH_COUNT;
            case NODE_DELETED -> Metric.NODE_DELETED_WATCH_COUNT;
            case NODE_DATA_CHANGED -> Metric.NODE_CHANGED_WATCH_COUNT;
            case NODE_CHILDREN_CHANGED -> Metric.NODE_CHILDREN_WATCH_COUNT;
        };
        counters.record(metric, watchers);
    }
}
