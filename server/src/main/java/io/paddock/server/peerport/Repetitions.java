package io.paddock.server.peerport;

import java.util.LinkedHashMap;

/** Knows what was said in the last minute: a peer that is sent away comes again at once, and the log should not fill. Any thread. */
final class Repetitions {

    private static final long REMEMBERED_NANOS = 60_000_000_000L;
    private static final int REMEMBERED_MAX = 64;
    private static final long NOT_NOW = -1;

    private static final class Said {
        private final long atNanos;
        private long unsaid;

        Said(long atNanos) {
            this.atNanos = atNanos;
        }
    }

    private final LinkedHashMap<String, Said> said = new LinkedHashMap<>();

    /**
     * What to add to a line: nothing if it is new, how often it was not said if that was so for a minute, and null if it is not
     * to be said now.
     */
    synchronized String ending(String what, long nowNanos) {
        long unsaid = unsaid(what, nowNanos);
        if (unsaid == NOT_NOW) {
            return null;
        }
        return unsaid == 0 ? "" : " (and " + unsaid + " times more since that was said last)";
    }

    /** Whether {@link #ending} was asked about that in the last minute. */
    synchronized boolean isRecent(String what, long nowNanos) {
        Said before = said.get(what);
        return before != null && nowNanos - before.atNanos < REMEMBERED_NANOS;
    }

    private long unsaid(String what, long nowNanos) {
        Said before = said.get(what);
        if (before != null && nowNanos - before.atNanos < REMEMBERED_NANOS) {
            before.unsaid++;
            return NOT_NOW;
        }
        said.remove(what);
        said.put(what, new Said(nowNanos));
        if (said.size() > REMEMBERED_MAX) {
            said.remove(said.keySet().iterator().next());
        }
        return before == null ? 0 : before.unsaid;
    }
}
