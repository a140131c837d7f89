package io.paddock.server.session;

import io.paddock.common.OpCode;

/** Counts what a shard does. Called by its event loop alone. */
public interface ShardMeter {

    void received();

    /** @param type null for a type that does not exist */
    void answered(OpCode type, long latencyMs, int bytes);

    void notified();
}
