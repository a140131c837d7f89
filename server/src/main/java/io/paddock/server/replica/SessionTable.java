package io.paddock.server.replica;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The life of sessions on the peer that may end them (server semantics, section 6.3). Time is cut into buckets of one
 * tick; all sessions of a bucket expire together, so that a session lives between its timeout and its timeout plus one
 * tick after it was last heard. Times are monotonic milliseconds.
 *
 * <p>Owned by the replica thread.
 */
final class SessionTable {

    private static final class Session {
        private int timeoutMs;
        private long bucketMs;
        private boolean closing;
        private Object owner;
    }

    private final int tickMs;
    private final Map<Long, Session> sessions = new HashMap<>();
    private final TreeMap<Long, Set<Long>> buckets = new TreeMap<>();

    SessionTable(int tickMs) {
        this.tickMs = tickMs;
    }

    void add(long id, int timeoutMs, Object owner, long nowMs) {
        Session session = new Session();
        session.timeoutMs = timeoutMs;
        session.owner = owner;
        session.bucketMs = -1;
        sessions.put(id, session);
        move(id, session, nowMs);
    }

    boolean contains(long id) {
        return sessions.containsKey(id);
    }

    boolean isOpen(long id) {
        Session session = sessions.get(id);
        return session != null && !session.closing;
    }

    boolean isOwnedBy(long id, Object connection) {
        Session session = sessions.get(id);
        return session == null || session.owner == null || session.owner == connection;
    }

    /** Whether a request for the session may come from there. A session without an owner is taken by the first. */
    boolean takeOrIsOwnedBy(long id, Object connection) {
        Session session = sessions.get(id);
        if (session != null && session.owner == null) {
            session.owner = connection;
        }
        return session == null || session.owner == connection;
    }

    /** A client came back: false if there is no such session. */
    boolean resume(long id, int timeoutMs, Object owner, long nowMs) {
        if (!isOpen(id)) {
            return false;
        }
        Session session = sessions.get(id);
        session.timeoutMs = timeoutMs;
        session.owner = owner;
        move(id, session, nowMs);
        return true;
    }

    /** The session was heard at that time. */
    void touch(long id, long heardMs) {
        Session session = sessions.get(id);
        if (session != null && !session.closing) {
            long bucketMs = bucketOf(heardMs + session.timeoutMs);
            if (bucketMs > session.bucketMs) {
                move(id, session, heardMs);
            }
        }
    }

    void markClosing(long id) {
        Session session = sessions.get(id);
        if (session != null) {
            session.closing = true;
            leaveBucket(id, session);
        }
    }

    void remove(long id) {
        Session session = sessions.remove(id);
        if (session != null) {
            leaveBucket(id, session);
        }
    }

    /** Sessions whose bucket has come. They stay until they are marked closing. */
    List<Long> expired(long nowMs) {
        List<Long> ids = new ArrayList<>();
        for (Set<Long> bucket : buckets.headMap(nowMs, true).values()) {
            ids.addAll(bucket);
        }
        return ids;
    }

    /** The process stood still: nobody could be heard meanwhile, so every deadline moves. */
    void forgive(long nowMs) {
        sessions.forEach((id, session) -> {
            if (!session.closing) {
                touch(id, nowMs);
            }
        });
    }

    int timeoutMs(long id) {
        Session session = sessions.get(id);
        return session == null ? 0 : session.timeoutMs;
    }

    /** Deadlines and the sessions that they concern, for operators. */
    TreeMap<Long, List<Long>> byDeadline() {
        TreeMap<Long, List<Long>> view = new TreeMap<>();
        buckets.forEach((bucketMs, ids) -> view.put(bucketMs, List.copyOf(ids)));
        return view;
    }

    private void move(long id, Session session, long heardMs) {
        leaveBucket(id, session);
        session.bucketMs = bucketOf(heardMs + session.timeoutMs);
        buckets.computeIfAbsent(session.bucketMs, bucket -> new LinkedHashSet<>())
                .add(id);
    }

    private void leaveBucket(long id, Session session) {
        Set<Long> bucket = buckets.get(session.bucketMs);
        if (bucket != null && bucket.remove(id) && bucket.isEmpty()) {
            buckets.remove(session.bucketMs);
        }
    }

    private long bucketOf(long deadlineMs) {
        return (Math.floorDiv(deadlineMs, tickMs) + 1) * tickMs;
    }
}
