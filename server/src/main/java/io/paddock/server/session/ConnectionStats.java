package io.paddock.server.session;

import io.paddock.common.OpCode;

/** What the four-letter word {@code cons} tells of a connection. Times in ms. Owned by the connection's event loop. */
public final class ConnectionStats {

    private long received;
    private long sent;
    private long establishedWallMs;
    private OpCode lastOperation;
    private int lastCxid = -1;
    private long lastZxid = -1;
    private long lastResponseMs;
    private long lastLatencyMs;
    private long latencyMsMin = Long.MAX_VALUE;
    private long latencyMsMax;
    private long latencyMsSum;
    private long answered;

    void established(long wallMs) {
        establishedWallMs = wallMs;
    }

    void received() {
        received++;
    }

    void sent() {
        sent++;
    }

    void answered(OpCode operation, int cxid, long zxid, long nowMs, long latencyMs) {
        sent++;
        answered++;
        lastOperation = operation;
        if (cxid >= 0) { // Pings and the like have numbers of their own, which tell nothing.
            lastCxid = cxid;
        }
        lastZxid = zxid;
        lastResponseMs = nowMs;
        lastLatencyMs = latencyMs;
        latencyMsMin = Math.min(latencyMsMin, latencyMs);
        latencyMsMax = Math.max(latencyMsMax, latencyMs);
        latencyMsSum += latencyMs;
    }

    public void reset() {
        received = 0;
        sent = 0;
        lastOperation = null;
        lastCxid = -1;
        lastZxid = -1;
        lastResponseMs = 0;
        lastLatencyMs = 0;
        latencyMsMin = Long.MAX_VALUE;
        latencyMsMax = 0;
        latencyMsSum = 0;
        answered = 0;
    }

    public long receivedCount() {
        return received;
    }

    public long sentCount() {
        return sent;
    }

    public long establishedWallMs() {
        return establishedWallMs;
    }

    public String lastOperation() {
        return lastOperation == null ? "NA" : lastOperation.shortName();
    }

    public int lastCxid() {
        return lastCxid;
    }

    public long lastZxid() {
        return lastZxid;
    }

    public long lastResponseMs() {
        return lastResponseMs;
    }

    public long lastLatencyMs() {
        return lastLatencyMs;
    }

    public long latencyMsMin() {
        return answered == 0 ? 0 : latencyMsMin;
    }

    public long latencyMsAverage() {
        return answered == 0 ? 0 : latencyMsSum / answered;
    }

    public long latencyMsMax() {
        return latencyMsMax;
    }
}
