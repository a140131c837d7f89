package io.paddock.simulation;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.Sync;
import io.paddock.server.replica.Answer;
import io.paddock.server.replica.SessionOpened;
import io.paddock.server.txn.Outcome;
import io.paddock.server.txn.WriteRequest;
import java.util.List;

/** A client of a scenario: it does what it is told, once. */
final class Probe implements Opener {

    private static final List<AuthId> NOBODY = List.of();

    /** One request and its answer. */
    static final class Request implements Asker {
        private Answer answer;
        private SimPeer by;

        @Override
        public void onAnswer(SimPeer answerer, Answer given) {
            by = answerer;
            answer = given;
        }

        boolean answered() {
            return answer != null;
        }

        /** The error of the answer; 0 for none. */
        int err() {
            return answer.outcome().err();
        }

        long zxid() {
            return answer.zxid();
        }

        /** Null if the connection is to be closed instead. */
        Outcome outcome() {
            return answer.outcome();
        }

        SimPeer by() {
            return by;
        }
    }

    private final SimPeer peer;
    private SessionOpened opened;
    private int cxid;

    private Probe(SimPeer peer) {
        this.peer = peer;
    }

    /** Opens a session. */
    static Probe at(SimPeer peer) {
        return at(peer, 30_000);
    }

    static Probe at(SimPeer peer, int timeoutMs) {
        Probe probe = new Probe(peer);
        peer.deliver(() -> peer.replica().onOpenSession(probe, timeoutMs));
        return probe;
    }

    /** Comes with a session that was opened elsewhere. */
    static Probe resume(Probe other, SimPeer peer) {
        Probe probe = new Probe(peer);
        peer.deliver(() -> peer.replica().onResumeSession(probe, other.sessionId(), 30_000));
        return probe;
    }

    @Override
    public void onOpened(SimPeer by, SessionOpened session) {
        opened = session;
    }

    boolean isOpen() {
        return opened != null && !opened.refused();
    }

    boolean isRefused() {
        return opened != null && opened.refused();
    }

    long sessionId() {
        return opened.sessionId();
    }

    Request create(String path) {
        return create(path, 0);
    }

    Request createEphemeral(String path) {
        return create(path, 1);
    }

    private Request create(String path, int flags) {
        return send(OpCode.CREATE, new Create(OpCode.CREATE, Path.of(path), new byte[] {1}, Acl.OPEN, flags, 0));
    }

    Request send(OpCode type, ClientRequest body) {
        Request origin = new Request();
        WriteRequest request = new WriteRequest(origin, sessionId(), ++cxid, type, body, NOBODY);
        peer.deliver(() -> peer.replica().onWrite(request, this));
        return origin;
    }

    Request sync() {
        Request origin = new Request();
        WriteRequest request = new WriteRequest(origin, sessionId(), ++cxid, OpCode.SYNC, new Sync(Path.ROOT), NOBODY);
        peer.deliver(() -> peer.replica().onSync(request));
        return origin;
    }
}
