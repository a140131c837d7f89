package io.paddock.server.replica;

import io.paddock.common.OpCode;
import io.paddock.server.txn.WriteRequest;
import io.paddock.server.zab.PacketType;
import io.paddock.server.zab.Proposal;
import io.paddock.server.zab.QuorumPacket;
import io.paddock.server.zab.Revalidation;
import java.util.List;
import java.util.Map;

/**
 * A follower or an observer serves: what changes something is passed on to the leader of its link.
 *
 * <p>Owned by the replica thread.
 */
final class ServingAsLearner implements Serving {

    private final Forwarded forwarded;
    private final Map<Long, Integer> sessions;
    private final HeardSessions heard;
    private final AppliedStream stream;
    private final PeerEffects effects;

    /** @param sessions a view of those in the tree, with their timeouts in ms. That tree stays the peer's while it serves */
    ServingAsLearner(
            Forwarded forwarded,
            Map<Long, Integer> sessions,
            HeardSessions heard,
            AppliedStream stream,
            PeerEffects effects) {
        this.forwarded = forwarded;
        this.sessions = sessions;
        this.heard = heard;
        this.stream = stream;
        this.effects = effects;
    }

    @Override
    public void openSession(long id, int timeoutMs, Object connection) {
        WriteRequest request = new WriteRequest(null, id, 0, OpCode.CREATE_SESSION, null, List.of());
        send(forwarded.open(request, timeoutMs, connection));
    }

    @Override
    public void resumeSession(long id, int timeoutMs, Object connection) {
        send(forwarded.resume(id, timeoutMs, connection));
    }

    @Override
    public void touched(long id, long heardMs) {
        heard.heard(id, sessions.get(id));
    }

    @Override
    public void write(WriteRequest request, Object connection) {
        send(forwarded.write(request));
    }

    @Override
    public void sync(WriteRequest request) {
        send(forwarded.sync(request));
    }

    private void send(QuorumPacket packet) {
        effects.send(forwarded.link(), packet);
    }

    @Override
    public Waiting waitingFor(Proposal proposal) {
        return forwarded.match(proposal.txn().header());
    }

    @Override
    public void onAnswered(QuorumPacket packet) {
        if (packet.type() == PacketType.SYNC) {
            WriteRequest.Origin origin = forwarded.synced();
            if (origin != null) {
                stream.synced(origin);
            }
        } else {
            SessionOpened resumed = forwarded.resumed(Revalidation.Answer.read(packet.data()));
            if (resumed != null) {
                stream.opened(resumed);
            }
        }
    }
}
