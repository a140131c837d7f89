package io.paddock.server.peerport;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.QuorumFixture;
import io.paddock.server.QuorumFixture.Message;
import io.paddock.server.runtime.LogLines;
import io.paddock.server.storage.SnapshotWriter;
import io.paddock.server.tree.Tree;
import io.paddock.server.tree.TreeCapture;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.LearnerInfo;
import io.paddock.server.zab.PacketType;
import io.paddock.server.zab.QuorumPacket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class QuorumPortTest {

    @TempDir
    private Path directory;

    private TestPeers peers;
    private final Told leaderTold = new Told();
    private final Told learnerTold = new Told();

    @BeforeEach
    void choosePorts() {
        peers = new TestPeers(directory, 1, 2, 3);
    }

    @AfterEach
    void close() {
        peers.close();
    }

    /** A leader and a learner of ours, linked. */
    private record Pair(PeerPort leader, PeerPort learner, long atLeader, long atLearner) {}

    private Pair pair() {
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
    private static void dial(PeerPort from, Told told, long sid) {
        long failures = told.all(Told.DialFailed.class).size();
        long links = told.all(Told.Linked.class).size();
        while (told.all(Told.Linked.class).size() == links) {
            from.dial(sid);
            failures++;
            awaitAnswer(told, failures, links);
        }
    }

    private static void awaitAnswer(Told told, long failures, long links) {
        told.await(
                Told.Event.class,
                event -> told.all(Told.DialFailed.class).size() >= failures
                        || told.all(Told.Linked.class).size() > links);
    }

    private static QuorumPacket followerInfo(long sid) {
        byte[] info = new LearnerInfo(sid, LearnerInfo.PROTOCOL_VERSION, 0).toBytes();
        return QuorumPacket.of(PacketType.FOLLOWER_INFO, 0, info);
    }

    private RawPeer rawLearner(long sid) throws IOException {
        return RawPeer.dial(peers.quorumPort(3)).send(RawPeer.bytes(followerInfo(sid)));
    }

    private PeerPort leader() {
        PeerPort leader = peers.prepared(3, leaderTold);
        leader.listen(true);
        // The port is open when somebody can connect.
        PeerPort learner = peers.prepared(2, learnerTold);
        dial(learner, learnerTold, 3);
        learner.close();
        return leader;
    }

    @Test
    void aBurstEndsBehindItsPackets() throws Exception {
        Pair pair = pair();
        for (int i = 1; i <= 100; i++) {
            pair.learner().send(pair.atLearner(), QuorumPacket.of(PacketType.ACK, i));
        }
        pair.learner().flush();
        leaderTold.await(Told.Packet.class, told -> told.packet().zxid() == 100);
        leaderTold.awaitEndOfBurst(leaderTold.events().size());
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
        PeerPort leader = leader();
        try (RawPeer raw = rawLearner(1)) {
            raw.sendSlowly(all.toByteArray());
            leaderTold.await(recorded.size() + 1, Told.Packet.class, told -> true);
            List<Told.Packet> received = leaderTold.all(Told.Packet.class);
            WireOutput again = new WireOutput();
            received.stream().skip(1).forEach(told -> told.packet().write(again));
            assertThat(again.toByteArray()).isEqualTo(all.toByteArray());

            received.stream().skip(1).forEach(told -> leader.send(told.link(), told.packet()));
            leader.flush();
            assertThat(raw.read(all.size())).isEqualTo(all.toByteArray());
        }
    }

    @ParameterizedTest(name = "slowly: {0}")
    @ValueSource(booleans = {false, true})
    void theRecordedSnapshotIsReceivedWithWhatIsBehindIt(boolean slowly) throws IOException {
        List<Message> recorded = QuorumFixture.messages("06-rejoin-snap.txt").stream()
                .filter(message -> !message.dialled())
                .toList();
        try (RawPeer.Listener leader = new RawPeer.Listener()) {
            peers.at(3, leader.port(), 1);
            PeerPort learner = peers.prepared(1, learnerTold);
            learner.dial(3);
            try (RawPeer raw = leader.accept()) {
                WireOutput all = new WireOutput();
                recorded.forEach(message -> all.raw(message.bytes()));
                if (slowly) {
                    raw.sendSlowly(all.toByteArray());
                } else {
                    raw.send(all.toByteArray());
                }
                learnerTold.await(Told.Packet.class, told -> told.packet().type() == PacketType.PING);
            }
        }
        assertThat(learnerTold.all(Told.Packet.class))
                .extracting(told -> told.packet().type())
                .containsExactly(
                        PacketType.LEADER_INFO,
                        PacketType.SNAP,
                        PacketType.NEW_LEADER,
                        PacketType.UP_TO_DATE,
                        PacketType.PING);
        Told.Packet snap = learnerTold.all(Told.Packet.class).get(1);
        Message stream = recorded.stream()
                .filter(message -> message.title().startsWith("SNAPSHOT STREAM"))
                .findFirst()
                .orElseThrow();
        assertThat(stream(snap.snapshot().tree())).hasSameSizeAs(stream.bytes());
    }

    // Links.

    @Test
    void manyPacketsArriveInOrderBothWaysWithAndWithoutFlush() {
        Pair pair = pair();
        Random random = new Random(5);
        int count = 50_000;
        for (int i = 1; i <= count; i++) {
            byte[] data = new byte[random.nextInt(300)];
            pair.leader.send(pair.atLeader, PacketType.PROPOSAL.code(), i, data);
            pair.learner.send(pair.atLearner, QuorumPacket.of(PacketType.ACK, i));
            if (random.nextInt(50) == 0) {
                pair.leader.flush();
            }
        }
        learnerTold.await(Told.Packet.class, told -> told.packet().zxid() == count);
        leaderTold.await(Told.Packet.class, told -> told.packet().zxid() == count);
        List<Told.Packet> there = learnerTold.all(Told.Packet.class);
        List<Told.Packet> here = leaderTold.all(Told.Packet.class);
        for (int i = 1; i <= count; i++) {
            assertThat(there.get(i - 1).packet().zxid()).isEqualTo(i);
            assertThat(here.get(i).packet().zxid()).isEqualTo(i);
        }
    }

    @Test
    void theLongestDataIsTakenAndIdentitiesTravel() {
        Pair pair = pair();
        byte[] longest = new byte[(int) PeerPortOptions.PACKET_BYTES_MAX];
        new Random(1).nextBytes(longest);
        QuorumPacket request = new QuorumPacket(
                PacketType.REQUEST.code(),
                -1,
                longest,
                List.of(new AuthId("ip", "127.0.0.1"), new AuthId("digest", "u:x")));
        pair.learner.send(pair.atLearner, request);
        QuorumPacket received = leaderTold
                .await(Told.Packet.class, told -> told.packet().type() == PacketType.REQUEST)
                .packet();
        assertThat(received.data()).isEqualTo(longest);
        assertThat(received.identities()).isEqualTo(request.identities());
    }

    @Test
    void whatWasSentBeforeALinkIsEndedStillArrives() {
        Pair pair = pair();
        for (int i = 1; i <= 1_000; i++) {
            pair.leader.send(pair.atLeader, QuorumPacket.of(PacketType.COMMIT, i));
        }
        pair.leader.unlink(pair.atLeader, "for a test");
        pair.leader.send(pair.atLeader, QuorumPacket.of(PacketType.COMMIT, 1_001));
        learnerTold.await(Told.Unlinked.class, told -> told.link() == pair.atLearner);
        List<Told.Packet> received = learnerTold.all(Told.Packet.class);
        assertThat(received.get(received.size() - 1).packet().zxid()).isEqualTo(1_000);
        assertThat(leaderTold.all(Told.Unlinked.class)).isEmpty();
    }

    @Test
    void aServerThatDoesNotListenCannotBeDialled() {
        PeerPort learner = peers.prepared(1, learnerTold);
        learner.dial(3);
        learnerTold.await(Told.DialFailed.class, told -> true);
        learner.dial(99);
        learnerTold.await(2, Told.DialFailed.class, told -> true);
    }

    @Test
    void aServerOfWhichOneAddressIsDeadIsDialledAtTheOther() throws IOException {
        try (RawPeer.Listener leader = new RawPeer.Listener()) {
            peers.at(3, TestPeers.freePort(), 1).alsoAt(3, leader.port(), 1);
            peers.prepared(1, learnerTold).dial(3);
            learnerTold.await(Told.Linked.class, told -> told.dialled() == 3);
        }
    }

    @Test
    void aServerThatIsConfiguredByNameListensAndIsDialled() {
        peers.named(3, "localhost");
        Pair pair = pair();
        pair.leader.send(pair.atLeader, QuorumPacket.of(PacketType.PING, 1));
        learnerTold.await(Told.Packet.class, told -> told.packet().type() == PacketType.PING);
    }

    @Test
    void aQuorumPortThatIsInUseIsAnErrorInTheLogAndIsTriedAgain() throws IOException {
        try (LogLines lines = new LogLines(QuorumPort.class)) {
            PeerPort leader = peers.prepared(3, leaderTold);
            try (ServerSocket taken =
                    new ServerSocket(peers.quorumPort(3), 1, InetAddress.getByName(TestPeers.LOOPBACK))) {
                leader.listen(true);
                String problem = "The quorum port 127.0.0.1:" + taken.getLocalPort() + " cannot be had";
                Eventually.holds(() -> assertThat(lines.lines())
                        .anySatisfy(line -> assertThat(line).startsWith("ERROR").contains(problem)));
            }
            dial(peers.prepared(1, learnerTold), learnerTold, 3);
            assertThat(lines.lines().stream().filter(line -> line.startsWith("ERROR")))
                    .hasSize(1);
        }
    }

    @Test
    void severalAddressesWithOnePortAreBoundOnceOnAllAddresses() throws Exception {
        peers.listenOnAllIps().alsoAt(3, peers.quorumPort(3), peers.electionPort(3));
        try (LogLines lines = new LogLines(QuorumPort.class)) {
            PeerPort leader = peers.started(3, leaderTold);
            leader.listen(true);
            dial(peers.prepared(1, learnerTold), learnerTold, 3);
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
        peers.cnxTimeoutMs(cnxTimeoutMs);
        pair();
    }

    @Test
    void aLinkWhosePacketsAreNotTakenIsReadOnWhenTheyAre() throws Exception {
        Pair pair = pair();
        leaderTold.waitingBytes = Long.MAX_VALUE;
        for (int i = 1; i <= 2_000; i++) {
            pair.learner.send(pair.atLearner, PacketType.REQUEST.code(), i, new byte[20_000]);
        }
        pair.learner.flush();
        assertThat(leaderTold.all(Told.Packet.class)).hasSizeLessThan(2_000);
        leaderTold.waitingBytes = 0;
        leaderTold.await(Told.Packet.class, told -> told.packet().zxid() == 2_000);
        List<Long> zxids = leaderTold.all(Told.Packet.class).stream()
                .map(told -> told.packet().zxid())
                .toList();
        assertThat(zxids).hasSize(2_001).endsWith(1_999L, 2_000L);
    }

    @Test
    void aNameThatNobodyKnowsIsADialThatFails() {
        peers.named(3, "no-such-host.invalid");
        PeerPort learner = peers.prepared(1, learnerTold);
        learner.dial(3);
        learnerTold.await(Told.DialFailed.class, told -> true);
    }

    @Test
    void whoStopsLeadingEndsTheLinksOfLearnersAndClosesThePort() {
        Pair pair = pair();
        pair.leader.listen(false);
        learnerTold.await(Told.Unlinked.class, told -> told.link() == pair.atLearner);
        assertThat(leaderTold.all(Told.Unlinked.class)).isEmpty();
        pair.learner.dial(3);
        learnerTold.await(Told.DialFailed.class, told -> true);
        pair.leader.listen(true);
        dial(pair.learner, learnerTold, 3);
    }

    @Test
    void aRemoteThatStartsAnewIsLinkedAnew() {
        Pair pair = pair();
        pair.learner.close();
        leaderTold.await(Told.Unlinked.class, told -> told.link() == pair.atLeader);
        Told again = new Told();
        PeerPort learner = peers.prepared(1, again);
        dial(learner, again, 3);
        learner.send(again.all(Told.Linked.class).get(0).link(), followerInfo(1));
        Told.Linked second = leaderTold.await(2, Told.Linked.class, told -> true);
        assertThat(second.link()).isNotEqualTo(pair.atLeader);
        pair.leader.send(pair.atLeader, QuorumPacket.of(PacketType.PING, 1));
        pair.leader.send(second.link(), QuorumPacket.of(PacketType.PING, 2));
        again.await(Told.Packet.class, told -> told.packet().zxid() == 2);
        assertThat(again.all(Told.Packet.class)).hasSize(1);
    }

    @Test
    void aLinkThatIsResetIsToldOnce() throws IOException {
        leader();
        RawPeer raw = rawLearner(1);
        Told.Linked linked = leaderTold.await(Told.Linked.class, told -> true);
        raw.reset();
        leaderTold.await(Told.Unlinked.class, told -> told.link() == linked.link());
        assertThat(leaderTold.all(Told.Unlinked.class)).hasSize(1);
    }

    // Learners that do not take what they are sent.

    @Test
    void aLearnerThatDoesNotReadIsGivenUpAndTheOthersAreServed() throws IOException {
        peers.outboundBytesMax(8 << 20);
        Pair pair = pair();
        try (RawPeer stalled = rawLearner(2)) {
            long atStalled =
                    leaderTold.await(2, Told.Linked.class, told -> true).link();
            byte[] data = new byte[100_000];
            long zxid = 0;
            while (leaderTold.all(Told.Unlinked.class).isEmpty()) {
                zxid++;
                pair.leader.send(atStalled, PacketType.PROPOSAL.code(), zxid, data);
                pair.leader.send(pair.atLeader, PacketType.PROPOSAL.code(), zxid, data);
                pair.leader.flush();
                long last = zxid;
                learnerTold.await(Told.Packet.class, told -> told.packet().zxid() == last);
            }
            assertThat(leaderTold.all(Told.Unlinked.class))
                    .singleElement()
                    .satisfies(told -> assertThat(told.link()).isEqualTo(atStalled))
                    .satisfies(told -> assertThat(told.why()).contains("does not take what is sent"));
            // Whatever it still gets is the beginning of what was sent.
            assertThat(stalled.readPacket().zxid()).isEqualTo(1);
        }
    }

    // Snapshots.

    private static Tree tree(int nodes) {
        Random random = new Random(nodes);
        Tree tree = new Tree(7);
        for (int i = 0; i < 100; i++) {
            tree.addSession(1000 + i, 30_000);
        }
        for (int i = 0; i < nodes; i++) {
            byte[] data = new byte[random.nextInt(200)];
            random.nextBytes(data);
            List<Acl> acl = i % 3 == 0 ? List.of(new Acl(1 + i % 30, new AuthId("digest", "u" + i % 7))) : Acl.OPEN;
            tree.create(io.paddock.common.Path.of("/n" + i), data, acl, 0, -1, 0x1_0000_0001L + i, 5);
        }
        tree.lastZxid(0x1_0000_0000L + nodes);
        return tree;
    }

    private static byte[] stream(Tree tree) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (TreeCapture capture = tree.capture()) {
            SnapshotWriter.streamToLearner(capture, bytes);
        }
        return bytes.toByteArray();
    }

    /** Sends these bytes, and knows when it was closed. */
    private static final class Source implements SnapshotSource {
        private final byte[] bytes;
        private final CountDownLatch closed = new CountDownLatch(1);

        Source(byte[] bytes) {
            this.bytes = bytes;
        }

        @Override
        public void writeTo(OutputStream out) throws IOException {
            int half = bytes.length / 2;
            out.write(bytes, 0, half);
            for (int i = half; i < Math.min(bytes.length, half + 1_000); i++) {
                out.write(bytes[i]);
            }
            out.write(bytes, Math.min(bytes.length, half + 1_000), Math.max(0, bytes.length - half - 1_000));
        }

        @Override
        public void close() {
            closed.countDown();
        }

        void awaitClosed() throws InterruptedException {
            assertThat(closed.await(20, TimeUnit.SECONDS)).isTrue();
        }
    }

    @ParameterizedTest(name = "{0} znodes")
    @CsvSource({"0", "1", "30000"})
    void aTreeTravelsWithPacketsBeforeAndBehindIt(int nodes) throws Exception {
        Pair pair = pair();
        byte[] stream = stream(tree(nodes));
        Source source = new Source(stream);
        pair.leader.send(pair.atLeader, QuorumPacket.of(PacketType.LEADER_INFO, 1));
        pair.leader.sendSnapshot(pair.atLeader, 77, source);
        for (int i = 1; i <= 2_000; i++) {
            pair.leader.send(pair.atLeader, PacketType.PROPOSAL.code(), 100 + i, new byte[100]);
        }
        pair.leader.flush();
        learnerTold.await(Told.Packet.class, told -> told.packet().zxid() == 2_100);
        source.awaitClosed();
        List<Told.Packet> received = learnerTold.all(Told.Packet.class);
        assertThat(received).hasSize(2_002);
        Told.Packet snap = received.get(1);
        assertThat(snap.packet()).isEqualTo(QuorumPacket.of(PacketType.SNAP, 77));
        Tree tree = snap.snapshot().tree();
        assertThat(tree.lastZxid()).isEqualTo(77);
        assertThat(tree.sessions()).hasSize(100);
        assertThat(stream(tree)).isEqualTo(stream);
        for (int i = 1; i <= 2_000; i++) {
            assertThat(received.get(1 + i).packet().zxid()).isEqualTo(100 + i);
            assertThat(received.get(1 + i).snapshot()).isNull();
        }
    }

    @Test
    void aSnapshotWhoseLinkBreaksLeavesNothingBehind() throws Exception {
        byte[] stream = stream(tree(20_000));
        PeerPort leader = leader();
        try (RawPeer raw = rawLearner(1)) {
            long link = leaderTold.await(Told.Linked.class, told -> true).link();
            Source first = new Source(stream);
            Source second = new Source(stream);
            leader.sendSnapshot(link, 5, first);
            leader.sendSnapshot(link, 6, second);
            leader.flush();
            assertThat(raw.readPacket().zxid()).isEqualTo(5);
            raw.reset();
            leaderTold.await(Told.Unlinked.class, told -> told.link() == link);
            first.awaitClosed();
            second.awaitClosed();
            Source late = new Source(stream);
            leader.sendSnapshot(link, 7, late);
            late.awaitClosed();
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"breaks", "is damaged", "is unlinked"})
    void aSnapshotThatIsNotReceivedToItsEndIsNotTold(String fate) throws Exception {
        byte[] stream = stream(tree(20_000));
        try (RawPeer.Listener leader = new RawPeer.Listener()) {
            peers.at(3, leader.port(), 1);
            PeerPort learner = peers.prepared(1, learnerTold);
            learner.dial(3);
            try (RawPeer raw = leader.accept()) {
                long link = learnerTold.await(Told.Linked.class, told -> true).link();
                raw.send(RawPeer.bytes(QuorumPacket.of(PacketType.SNAP, 9)));
                raw.send(Arrays.copyOf(stream, stream.length / 2));
                switch (fate) {
                    case "breaks" -> raw.hangUp();
                    case "is damaged" -> raw.send(new byte[1 << 20]);
                    default -> learner.unlink(link, "for a test");
                }
                if (!fate.equals("is unlinked")) {
                    String why = learnerTold
                            .await(Told.Unlinked.class, told -> told.link() == link)
                            .why();
                    assertThat(why)
                            .contains(
                                    fate.equals("breaks")
                                            ? "closed by the other end"
                                            : "the snapshot that it sends is not usable");
                }
                assertThat(learnerTold.all(Told.Packet.class)).isEmpty();
            }
        }
    }

    @Test
    void aSnapshotThatIsNoTreeEndsTheLinkAndIsNotTold() throws Exception {
        byte[] stream = stream(tree(2));
        int path = indexOf(stream, "/zookeeper/quota");
        stream[path + 1] = 'y'; // A znode whose parent is not there.
        try (RawPeer.Listener leader = new RawPeer.Listener()) {
            peers.at(3, leader.port(), 1);
            PeerPort learner = peers.prepared(1, learnerTold);
            learner.dial(3);
            try (RawPeer raw = leader.accept()) {
                long link = learnerTold.await(Told.Linked.class, told -> true).link();
                raw.send(RawPeer.bytes(QuorumPacket.of(PacketType.SNAP, 9)));
                raw.send(stream);
                String why = learnerTold
                        .await(Told.Unlinked.class, told -> told.link() == link)
                        .why();
                assertThat(why)
                        .contains("the snapshot that it sends is not usable: the znode at byte", "cannot be there");
                assertThat(learnerTold.all(Told.Packet.class)).isEmpty();
            }
        }
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
    }

    // Strangers.

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"GET / HTTP/1.1\r\n\r\n", "\0\0\0\3\0\0\0\0\0\0\0\1\377\377\377\377\377\377\377\377"})
    void whoDoesNotBeginAsALearnerIsSentAwayWithOneLineAndTheCoreHearsNothing(String garbage) throws IOException {
        leader();
        try (LogLines lines = new LogLines(Complaints.class);
                RawPeer raw = RawPeer.dial(peers.quorumPort(3))) {
            raw.send(garbage.getBytes(StandardCharsets.ISO_8859_1));
            assertThat(raw.awaitEnd()).isTrue();
            assertThat(lines.lines())
                    .singleElement()
                    .asString()
                    .contains("to the quorum port: it begins with a packet of type");
        }
        assertThat(leaderTold.events()).isEmpty();
    }

    @ParameterizedTest(name = "{0} bytes")
    @ValueSource(ints = {-2, 2_097_151, Integer.MAX_VALUE})
    void dataOfAnImpossibleLengthEndsTheLink(int length) throws IOException {
        leader();
        try (LogLines lines = new LogLines(Complaints.class);
                RawPeer raw = rawLearner(1)) {
            raw.send(new WireOutput().int32(3).int64(1).int32(length).toByteArray());
            assertThat(raw.awaitEnd()).isTrue();
            assertThat(lines.lines()).singleElement().asString().contains("announces " + length + " bytes of data");
        }
        Told.Unlinked unlinked = leaderTold.await(Told.Unlinked.class, told -> true);
        assertThat(unlinked.why()).contains("announces " + length + " bytes of data");
    }

    @Test
    void identitiesThatNeverEndEndTheLink() throws IOException {
        leader();
        try (RawPeer raw = rawLearner(1)) {
            raw.send(new WireOutput()
                    .int32(1)
                    .int64(1)
                    .int32(-1)
                    .int32(Integer.MAX_VALUE)
                    .raw(new byte[3 << 20])
                    .toByteArray());
            assertThat(raw.awaitEnd()).isTrue();
        }
        leaderTold.await(Told.Unlinked.class, told -> told.why().contains("identities"));
    }

    @Test
    void whoSaysNothingIsSentAwayAfterATimeAndTheCoreHearsNothing() throws IOException {
        peers.identifyMsMax(50);
        leader();
        try (LogLines lines = new LogLines(Complaints.class);
                RawPeer raw = RawPeer.dial(peers.quorumPort(3)).send(new byte[] {0, 0, 0, 11})) {
            assertThat(raw.awaitEnd()).isTrue();
            assertThat(lines.lines()).singleElement().asString().contains("it has not said who it is within 50 ms");
        }
        assertThat(leaderTold.events()).isEmpty();
    }

    @Test
    void aLeaderThatWasDialledMayBeSilent() throws IOException {
        peers.identifyMsMax(1);
        try (RawPeer.Listener leader = new RawPeer.Listener();
                RawPeer.Listener other = new RawPeer.Listener()) {
            peers.at(3, leader.port(), other.port());
            PeerPort learner = peers.prepared(1, learnerTold);
            learner.dial(3);
            try (RawPeer raw = leader.accept()) {
                learnerTold.await(Told.Linked.class, told -> true);
                // Somebody else runs into the limit meanwhile.
                learner.listen(true);
                Eventually.holds(() -> awaitSentAway(peers.quorumPort(1)));
                raw.send(RawPeer.bytes(QuorumPacket.of(PacketType.PING, 1)));
                learnerTold.await(Told.Packet.class, told -> told.packet().type() == PacketType.PING);
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
        leader();
        try (RawPeer raw = rawLearner(1)) {
            raw.send(RawPeer.bytes(QuorumPacket.of(PacketType.SNAP, 1)));
            assertThat(raw.awaitEnd()).isTrue();
        }
        leaderTold.await(Told.Unlinked.class, told -> told.why().contains("a learner sends a snapshot"));
    }

    @Test
    void packetsOfAnUnknownTypeAreTold() throws IOException {
        leader();
        try (RawPeer raw = rawLearner(1)) {
            byte[] unknown =
                    new WireOutput().int32(99).int64(7).int32(-1).int32(-1).toByteArray();
            raw.send(unknown);
            QuorumPacket packet = leaderTold
                    .await(Told.Packet.class, told -> told.packet().code() == 99)
                    .packet();
            assertThat(packet).isEqualTo(QuorumPacket.read(new WireInput(unknown)));
        }
    }
}
