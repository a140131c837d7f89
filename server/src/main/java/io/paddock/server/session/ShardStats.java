package io.paddock.server.session;

/** Sums over one shard since the last reset. Written by its event loop. */
public final class ShardStats {

    private long received;
    private long sent;
    private long latencyCount;
    private double latencyMsSum;
    private long latencyMsMin = Long.MAX_VALUE;
    private long latencyMsMax;
    private int responseBytesLast = -1;
    private int responseBytesMin = -1;
    private int responseBytesMax = -1;

    void received() {
        received++;
    }

    void sent(int bytes) {
        sent++;
        responseBytesLast = bytes;
        responseBytesMin = responseBytesMin < 0 ? bytes : Math.min(responseBytesMin, bytes);
        responseBytesMax = Math.max(responseBytesMax, bytes);
    }

    void latency(long ms) {
        latencyCount++;
        latencyMsSum += ms;
        latencyMsMin = Math.min(latencyMsMin, ms);
        latencyMsMax = Math.max(latencyMsMax, ms);
    }

    public void reset() {
        received = 0;
        sent = 0;
        latencyCount = 0;
        latencyMsSum = 0;
        latencyMsMin = Long.MAX_VALUE;
        latencyMsMax = 0;
    }

    public long receivedCount() {
        return received;
    }

    public long sentCount() {
        return sent;
    }

    public long latencyCount() {
        return latencyCount;
    }

    public double latencyMsSum() {
        return latencyMsSum;
    }

    public long latencyMsMin() {
        return latencyCount == 0 ? 0 : latencyMsMin;
    }

    public long latencyMsMax() {
        return latencyMsMax;
    }

    public int responseBytesLast() {
        return responseBytesLast;
    }

    public int responseBytesMin() {
        return responseBytesMin;
    }

    public int responseBytesMax() {
        return responseBytesMax;
    }
}
