package io.paddock.server.session;

import io.paddock.common.AuthId;
import io.paddock.common.protocol.ConnectRequest;
import io.paddock.common.wire.WireOutput;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/**
 * One client connection. Requests stand in two queues, in order: {@link #inFlight} holds writes that the replica has, and
 * {@link #waiting}, behind it, everything else.
 *
 * <p>Owned by its event loop.
 */
public final class Connection {

    enum Phase {
        /** Nothing has come yet. */
        NEW,
        /** The connect request is to be judged at the next passage of the gate. */
        KNOCKING,
        /** The replica is opening the session. */
        OPENING,
        OPEN,
        /** What is buffered goes out, and no more. */
        CLOSED
    }

    /** The shard that it belongs to, to be compared only: other shards see answers to its requests, too. */
    final SessionShard shard;

    final ClientLink link;
    final ConnectionStats stats = new ConnectionStats();
    final WireOutput out = new WireOutput(256);
    final ArrayDeque<Pending> inFlight = new ArrayDeque<>();
    final ArrayDeque<Pending> waiting = new ArrayDeque<>();
    /** Frames that came behind the connect request, until the session is open. */
    final List<byte[]> held = new ArrayList<>();

    Phase phase = Phase.NEW;
    ConnectRequest knock;
    long sessionId;
    int timeoutMs;
    List<AuthId> identities;
    /** In the shard's list of connections to look at. */
    boolean dirty;
    /** In the shard's list of connections with output. */
    boolean hasOutput;
    /** The session has ended: the connection goes when all that was answered has been sent. */
    boolean sessionEnded;
    /** Reads wait until the client has taken what was sent. */
    boolean blocked;
    /** Something was heard since the last report to the replica. */
    boolean touched;

    long heardMs;
    boolean stalled;
    /** It is there for a four-letter word. */
    private boolean carriesWord;
    /** Requests that wait at the shard's throttle, behind {@link #waiting}. */
    int throttled;
    /** Requests in {@link #waiting} that have left the throttle because they wait for the client alone. */
    int outsideThrottle;
    /** Unanswered requests that the limit on outstanding ones counts: those with a positive xid. */
    int counted;
    /** Sum of the large requests that are not answered. */
    long largeBytes;
    /** The client has disconnected, or was cut off. */
    boolean gone;
    /** A request was dropped: none behind it is carried out. */
    boolean dropped;
    // Of Gathering.

    /** All was answered, the last a write, and nothing has come since. */
    boolean answered;

    long answeredNanos;
    /** It asked again soon after the answer before. */
    boolean asksSoon;
    /** The round in which it is expected. */
    long expectedIn;

    Connection(SessionShard shard, ClientLink link, List<AuthId> identities) {
        this.shard = shard;
        this.link = link;
        this.identities = identities;
    }

    void heard(long nowMs) {
        touched = true;
        heardMs = nowMs;
    }

    int unanswered() {
        return inFlight.size() + waiting.size() + throttled;
    }

    /** True until the first frame. */
    public boolean isNew() {
        return phase == Phase.NEW;
    }

    public long sessionId() {
        return sessionId;
    }

    /** The transport, which knows where the client is. */
    public ClientLink link() {
        return link;
    }

    public int timeoutMs() {
        return timeoutMs;
    }

    public int queued() {
        return unanswered();
    }

    public boolean isRead() {
        return !stalled && !carriesWord;
    }

    /** A four-letter word has come instead of a session: nothing is read behind it. */
    public void onWord() {
        carriesWord = true;
        stats.received();
    }

    public ConnectionStats stats() {
        return stats;
    }
}
