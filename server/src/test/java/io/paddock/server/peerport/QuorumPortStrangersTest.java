package io.paddock.server.peerport;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.runtime.LogLines;
import io.paddock.server.zab.PacketType;
import io.paddock.server.zab.QuorumPacket;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever connects to the quorum port and is no peer, or no good one. */
class QuorumPortStrangersTest {

    @RegisterExtension
    final LinkBench links = new LinkBench();

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "\0\0\0\3\0\0\0\0\0\0\0\1\377\377\377\377\377\377\377\377"})
    void whoDoesNotBeginAsALearnerIsSentAwayWithOneLineAndTheCoreHearsNothing(String garbage) throws IOException {
        links.leader();
        try (LogLines lines = new LogLines(Complaints.class);
                RawPeer raw = RawPeer.dial(links.peers.quorumPort(3))) {
            raw.send(garbage.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(raw.awaitEnd()).isTrue();
            assertThat(lines.lines())
                    .singleElement()
                    .asString()
                    .contains("to the quorum port: it begins with a packet of type");
        }
        assertThat(links.leaderTold.events()).isEmpty();
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {-2, 2_097_151, Integer.MAX_VALUE})
    void dataOfAnImpossibleLengthEndsTheLink(int length) throws IOException {
        links.leader();
        try (LogLines lines = new LogLines(Complaints.class);
                RawPeer raw = links.rawLearner(1)) {
            raw.send(new WireOutput().int32(3).int64(1).int32(length).toByteArray());
            assertThat(raw.awaitEnd()).isTrue();
            assertThat(lines.lines()).singleElement().asString().contains("announces " + length + " bytes of data");
        }
        Told.Unlinked unlinked = links.leaderTold.await(Told.Unlinked.class, told -> true);
        assertThat(unlinked.why()).contains("announces " + length + " bytes of data");
    }

    @Test
    void identitiesThatNeverEndEndTheLink() throws IOException {
        links.leader();
        try (RawPeer raw = links.rawLearner(1)) {
            raw.send(new WireOutput()
                    .int32(1)
                    .int64(1)
                    .int32(-1)
                    .int32(Integer.MAX_VALUE)
                    .raw(new byte[3 << 20])
                    .toByteArray());
            assertThat(raw.awaitEnd()).isTrue();
        }
        links.leaderTold.await(Told.Unlinked.class, told -> told.why().contains("identities"));
    }

    @Test
    void whoSaysNothingIsSentAwayAfterATimeAndTheCoreHearsNothing() throws IOException {
        links.peers.identifyMsMax(50);
        links.leader();
        try (LogLines lines = new LogLines(Complaints.class);
                RawPeer raw = RawPeer.dial(links.peers.quorumPort(3)).send(new byte[] {0, 0, 0, 11})) {
            assertThat(raw.awaitEnd()).isTrue();
            assertThat(lines.lines()).singleElement().asString().contains("it has not said who it is within 50 ms");
        }
        assertThat(links.leaderTold.events()).isEmpty();
    }

    @Test
    void aLeaderThatWasDialledMayBeSilent() throws IOException {
        links.peers.identifyMsMax(1);
        try (RawPeer.Listener leader = new RawPeer.Listener();
                RawPeer.Listener other = new RawPeer.Listener()) {
            links.peers.at(3, leader.port(), other.port());
            PeerPort learner = links.peers.prepared(1, links.learnerTold);
            learner.dial(3);
            try (RawPeer raw = leader.accept()) {
                links.learnerTold.await(Told.Linked.class, told -> true);
                // Somebody else runs into the limit meanwhile.
                learner.listen(true);
                Eventually.holds(() -> awaitSentAway(links.peers.quorumPort(1)));
                raw.send(RawPeer.bytes(QuorumPacket.of(PacketType.PING, 1)));
                links.learnerTold.await(Told.Packet.class, told -> told.packet().type() == PacketType.PING);
            }
        }
    }

    private static void awaitSentAway(int port) {
        try (RawPeer silent = RawPeer.dial(port)) {
            assertThat(silent.awaitEnd()).isTrue();
        } catch (IOException notOpenYet) {
            throw new AssertionError(notOpenYet);
        }
    }

    @Test
    void aLearnerThatSendsASnapshotIsNone() throws IOException {
        links.leader();
        try (RawPeer raw = links.rawLearner(1)) {
            raw.send(RawPeer.bytes(QuorumPacket.of(PacketType.SNAP, 1)));
            assertThat(raw.awaitEnd()).isTrue();
        }
        links.leaderTold.await(Told.Unlinked.class, told -> told.why().contains("a learner sends a snapshot"));
    }

    @Test
    void packetsOfAnUnknownTypeAreTold() throws IOException {
        links.leader();
        try (RawPeer raw = links.rawLearner(1)) {
            byte[] unknown =
                    new WireOutput().int32(99).int64(7).int32(-1).int32(-1).toByteArray();
            raw.send(unknown);
            QuorumPacket packet = links.leaderTold
                    .await(Told.Packet.class, told -> told.packet().code() == 99)
                    .packet();
            assertThat(packet).isEqualTo(QuorumPacket.read(new WireInput(unknown)));
        }
    }
}
