package io.paddock.server.txn;

import io.paddock.common.Path;
import java.util.HashMap;
import java.util.Map;

/**
 * How many bytes the paths of a session's ephemerals take in its closeSession record. A sum is computed when it is first
 * needed, kept while ephemerals are only added, and forgotten on anything else. Owned by the replica thread.
 */
final class EphemeralBytes {

    private static final int LENGTH_BYTES = 4;

    private final Tip tip;
    private final Map<Long, Long> bytesBySession = new HashMap<>();

    EphemeralBytes(Tip tip) {
        this.tip = tip;
    }

    /** The sum with one more path, which counts from now on. */
    long add(long session, Path path) {
        Long known = bytesBySession.get(session);
        long bytes = (known != null ? known : sum(session)) + LENGTH_BYTES + path.length();
        bytesBySession.put(session, bytes);
        return bytes;
    }

    void forget(long session) {
        bytesBySession.remove(session);
    }

    private long sum(long session) {
        long bytes = 0;
        for (Path path : tip.ephemeralsOf(session)) {
            bytes += LENGTH_BYTES + path.length();
        }
        return bytes;
    }
}
