package io.paddock.server.replica;

import io.paddock.server.txn.Change;
import java.util.List;

/**
 * What one step did that others can see: a link of the stream that the replica extends, behind the gate, and that every
 * client loop follows with a cursor of its own.
 *
 * <p>Immutable but for {@link #next}, which is written and read behind the gate.
 */
public final class Applied {

    private final long lastZxid;
    private final List<Change> changes;
    private final List<SessionOpened> opened;
    private final List<Answer> answers;
    private final List<Long> closedSessions;
    private Applied next;

    Applied(
            long lastZxid,
            List<Change> changes,
            List<SessionOpened> opened,
            List<Answer> answers,
            List<Long> closedSessions) {
        this.lastZxid = lastZxid;
        this.changes = changes;
        this.opened = opened;
        this.answers = answers;
        this.closedSessions = closedSessions;
    }

    /** The first link, which says nothing. */
    public static Applied start(long lastZxid) {
        return new Applied(lastZxid, List.of(), List.of(), List.of(), List.of());
    }

    /** Last zxid of the tree after this step. */
    public long lastZxid() {
        return lastZxid;
    }

    /** In zxid order, and within a multi in the order of its parts. */
    public List<Change> changes() {
        return changes;
    }

    public List<SessionOpened> opened() {
        return opened;
    }

    /** In zxid order. */
    public List<Answer> answers() {
        return answers;
    }

    /** Sessions that ended, by request or by expiry. */
    public List<Long> closedSessions() {
        return closedSessions;
    }

    /** The step after this one, or null. Only behind the gate. */
    public Applied next() {
        return next;
    }

    void link(Applied following) {
        next = following;
    }
}
