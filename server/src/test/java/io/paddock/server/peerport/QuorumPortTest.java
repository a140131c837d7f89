package io.paddock.server.peerport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.AuthId;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.QuorumFixture;
import io.paddock.server.QuorumFixture.Message;
import io.paddock.server.runtime.LogLines;
import io.paddock.server.zab.PacketType;
import io.paddock.server.zab.QuorumPacket;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Links between peers, and the packets on them. */
class QuorumPortTest {

    @RegisterExtension
    final LinkBench links = new LinkBench();

    @Test
    void aBurstEndsBehindItsPackets() throws Exception {
        LinkBench.Pair pair = links.pair();
        for (int i = 1; i <= 100; i++) {
            pair.learner().send(pair.atLearner(), QuorumPacket.of(PacketType.ACK, i));
        }
        pair.learner().flush();
        links.leaderTold.await(Told.Packet.class, told -> told.packet().zxid() == 100);
        links.leaderTold.awaitEndOfBurst(links.leaderTold.events().size());
    }

    // The bytes.

    static Stream<Message> packets() {
        return Stream.of(
                        "02-formation-diff.txt",
                        "03-create-session-and-node.txt",
                        "04-rejoin-diff.txt",
                        "05-rejoin-trunc.txt",
                        "07-transactions.txt",
                        "08-requests-sync-revalidate.txt",
                        "09-reconfig.txt",
                        "10-observer.txt")
                .flatMap(file -> QuorumFixture.messages(file).stream())
                .filter(message -> !message.title().startsWith("SNAP"));
    }

    @Test
    void everyRecordedPacketIsReceivedAndSentAsItWas() throws IOException {
        List<Message> recorded = packets().toList();
        WireOutput all = new WireOutput();
        recorded.forEach(message -> all.raw(message.bytes()));
        PeerPort leader = links.leader();
        try (RawPeer raw = links.rawLearner(1)) {
            raw.sendSlowly(all.toByteArray());
            links.leaderTold.await(recorded.size() + 1, Told.Packet.class, told -> true);
            List<Told.Packet> received = links.leaderTold.all(Told.Packet.class);
            WireOutput again = new WireOutput();
            received.stream().skip(1).forEach(told -> told.packet().write(again));
            assertThat(again.toByteArray()).isEqualTo(all.toByteArray());

            received.stream().skip(1).forEach(told -> leader.send(told.link(), told.packet()));
            leader.flush();
            assertThat(raw.read(all.size())).isEqualTo(all.toByteArray());
        }
    }

    // Links.

    @Test
    void manyPacketsArriveInOrderBothWaysWithAndWithoutFlush() {
        LinkBench.Pair pair = links.pair();
        Random random = new Random(5);
        int count = 50_000;
        for (int i = 1; i <= count; i++) {
            byte[] data = new byte[random.nextInt(300)];
            pair.leader().send(pair.atLeader(), PacketType.PROPOSAL.code(), i, data);
            pair.learner().send(pair.atLearner(), QuorumPacket.of(PacketType.ACK, i));
            if (random.nextInt(50) == 0) {
                pair.leader().flush();
            }
        }
        links.learnerTold.await(Told.Packet.class, told -> told.packet().zxid() == count);
        links.leaderTold.await(Told.Packet.class, told -> told.packet().zxid() == count);
        List<Told.Packet> there = links.learnerTold.all(Told.Packet.class);
        List<Told.Packet> here = links.leaderTold.all(Told.Packet.class);
        for (int i = 1; i <= count; i++) {
            assertThat(there.get(i - 1).packet().zxid()).isEqualTo(i);
            assertThat(here.get(i).packet().zxid()).isEqualTo(i);
        }
    }

    @Test
    void theLongestDataIsTakenAndIdentitiesTravel() {
        LinkBench.Pair pair = links.pair();
        byte[] longest = new byte[(int) PeerPortOptions.PACKET_BYTES_MAX];
        new Random(1).nextBytes(longest);
        QuorumPacket request = new QuorumPacket(
                PacketType.REQUEST.code(),
                -1,
                longest,
                List.of(new AuthId("ip", "127.0.0.1"), new AuthId("digest", "u:x")));
        pair.learner().send(pair.atLearner(), request);
        QuorumPacket received = links.leaderTold
                .await(Told.Packet.class, told -> told.packet().type() == PacketType.REQUEST)
                .packet();
        assertThat(received.data()).isEqualTo(longest);
        assertThat(received.identities()).isEqualTo(request.identities());
    }

