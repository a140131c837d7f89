package io.paddock.server.peerport;

import java.util.LinkedHashMap;

/** Knows what was said in the last minute: a peer that is sent away comes again at once, and the log should not fill. Any thread. */
final class Repetitions {

    private static final long REMEMBERED_NANOS = 60_000_000_000L;
    private static final int REMEMBERED_MAX = 64;

    private final LinkedHashMap<String, Long> saidNanos = new LinkedHashMap<>();

    /** Whether that is to be said, as it was not for a minute. */
    synchronized boolean isNews(String what, long nowNanos) {
        Long before = saidNanos.get(what);
        if (before != null && nowNanos - before < REMEMBERED_NANOS) {
            return false;
        }
        saidNanos.remove(what);
        saidNanos.put(what, nowNanos);
        if (saidNanos.size() > REMEMBERED_MAX) {
            saidNanos.remove(saidNanos.keySet().iterator().next());
        }
        return true;
    }
}
