package io.paddock.server.txn;

import io.paddock.common.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * How many bytes the paths of a session's ephemerals take in its closeSession record. A sum is computed when it is first
 * needed and kept up to date from then on: counting anew would cost as much as the session has ephemerals. Like the tip,
 * it can take back what one request has changed. Owned by the replica thread.
 */
final class EphemeralBytes {

    private static final int LENGTH_BYTES = 4;

    /** What is to be added to the sum of a session to take a change back; null if it is to be forgotten instead. */
    private record Undo(long session, Long bytes) {}

    private final Tip tip;
    private final Map<Long, Long> bytesBySession = new HashMap<>();
    private final List<Undo> undo = new ArrayList<>();

    EphemeralBytes(Tip tip) {
        this.tip = tip;
    }

    /** The sum with one more path, which counts from now on. To be called before the tip has it. */
    long add(long session, Path path) {
        Long known = bytesBySession.get(session);
        long added = of(path);
        long bytes = (known != null ? known : sum(session)) + added;
        bytesBySession.put(session, bytes);
        undo.add(new Undo(session, -added));
        return bytes;
    }

    /** A path that counts no longer. */
    void remove(long session, Path path) {
        Long known = bytesBySession.get(session);
        if (known != null) {
            bytesBySession.put(session, known - of(path));
            undo.add(new Undo(session, of(path)));
        } else {
            // A sum that the same request computes later lacks this path: taken back, it would be too small.
            undo.add(new Undo(session, null));
        }
    }

    /** The session is closing. */
    void forget(long session) {
        bytesBySession.remove(session);
    }

    /** Takes back every change since the last {@link #seal}. */
    void undo() {
        for (Undo step : undo) {
            bytesBySession.computeIfPresent(
                    step.session, (session, bytes) -> step.bytes == null ? null : bytes + step.bytes);
        }
        undo.clear();
    }

    /** The request is decided. */
    void seal() {
        undo.clear();
    }

    private long sum(long session) {
        long bytes = 0;
        for (Path path : tip.ephemeralsOf(session)) {
            bytes += of(path);
        }
        return bytes;
    }

    /** What a path takes in the list. */
    static long of(Path path) {
        return LENGTH_BYTES + path.length();
    }
}