    @Test
    void whatWasSentBeforeALinkIsEndedStillArrives() {
        LinkBench.Pair pair = links.pair();
        for (int i = 1; i <= 1_000; i++) {
            pair.leader().send(pair.atLeader(), QuorumPacket.of(PacketType.COMMIT, i));
        }
        pair.leader().unlink(pair.atLeader(), "for a test");
        pair.leader().send(pair.atLeader(), QuorumPacket.of(PacketType.COMMIT, 1_001));
        links.learnerTold.await(Told.Unlinked.class, told -> told.link() == pair.atLearner());
        List<Told.Packet> received = links.learnerTold.all(Told.Packet.class);
        assertThat(received.get(received.size() - 1).packet().zxid()).isEqualTo(1_000);
        assertThat(links.leaderTold.all(Told.Unlinked.class)).isEmpty();
    }

    @Test
    void aServerThatDoesNotListenCannotBeDialled() {
        PeerPort learner = links.peers.prepared(1, links.learnerTold);
        learner.dial(3);
        links.learnerTold.await(Told.DialFailed.class, told -> true);
        learner.dial(99);
        links.learnerTold.await(2, Told.DialFailed.class, told -> true);
    }

    @Test
    void aServerOfWhichOneAddressIsDeadIsDialledAtTheOther() throws IOException {
        try (RawPeer.Listener leader = new RawPeer.Listener()) {
            links.peers.at(3, TestPeers.freePort(), 1).alsoAt(3, leader.port(), 1);
            links.peers.prepared(1, links.learnerTold).dial(3);
            links.learnerTold.await(Told.Linked.class, told -> told.dialled() == 3);
        }
    }

    @Test
    void aServerThatIsConfiguredByNameListensAndIsDialled() {
        links.peers.named(3, "localhost");
        LinkBench.Pair pair = links.pair();
        pair.leader().send(pair.atLeader(), QuorumPacket.of(PacketType.PING, 1));
        links.learnerTold.await(Told.Packet.class, told -> told.packet().type() == PacketType.PING);
    }

    @Test
    void aQuorumPortThatIsInUseIsAnErrorInTheLogAndIsTriedAgain() throws IOException {
        try (LogLines lines = new LogLines(Listening.class)) {
            PeerPort leader = links.peers.prepared(3, links.leaderTold);
            try (ServerSocket taken =
                    new ServerSocket(links.peers.quorumPort(3), 1, InetAddress.getByName(TestPeers.LOOPBACK))) {
                leader.listen(true);
                String problem = "The quorum port 127.0.0.1:" + taken.getLocalPort() + " cannot be had";
                Eventually.holds(() -> assertThat(lines.lines())
                        .anySatisfy(line -> assertThat(line).startsWith("ERROR").contains(problem)));
            }
            LinkBench.dial(links.peers.prepared(1, links.learnerTold), links.learnerTold, 3);
            assertThat(lines.lines().stream().filter(line -> line.startsWith("ERROR")))
                    .hasSize(1);
        }
    }

    @Test
    void severalAddressesWithOnePortAreBoundOnceOnAllAddresses() throws Exception {
        links.peers.listenOnAllIps().alsoAt(3, links.peers.quorumPort(3), links.peers.electionPort(3));
        try (LogLines lines = new LogLines(Listening.class)) {
            PeerPort leader = links.peers.started(3, links.leaderTold);
            leader.listen(true);
            LinkBench.dial(links.peers.prepared(1, links.learnerTold), links.learnerTold, 3);
            leader.listen(false);
            leader.close();
            assertThat(lines.lines().stream().filter(line -> line.contains("is open")))
                    .hasSize(1);
            assertThat(lines.lines()).noneMatch(line -> line.startsWith("ERROR"));
        }
    }

    @ParameterizedTest(name = "{0} ms")
    @ValueSource(ints = {0, -1})
    void aTimeoutThatIsNoneIsTheDefault(int cnxTimeoutMs) {
        links.peers.cnxTimeoutMs(cnxTimeoutMs);
        links.pair();
    }

