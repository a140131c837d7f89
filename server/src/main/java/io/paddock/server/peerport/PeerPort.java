package io.paddock.server.peerport;

import io.paddock.server.election.Notification;
import io.paddock.server.zab.QuorumPacket;
import java.io.IOException;

/**
 * The connections of this server to the other servers of its ensemble. Any thread may call it; nothing waits but {@link
 * #start} and {@link #close}. Events come on its I/O thread.
 *
 * <p>A call that ends a link or a dial crosses events that are on their way: whoever gets these knows links by their number.
 */
public final class PeerPort implements AutoCloseable {

    public PeerPort(PeerPortOptions options, PeerEvents events) {}

    /**
     * Binds the election port.
     *
     * @throws IOException if that is impossible; the message says for an operator what to do
     */
    public void start() throws IOException {
        throw new UnsupportedOperationException();
    }

    /**
     * Whether learners are accepted: while this server is establishing itself as a leader or leads. Otherwise the quorum port
     * is closed and the links that came by it end, without {@code onUnlinked}. A port that cannot be bound is an error in the
     * log and is tried again.
     */
    public void listen(boolean open) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sends to a peer's election port, connecting if needed. Replaces what was not delivered yet. Not for this server itself.
     */
    public void notify(long sid, Notification notification) {
        throw new UnsupportedOperationException();
    }

    /**
     * Connects to a peer's quorum port: answered by {@code onLinked(link, sid)} or {@code onDialFailed}. A dial that is under
     * way is given up, without an answer. Names are resolved anew, and all addresses of the peer are tried.
     */
    public void dial(long sid) {
        throw new UnsupportedOperationException();
    }

    /** In order per link; does nothing for a link that has ended. Leaves with {@link #flush}, or some milliseconds later. */
    public void send(long link, QuorumPacket packet) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sends a packet without identities.
     *
     * @param payload shared by all links that it is sent on; must not be changed. Null for none
     */
    public void send(long link, int code, long zxid, byte[] payload) {
        throw new UnsupportedOperationException();
    }

    /**
     * Sends a SNAP packet and the stream behind it; what is sent later queues behind that.
     *
     * @param label the zxid of the packet
     * @param source is closed by the port in any case
     */
    public void sendSnapshot(long link, long label, SnapshotSource source) {
        throw new UnsupportedOperationException();
    }

    /** Ends a link: what was sent before still leaves, if the other end takes it soon, and nothing more is told of it. */
    public void unlink(long link, String why) {
        throw new UnsupportedOperationException();
    }

    /** What was sent since the last time leaves now: once per step. */
    public void flush() {
        throw new UnsupportedOperationException();
    }

    /** Ends all connections and threads. Does nothing the second time. */
    @Override
    public void close() {
        throw new UnsupportedOperationException();
    }
}
