package io.paddock.server.session;

import java.util.ArrayList;
import java.util.List;

/**
 * The unanswered requests of a shard in numbers, and the connections that are not read because of them (server
 * semantics, section 12).
 *
 * <p>Owned by its event loop.
 */
final class Backlog {

    /** Requests of one connection that may wait here before no more of them is read. */
    private static final int CONNECTION_QUEUE_MAX = 4096;

    private final int outstandingMax;
    private final LargeRequests largeRequests;
    private final int largeAboveBytes;
    private final LimitListener listener;
    private final List<Connection> stalled = new ArrayList<>();
    private int outstanding;
    /** Those with a positive xid, which count against the limit. */
    private int counted;

    private boolean ending;

    Backlog(ShardOptions options) {
        this.outstandingMax = options.outstandingMax();
        this.largeRequests = options.limits().largeRequests();
        this.largeAboveBytes = largeRequests.largeAboveBytes();
        this.listener = options.limits().listener();
    }

    int outstanding() {
        return outstanding;
    }

    /** False if a request of that length is one large request too many. To be asked before {@link #add}. */
    boolean hasRoomFor(Connection connection, int frameBytes) {
        if (frameBytes <= largeAboveBytes) {
            return true;
        }
        boolean entered = largeRequests.tryEnter(frameBytes);
        if (entered) {
            connection.largeBytes += frameBytes;
        } else {
            listener.largeRequestRefused();
        }
        return entered;
    }

    void add(Pending pending) {
        outstanding++;
        if (pending.xid > 0) {
            counted++;
            pending.connection.counted++;
        }
    }

    /** A request is answered: it takes no more room. */
    void release(Pending pending) {
        Connection connection = pending.connection;
        outstanding--;
        if (pending.xid > 0) {
            counted--;
            connection.counted--;
        }
        if (pending.frameBytes > largeAboveBytes) {
            connection.largeBytes -= pending.frameBytes;
            largeRequests.leave(pending.frameBytes);
        }
    }

    /** Nothing that this connection has asked will be answered. */
    void forget(Connection connection) {
        stalled.remove(connection);
        outstanding -= connection.unanswered();
        counted -= connection.counted;
        connection.counted = 0;
        if (connection.largeBytes > 0) {
            largeRequests.leave(connection.largeBytes);
            connection.largeBytes = 0;
        }
    }

    /** Reads no more of a connection that has enough in work. */
    void stallIfOver(Connection connection) {
        if (!connection.stalled && isOver(connection)) {
            connection.stalled = true;
            stalled.add(connection);
            connection.link.wantFrames(false);
        }
    }

    void resumeIfUnder(Connection connection) {
        if (connection.stalled && !isOver(connection)) {
            connection.stalled = false;
            stalled.remove(connection);
            if (connection.phase == Connection.Phase.OPEN) {
                read(connection);
            }
        }
    }

    /** The shard as a whole has answered much: others may go on, too. */
    void resumeAllUnder() {
        if (!stalled.isEmpty() && counted <= outstandingMax) {
            List.copyOf(stalled).forEach(this::resumeIfUnder);
        }
    }

    /** Reads the connection, unless the server is to end. */
    void read(Connection connection) {
        connection.link.wantFrames(!ending);
    }

    /** From now on no connection is read. */
    void stopReading() {
        ending = true;
    }

    private boolean isOver(Connection connection) {
        return connection.unanswered() >= CONNECTION_QUEUE_MAX || counted > outstandingMax && connection.counted > 0;
    }
}
