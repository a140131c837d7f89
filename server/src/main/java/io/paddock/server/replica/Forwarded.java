package io.paddock.server.replica;

import io.paddock.common.OpCode;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.txn.TxnHeader;
import io.paddock.server.txn.WriteRequest;
import io.paddock.server.zab.ForwardedRequest;
import io.paddock.server.zab.PacketType;
import io.paddock.server.zab.QuorumPacket;
import io.paddock.server.zab.Revalidation;
import java.util.ArrayDeque;

/**
 * What a learner has passed on to its leader and waits for. It belongs to one link and ends with it: an answer of another
 * link never matches (hazard H35).
 *
 * <p>Owned by the replica thread.
 */
final class Forwarded {

    private record Resume(long sessionId, int timeoutMs, Object connection) {}

    private final long link;
    private final ArrayDeque<Waiting> writes = new ArrayDeque<>();
    private final ArrayDeque<Resume> resumes = new ArrayDeque<>();
    private final ArrayDeque<WriteRequest.Origin> syncs = new ArrayDeque<>();

    Forwarded(long link) {
        this.link = link;
    }

    long link() {
        return link;
    }

    QuorumPacket open(WriteRequest request, int timeoutMs, Object connection) {
        writes.add(new Waiting(request, connection));
        byte[] timeout = new WireOutput(4).int32(timeoutMs).toByteArray();
        ForwardedRequest forwarded =
                new ForwardedRequest(request.sessionId(), 0, OpCode.CREATE_SESSION.code(), timeout);
        return new QuorumPacket(PacketType.REQUEST.code(), -1, forwarded.toBytes(), null);
    }

    QuorumPacket write(WriteRequest request) {
        writes.add(new Waiting(request, null));
        WireOutput body = new WireOutput();
        if (request.body() != null) {
            request.body().write(body);
        }
        return new QuorumPacket(
                PacketType.REQUEST.code(),
                -1,
                new ForwardedRequest(
                                request.sessionId(),
                                request.cxid(),
                                request.type().code(),
                                body.toByteArray())
                        .toBytes(),
                request.identities());
    }

    QuorumPacket resume(long sessionId, int timeoutMs, Object connection) {
        resumes.add(new Resume(sessionId, timeoutMs, connection));
        byte[] question = new Revalidation.Question(sessionId, timeoutMs).toBytes();
        return QuorumPacket.of(PacketType.REVALIDATE, -1, question);
    }

    QuorumPacket sync(WriteRequest request) {
        syncs.add(request.origin());
        WireOutput body = new WireOutput();
        request.body().write(body);
        ForwardedRequest forwarded =
                new ForwardedRequest(request.sessionId(), request.cxid(), OpCode.SYNC.code(), body.toByteArray());
        return new QuorumPacket(PacketType.REQUEST.code(), -1, forwarded.toBytes(), request.identities());
    }

    /** Who waits for this committed transaction: somebody, if it was asked for here. */
    Waiting match(TxnHeader header) {
        Waiting oldest = writes.peek();
        boolean ours = oldest != null
                && oldest.request().sessionId() == header.sessionId()
                && oldest.request().cxid() == header.cxid()
                && (header.type() == oldest.request().type() || header.type() == OpCode.ERROR);
        return ours ? writes.remove() : Waiting.NOBODY;
    }

    /** Null if nobody asked. */
    SessionOpened resumed(Revalidation.Answer answer) {
        Resume oldest = resumes.peek();
        if (oldest == null || oldest.sessionId != answer.sessionId()) {
            return null;
        }
        resumes.remove();
        return new SessionOpened(oldest.connection, oldest.sessionId, answer.valid() ? oldest.timeoutMs : 0);
    }

    /** Who asked first; null if nobody did. */
    WriteRequest.Origin synced() {
        return syncs.poll();
    }

    int count() {
        return writes.size() + resumes.size() + syncs.size();
    }
}
