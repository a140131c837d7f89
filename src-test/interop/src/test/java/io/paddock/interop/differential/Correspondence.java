package io.paddock.interop.differential;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which zxid and which session of Apache's server is which of ours. The zxids are usually equal; they drift apart where a
 * documented difference uses one up on one side only.
 */
final class Correspondence {

    private final Map<Long, Long> zxids = new HashMap<>();
    private final Map<Long, Long> sessions = new HashMap<>();
    private final List<Long> transactions = new ArrayList<>(List.of(0L));
    private long lastApache;
    private long lastPaddock;

    Correspondence() {
        zxids.put(0L, 0L);
        zxids.put(-1L, -1L);
    }

    long lastApache() {
        return lastApache;
    }

    long lastPaddock() {
        return lastPaddock;
    }

    /** Zxids on Apache's side, from 0 on, that have a counterpart. */
    List<Long> transactions() {
        return transactions;
    }

    /** Both servers used up a zxid for the same thing. False if one of them went back or stood still. */
    boolean advanced(long apache, long paddock) {
        boolean forward = apache > lastApache && paddock > lastPaddock;
        align(apache, paddock);
        return forward;
    }

    /** From now on these are the last zxids, whatever they were before. */
    void align(long apache, long paddock) {
        if (zxids.putIfAbsent(apache, paddock) == null) {
            transactions.add(apache);
        }
        lastApache = apache;
        lastPaddock = paddock;
    }

    void session(long apache, long paddock) {
        sessions.put(apache, paddock);
    }

    /** Our zxid for one of Apache's; null if it is none that we know. */
    Long zxid(long apache) {
        return zxids.get(apache);
    }

    /** Our session for one of Apache's; null if it is none that we know. */
    Long session(long apache) {
        return apache == 0 ? Long.valueOf(0) : sessions.get(apache);
    }
}