    /** A long packet on a slow line: that something comes is told before all of it is there. */
    @Test
    void aPacketThatComesInPartsIsNoSilence() throws IOException {
        byte[] packet = RawPeer.bytes(QuorumPacket.of(PacketType.PROPOSAL, 5, new byte[1 << 20]));
        try (RawPeer.Listener leader = new RawPeer.Listener()) {
            links.peers.at(3, leader.port(), 1);
            PeerPort learner = links.peers.prepared(1, links.learnerTold);
            learner.dial(3);
            try (RawPeer raw = leader.accept()) {
                long link =
                        links.learnerTold.await(Told.Linked.class, told -> true).link();
                int[] sent = {0};
                Eventually.holds(() -> {
                    send(raw, Arrays.copyOfRange(packet, sent[0], ++sent[0]));
                    assertThat(links.learnerTold.all(Told.PartMoved.class)).contains(new Told.PartMoved(link));
                });
                assertThat(links.learnerTold.all(Told.Packet.class)).isEmpty();
                send(raw, Arrays.copyOfRange(packet, sent[0], packet.length));
                links.learnerTold.await(Told.Packet.class, told -> told.packet().zxid() == 5);
            }
        }
    }

    private static void send(RawPeer raw, byte[] bytes) {
        try {
            raw.send(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void aNameThatNobodyKnowsIsADialThatFails() {
        links.peers.named(3, "no-such-host.invalid");
        PeerPort learner = links.peers.prepared(1, links.learnerTold);
        learner.dial(3);
        links.learnerTold.await(Told.DialFailed.class, told -> true);
    }

    @Test
    void whoDialsAPortThatIsReadyIsServedWhenItOpens() throws Exception {
        PeerPort leader = links.peers.prepared(3, links.leaderTold);
        leader.prepareToListen();
        try (RawPeer early = links.rawLearnerSoon(1)) {
            CountDownLatch looked = new CountDownLatch(1);
            leader.catchUp(looked::countDown);
            looked.await();
            assertThat(links.leaderTold.all(Told.Linked.class)).isEmpty();
            leader.listen(true);
            Told.Linked told = links.leaderTold.await(Told.Linked.class, linked -> true);
            leader.send(told.link(), QuorumPacket.of(PacketType.LEADER_INFO, 1));
            leader.flush();
            assertThat(early.readPacket().type()).isEqualTo(PacketType.LEADER_INFO);
        }
    }

    @Test
    void whoDialsAPortThatIsReadyIsRefusedWhenAnotherServerLeads() throws Exception {
        PeerPort leader = links.peers.prepared(3, links.leaderTold);
        leader.prepareToListen();
        try (RawPeer early = links.rawLearnerSoon(1)) {
            leader.listen(false);
            assertThat(early.awaitEnd()).isTrue();
        }
        assertThatThrownBy(() -> links.rawLearner(1)).isInstanceOf(ConnectException.class);
        leader.listen(true);
        links.rawLearnerSoon(1).close();
        links.leaderTold.await(Told.Packet.class, told -> told.packet().type() == PacketType.FOLLOWER_INFO);
    }

    @Test
    void whoStopsLeadingEndsTheLinksOfLearnersAndClosesThePort() {
        LinkBench.Pair pair = links.pair();
        pair.leader().listen(false);
        links.learnerTold.await(Told.Unlinked.class, told -> told.link() == pair.atLearner());
        assertThat(links.leaderTold.all(Told.Unlinked.class)).isEmpty();
        pair.learner().dial(3);
        links.learnerTold.await(Told.DialFailed.class, told -> true);
        pair.leader().listen(true);
        LinkBench.dial(pair.learner(), links.learnerTold, 3);
    }

    @Test
    void aRemoteThatStartsAnewIsLinkedAnew() {
        LinkBench.Pair pair = links.pair();
        pair.learner().close();
        links.leaderTold.await(Told.Unlinked.class, told -> told.link() == pair.atLeader());
        Told again = new Told();
        PeerPort learner = links.peers.prepared(1, again);
        LinkBench.dial(learner, again, 3);
        learner.send(again.all(Told.Linked.class).get(0).link(), LinkBench.followerInfo(1));
        Told.Linked second = links.leaderTold.await(2, Told.Linked.class, told -> true);
        assertThat(second.link()).isNotEqualTo(pair.atLeader());
        pair.leader().send(pair.atLeader(), QuorumPacket.of(PacketType.PING, 1));
        pair.leader().send(second.link(), QuorumPacket.of(PacketType.PING, 2));
        again.await(Told.Packet.class, told -> told.packet().zxid() == 2);
        assertThat(again.all(Told.Packet.class)).hasSize(1);
    }

    @Test
    void aLinkThatIsResetIsToldOnce() throws IOException {
        links.leader();
        RawPeer raw = links.rawLearner(1);
        Told.Linked linked = links.leaderTold.await(Told.Linked.class, told -> true);
        raw.reset();
        links.leaderTold.await(Told.Unlinked.class, told -> told.link() == linked.link());
        assertThat(links.leaderTold.all(Told.Unlinked.class)).hasSize(1);
    }

    // Learners that do not take what they are sent.

    @Test
    void aLearnerThatDoesNotReadIsGivenUpAndTheOthersAreServed() throws IOException {
        links.peers.outboundBytesMax(8 << 20);
        LinkBench.Pair pair = links.pair();
        try (RawPeer stalled = links.rawLearner(2)) {
            long atStalled =
                    links.leaderTold.await(2, Told.Linked.class, told -> true).link();
            byte[] data = new byte[100_000];
            long zxid = 0;
            while (links.leaderTold.all(Told.Unlinked.class).isEmpty()) {
                zxid++;
                pair.leader().send(atStalled, PacketType.PROPOSAL.code(), zxid, data);
                pair.leader().send(pair.atLeader(), PacketType.PROPOSAL.code(), zxid, data);
                pair.leader().flush();
                long last = zxid;
                links.learnerTold.await(Told.Packet.class, told -> told.packet().zxid() == last);
            }
            assertThat(links.leaderTold.all(Told.Unlinked.class))
                    .singleElement()
                    .satisfies(told -> assertThat(told.link()).isEqualTo(atStalled))
                    .satisfies(told -> assertThat(told.why()).contains("does not take what is sent"));
            // Whatever it still gets is the beginning of what was sent.
            assertThat(stalled.readPacket().zxid()).isEqualTo(1);
        }
    }

    /** What is proposed while a snapshot travels waits behind it, and is no sign of a learner that does not read. */
    @Test
    void whatWaitsBehindASynchronizationHasALargerBound() throws IOException, InterruptedException {
        links.peers.outboundBytesMax(1 << 20).catchUpBytesMax(16 << 20);
        PeerPort leader = links.leader();
        byte[] data = new byte[100_000];
        try (RawPeer learner = links.rawLearner(1)) {
            long link = links.leaderTold.await(Told.Linked.class, told -> true).link();
            leader.send(link, PacketType.DIFF.code(), 0, null);
            for (int zxid = 1; zxid <= 100; zxid++) {
                leader.send(link, PacketType.PROPOSAL.code(), zxid, data);
            }
            leader.send(link, PacketType.NEW_LEADER.code(), 101, null);
            leader.flush();
            for (int zxid = 0; zxid <= 101; zxid++) {
                assertThat(learner.readPacket().zxid()).isEqualTo(zxid);
            }
            CountDownLatch looked = new CountDownLatch(1);
            leader.catchUp(looked::countDown);
            looked.await();
            while (links.leaderTold.all(Told.Unlinked.class).isEmpty()) {
                leader.send(link, PacketType.PROPOSAL.code(), 102, data);
                leader.flush();
            }
            assertThat(links.leaderTold.all(Told.Unlinked.class).get(0).why())
                    .as("it has caught up, so the usual bound holds again")
                    .isEqualTo("it does not take what is sent: more than 1048576 bytes wait");
        }
    }

    @Test
    void moreThanMayWaitBehindASynchronizationEndsTheLinkAndSaysSo() throws IOException {
        links.peers.outboundBytesMax(1 << 20).catchUpBytesMax(2 << 20);
        PeerPort leader = links.leader();
        try (RawPeer learner = links.rawLearner(1)) {
            long link = links.leaderTold.await(Told.Linked.class, told -> true).link();
            leader.send(link, PacketType.DIFF.code(), 0, null);
            while (links.leaderTold.all(Told.Unlinked.class).isEmpty()) {
                leader.send(link, PacketType.PROPOSAL.code(), 1, new byte[100_000]);
            }
            learner.reset();
            assertThat(links.leaderTold.all(Told.Unlinked.class).get(0).why())
                    .isEqualTo("it does not take what is sent: more than 2097152 bytes wait behind its synchronization"
                            + " (paddock.catchUpBytesMax)");
        }
    }
}
