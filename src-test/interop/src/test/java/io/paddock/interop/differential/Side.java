package io.paddock.interop.differential;

import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Reply;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.ServerProcess;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** One server and the connections of all slots to it. */
final class Side implements AutoCloseable {

    /** The xid of the reads by which a connection shows that nothing more is under way to it. */
    private static final int BARRIER_XID = -424_242;

    private final ServerProcess server;
    private final RawClient[] connections = new RawClient[Generator.SLOTS];
    private final RawClient.Session[] sessions = new RawClient.Session[Generator.SLOTS];

    /** What came back on one connection: notifications and replies in their order, and whether it was closed then. */
    record Heard(List<Reply> frames, boolean closed) {}

    Side(ServerProcess server) {
        this.server = server;
    }

    ServerProcess server() {
        return server;
    }

    boolean isConnected(int slot) {
        return connections[slot] != null;
    }

    RawClient.Session session(int slot) {
        return sessions[slot];
    }

    void session(int slot, RawClient.Session session) {
        sessions[slot] = session;
    }

    /** Sends the frames in one write. */
    void say(int slot, List<byte[]> frames) {
        try {
            connections[slot].sendAll(frames);
        } catch (IOException closedMeanwhile) {
            // What the server said before it closed is still to be read.
        }
    }

    /** Reads so many replies, or up to the end of the stream. */
    Heard hear(int slot, int replies) throws IOException {
        List<Reply> frames = new ArrayList<>();
        int missing = replies;
        while (missing > 0) {
            byte[] frame = connections[slot].receive();
            if (frame == null) {
                drop(slot);
                return new Heard(frames, true);
            }
            Reply reply = Reply.of(frame);
            frames.add(reply);
            if (!reply.isNotification()) {
                missing--;
            }
        }
        return new Heard(frames, false);
    }

    /** Asks for a harmless znode: when it is answered, all that was under way to this connection has come. */
    void sayBarrier(int slot) {
        say(slot, List.of(Requests.frame(BARRIER_XID, Op.EXISTS, Requests.read("/", false))));
    }

    static boolean isBarrier(Reply reply) {
        return reply.xid() == BARRIER_XID;
    }

    /** Opens a connection with this ConnectRequest in this slot; null if the server closes instead of answering. */
    RawClient.Session connect(int slot, byte[] connectRequest) throws IOException {
        drop(slot);
        connections[slot] = RawClient.open(server.port());
        RawClient.Session session = connections[slot].connect(connectRequest);
        if (session == null || session.id() == 0) {
            drop(slot);
        }
        return session;
    }

    void drop(int slot) throws IOException {
        if (connections[slot] != null) {
            connections[slot].close();
            connections[slot] = null;
        }
    }

    /** Reads to the end of the stream, which the server must be about to close. */
    Heard hearTheEnd(int slot) throws IOException {
        return hear(slot, Integer.MAX_VALUE);
    }

    @Override
    public void close() throws IOException {
        for (int slot = 0; slot < connections.length; slot++) {
            drop(slot);
        }
    }
}
