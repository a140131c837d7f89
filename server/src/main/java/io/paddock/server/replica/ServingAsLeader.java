package io.paddock.server.replica;

import io.paddock.common.OpCode;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import io.paddock.server.txn.WriteRequest;
import io.paddock.server.zab.ForwardedRequest;
import io.paddock.server.zab.Leading;
import io.paddock.server.zab.PacketType;
import io.paddock.server.zab.Proposal;
import io.paddock.server.zab.QuorumPacket;
import io.paddock.server.zab.Revalidation;
import io.paddock.server.zab.SyncRounds;
import io.paddock.server.zab.Touch;
import java.util.List;
import java.util.TreeMap;

/**
 * A leader serves: its own clients, and those of its learners, go through one {@link Sequencer}.
 *
 * <p>Owned by the replica thread.
 */
final class ServingAsLeader implements Serving {

    private final Leading leading;
    private final Sequencer sequencer;
    private final AppliedStream stream;
    private final PeerEffects effects;
    private final StepTime time;

    /** Connections that wait for the createSession with that zxid. */
    private final TreeMap<Long, Object> openings = new TreeMap<>();
    /** Each learner as the owner of sessions, by link. */
    private final TreeMap<Long, Object> learnersAsOwners = new TreeMap<>();

    ServingAsLeader(Leading leading, Sequencer sequencer, AppliedStream stream, PeerEffects effects, StepTime time) {
        this.leading = leading;
        this.sequencer = sequencer;
        this.stream = stream;
        this.effects = effects;
        this.time = time;
    }

    /** The first proposals of this leader: see {@link Sequencer#closeUnknownOwners}. */
    @Override
    public void begin() {
        sequencer.closeUnknownOwners(time.wallMs());
    }

    @Override
    public void openSession(long id, int timeoutMs, Object connection) {
        long zxid = leading.nextZxid();
        if (sequencer.openSession(id, timeoutMs, connection, time.nowMs(), time.wallMs())) {
            openings.put(zxid, connection);
        }
    }

    @Override
    public void resumeSession(long id, int timeoutMs, Object connection) {
        boolean resumed = sequencer.sessions().resume(id, timeoutMs, connection, time.nowMs());
        stream.opened(new SessionOpened(connection, id, resumed ? timeoutMs : 0));
    }

    @Override
    public void touched(long id, long heardMs) {
        sequencer.sessions().touch(id, heardMs);
    }

    @Override
    public void write(WriteRequest request, Object connection) {
        sequencer.write(request, connection, time.wallMs());
    }

    @Override
    public void sync(WriteRequest request) {
        leading.onSync(SyncRounds.HERE, request.origin(), effects);
    }

    @Override
    public Waiting waitingFor(Proposal proposal) {
        Object connection = openings.isEmpty() ? null : openings.remove(proposal.zxid());
        WriteRequest request = proposal.request();
        boolean nobody = connection == null && (request == null || request.origin() == null);
        return nobody ? Waiting.NOBODY : new Waiting(request, connection);
    }

    @Override
    public void onSessionClosed(long id) {
        sequencer.onClosed(id);
    }

    @Override
    public void onApplied(long zxid) {
        sequencer.onApplied(zxid);
    }

    @Override
    public void onTick() {
        sequencer.onTick(time.nowMs(), time.wallMs());
    }

    @Override
    public void onRequested(long link, QuorumPacket packet) {
        switch (packet.type()) {
            case PING ->
                Touch.readAll(packet.data())
                        .forEach(touch -> sequencer.sessions().touch(touch.sessionId(), time.nowMs()));
            case REVALIDATE -> revalidate(link, packet);
            case REQUEST -> forwarded(link, packet);
            default -> {}
        }
    }

    private void revalidate(long link, QuorumPacket packet) {
        Revalidation.Question question = Revalidation.Question.read(packet.data());
        boolean valid =
                sequencer.sessions().resume(question.sessionId(), question.timeoutMs(), ownerOf(link), time.nowMs());
        byte[] answer = new Revalidation.Answer(question.sessionId(), valid).toBytes();
        effects.send(link, QuorumPacket.of(PacketType.REVALIDATE, packet.zxid(), answer));
    }

    private void forwarded(long link, QuorumPacket packet) {
        ForwardedRequest request = ForwardedRequest.read(packet.data());
        OpCode type = OpCode.of(request.opCode());
        if (type == OpCode.SYNC) {
            leading.onSync(link, null, effects);
        } else if (type == OpCode.CREATE_SESSION) {
            int timeoutMs = new WireInput(request.body()).int32();
            sequencer.openSession(request.sessionId(), timeoutMs, ownerOf(link), time.nowMs(), time.wallMs());
        } else if (type != null && (type.kind() == OpCode.Kind.WRITE || type == OpCode.CHECK)) {
            WriteRequest write = new WriteRequest(
                    null,
                    request.sessionId(),
                    request.cxid(),
                    type,
                    body(type, request.body()),
                    packet.identities() == null ? List.of() : packet.identities());
            sequencer.write(write, ownerOf(link), time.wallMs());
        }
    }

    private static ClientRequest body(OpCode type, byte[] bytes) {
        try {
            return ClientRequest.read(type, new WireInput(bytes));
        } catch (MalformedRecord e) {
            return null; // Becomes an error transaction, which the learner is waiting for.
        }
    }

    private Object ownerOf(long link) {
        return learnersAsOwners.computeIfAbsent(link, ignored -> new Object());
    }

    @Override
    public void onUnlinked(long link) {
        learnersAsOwners.remove(link);
    }

    @Override
    public boolean leads() {
        return true;
    }

    @Override
    public long changesQueued() {
        return sequencer.tip().queued();
    }

    @Override
    public long changesRemoved() {
        return sequencer.tip().removed();
    }

    @Override
    public TreeMap<Long, List<Long>> sessionsByDeadline() {
        return sequencer.sessions().byDeadline();
    }
}
