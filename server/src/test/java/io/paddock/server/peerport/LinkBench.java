package io.paddock.server.peerport;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.LearnerInfo;
import io.paddock.server.zab.PacketType;
import io.paddock.server.zab.QuorumPacket;
import java.io.IOException;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Three peers on the loopback: one that leads, and learners of ours or bare sockets. For one test. */
final class LinkBench implements AfterEachCallback {

    final TestPeers peers = new TestPeers(1, 2, 3);
    final Told leaderTold = new Told();
    final Told learnerTold = new Told();

    @Override
    public void afterEach(ExtensionContext context) {
        peers.close();
    }

    /** A leader and a learner of ours, linked. */
    record Pair(PeerPort leader, PeerPort learner, long atLeader, long atLearner) {}

    Pair pair() {
        PeerPort leader = peers.prepared(3, leaderTold);
        leader.listen(true);
        PeerPort learner = peers.prepared(1, learnerTold);
        dial(learner, learnerTold, 3);
        Told.Linked there = learnerTold.await(Told.Linked.class, linked -> true);
        assertThat(there.dialled()).isEqualTo(3);
        learner.send(there.link(), followerInfo(1));
        learner.flush();
        Told.Linked here = leaderTold.await(Told.Linked.class, linked -> true);
        assertThat(here.dialled()).isEqualTo(EnsembleRole.INBOUND);
        leaderTold.await(Told.Packet.class, told -> told.packet().type() == PacketType.FOLLOWER_INFO);
        return new Pair(leader, learner, here.link(), there.link());
    }

    /** As a core does it: again when it has failed. */
    static void dial(PeerPort from, Told told, long sid) {
        long failures = told.all(Told.DialFailed.class).size();
        long links = told.all(Told.Linked.class).size();
        while (told.all(Told.Linked.class).size() == links) {
            from.dial(sid);
            failures++;
            awaitAnswer(told, failures, links);
        }
    }

    static void awaitAnswer(Told told, long failures, long links) {
        told.await(
                Told.Event.class,
                event -> told.all(Told.DialFailed.class).size() >= failures
                        || told.all(Told.Linked.class).size() > links);
    }

    static QuorumPacket followerInfo(long sid) {
        byte[] info = new LearnerInfo(sid, LearnerInfo.PROTOCOL_VERSION, 0).toBytes();
        return QuorumPacket.of(PacketType.FOLLOWER_INFO, 0, info);
    }

    RawPeer rawLearner(long sid) throws IOException {
        return RawPeer.dial(peers.quorumPort(3)).send(RawPeer.bytes(followerInfo(sid)));
    }

    /** As soon as the port of the leader is bound. */
    RawPeer rawLearnerSoon(long sid) {
        AtomicReference<RawPeer> learner = new AtomicReference<>();
        Eventually.holds(() -> {
            try {
                learner.set(rawLearner(sid));
            } catch (IOException notYet) {
                throw new AssertionError("nobody listens yet", notYet);
            }
        });
        return learner.get();
    }

    PeerPort leader() {
        PeerPort leader = peers.prepared(3, leaderTold);
        leader.listen(true);
        // The port is open when somebody can connect.
        PeerPort learner = peers.prepared(2, learnerTold);
        dial(learner, learnerTold, 3);
        learner.close();
        return leader;
    }
}
