package io.paddock.server.replica;

import io.paddock.server.zab.Touch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Sessions that were heard, or opened anywhere, since the leader's last PING: the answer to the next one tells of them.
 *
 * <p>Owned by the replica thread.
 */
final class HeardSessions {

    private final Map<Long, Integer> timeoutsMs = new LinkedHashMap<>();

    /**
     * @param timeoutMs as agreed; null if the session is not known (yet). Then nothing is told: leaders of other makes take 0 for
     *     its timeout, and end it at once
     */
    void heard(long sessionId, Integer timeoutMs) {
        if (timeoutMs != null) {
            timeoutsMs.put(sessionId, timeoutMs);
        }
    }

    void closed(long sessionId) {
        timeoutsMs.remove(sessionId);
    }

    void forget() {
        timeoutsMs.clear();
    }

    /** What the answer to a PING says. From here on it is collected for the next one. */
    byte[] take() {
        List<Touch> touches = new ArrayList<>(timeoutsMs.size());
        timeoutsMs.forEach((id, timeoutMs) -> touches.add(new Touch(id, timeoutMs)));
        timeoutsMs.clear();
        return Touch.toBytes(touches);
    }
}
