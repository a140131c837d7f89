package io.paddock.server.replica;

import io.paddock.server.zab.Touch;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Sessions that were heard here since the leader's last PING, which is told of them. Owned by the replica thread. */
final class HeardSessions {

    private final Map<Long, Integer> timeoutsMs = new LinkedHashMap<>();

    /** @param timeoutMs never 0: leaders of other makes would end the session at once */
    void heard(long sessionId, int timeoutMs) {
        timeoutsMs.put(sessionId, timeoutMs);
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
