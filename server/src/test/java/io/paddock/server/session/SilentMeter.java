package io.paddock.server.session;

import io.paddock.common.OpCode;

/** Counts nothing. */
public final class SilentMeter implements ShardMeter {

    @Override
    public void received() {}

    @Override
    public void answered(OpCode type, long latencyMs, int bytes) {}

    @Override
    public void notified() {}
}
