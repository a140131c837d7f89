package io.paddock.server.peerport;

import io.paddock.server.ensemble.Ensemble;

/**
 * @param sid of this server; it is in the ensemble
 * @param ensemble who is dialled, and where this server listens
 * @param tickMs {@code tickTime}
 * @param initLimit ticks, as configured
 * @param syncLimit ticks, as configured
 * @param cnxTimeoutMs what a dial may take ({@code cnxTimeout}; the default if that is not positive)
 * @param quorumListenOnAllIps listen on the wildcard address ({@code quorumListenOnAllIPs})
 * @param tcpKeepAlive keep-alive on all connections between servers ({@code tcpKeepAlive})
 * @param packetBytesMax the longest data of a packet that is taken ({@code jute.maxbuffer} and {@code
 *     jute.maxbuffer.extrasize} together)
 * @param identifyMsMax what a connection may take to say who it is ({@code quorumCnxnTimeoutMs}; tickTime x syncLimit if
 *     that is not positive)
 * @param electionPortBindRetry how often binding the election port is tried again, a second apart; 0 = for ever
 * @param outboundBytesMax what may wait for a learner that does not take it; beyond, the link ends
 * @param catchUpBytesMax instead, from the first packet of a learner's synchronization until it has taken so much that the
 *     usual bound holds: everything that is proposed while a snapshot travels waits behind it. Not below the usual bound
 */
public record PeerPortOptions(
        long sid,
        Ensemble ensemble,
        int tickMs,
        int initLimit,
        int syncLimit,
        int cnxTimeoutMs,
        boolean quorumListenOnAllIps,
        boolean tcpKeepAlive,
        long packetBytesMax,
        int identifyMsMax,
        int electionPortBindRetry,
        long outboundBytesMax,
        long catchUpBytesMax) {

    public static final int CNX_TIMEOUT_MS = 5_000;
    public static final long PACKET_BYTES_MAX = 2_097_150;
    public static final int ELECTION_PORT_BIND_RETRY = 3;

    private static final long OUTBOUND_BYTES_LEAST = 64L << 20;

    public PeerPortOptions {
        if (cnxTimeoutMs <= 0) {
            cnxTimeoutMs = CNX_TIMEOUT_MS;
        }
        if (ensemble.peer(sid) == null) {
            throw new IllegalArgumentException("server " + sid + " is not in its own ensemble");
        }
        catchUpBytesMax = Math.max(catchUpBytesMax, outboundBytesMax);
        if (identifyMsMax <= 0) {
            identifyMsMax = Math.multiplyExact(tickMs, syncLimit);
        }
    }

    /** With the defaults of everything else. */
    public static PeerPortOptions of(long sid, Ensemble ensemble, int tickMs, int initLimit, int syncLimit) {
        return new PeerPortOptions(
                sid,
                ensemble,
                tickMs,
                initLimit,
                syncLimit,
                CNX_TIMEOUT_MS,
                false,
                false,
                PACKET_BYTES_MAX,
                -1,
                ELECTION_PORT_BIND_RETRY,
                outboundBytesMax(Runtime.getRuntime().maxMemory()),
                catchUpBytesMax(Runtime.getRuntime().maxMemory()));
    }

    /** A sensible bound for a heap of that size. */
    public static long outboundBytesMax(long heapBytesMax) {
        return Math.max(OUTBOUND_BYTES_LEAST, heapBytesMax / 8);
    }

    /** The same for a learner that is being synchronized. Links share what they send, so this is not for each of them. */
    public static long catchUpBytesMax(long heapBytesMax) {
        return Math.max(OUTBOUND_BYTES_LEAST, heapBytesMax / 4);
    }
}
