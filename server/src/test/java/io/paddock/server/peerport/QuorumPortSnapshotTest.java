package io.paddock.server.peerport;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.QuorumFixture;
import io.paddock.server.QuorumFixture.Message;
import io.paddock.server.storage.SnapshotWriter;
import io.paddock.server.tree.Tree;
import io.paddock.server.tree.TreeCapture;
import io.paddock.server.zab.PacketType;
import io.paddock.server.zab.QuorumPacket;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Snapshots that travel over a link between its packets. */
class QuorumPortSnapshotTest {

    @RegisterExtension
    final LinkBench links = new LinkBench();

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

    @ParameterizedTest(name = "slowly: {0}")
    @ValueSource(booleans = {false, true})
    void theRecordedSnapshotIsReceivedWithWhatIsBehindIt(boolean slowly) throws IOException {
        List<Message> recorded = QuorumFixture.messages("06-rejoin-snap.txt").stream()
                .filter(message -> !message.dialled())
                .toList();
        try (RawPeer.Listener leader = new RawPeer.Listener()) {
            links.peers.at(3, leader.port(), 1);
            PeerPort learner = links.peers.prepared(1, links.learnerTold);
            learner.dial(3);
            try (RawPeer raw = leader.accept()) {
                WireOutput all = new WireOutput();
                recorded.forEach(message -> all.raw(message.bytes()));
                if (slowly) {
                    raw.sendSlowly(all.toByteArray());
                } else {
                    raw.send(all.toByteArray());
                }
                links.learnerTold.await(Told.Packet.class, told -> told.packet().type() == PacketType.PING);
            }
        }
        assertThat(links.learnerTold.all(Told.Packet.class))
                .extracting(told -> told.packet().type())
                .containsExactly(
                        PacketType.LEADER_INFO,
                        PacketType.SNAP,
                        PacketType.NEW_LEADER,
                        PacketType.UP_TO_DATE,
                        PacketType.PING);
        Told.Packet snap = links.learnerTold.all(Told.Packet.class).get(1);
        Message stream = recorded.stream()
                .filter(message -> message.title().startsWith("SNAPSHOT STREAM"))
                .findFirst()
                .orElseThrow();
        assertThat(stream(snap.snapshot().tree())).hasSameSizeAs(stream.bytes());
    }

    @ParameterizedTest(name = "{0} znodes")
    @CsvSource({"0", "1", "30000"})
    void aTreeTravelsWithPacketsBeforeAndBehindIt(int nodes) throws Exception {
        LinkBench.Pair pair = links.pair();
        byte[] stream = stream(tree(nodes));
        Source source = new Source(stream);
        pair.leader().send(pair.atLeader(), QuorumPacket.of(PacketType.LEADER_INFO, 1));
        pair.leader().sendSnapshot(pair.atLeader(), 77, source);
        for (int i = 1; i <= 2_000; i++) {
            pair.leader().send(pair.atLeader(), PacketType.PROPOSAL.code(), 100 + i, new byte[100]);
        }
        pair.leader().flush();
        links.learnerTold.await(Told.Packet.class, told -> told.packet().zxid() == 2_100);
        source.awaitClosed();
        List<Told.Packet> received = links.learnerTold.all(Told.Packet.class);
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
        PeerPort leader = links.leader();
        try (RawPeer raw = links.rawLearner(1)) {
            long link = links.leaderTold.await(Told.Linked.class, told -> true).link();
            Source first = new Source(stream);
            Source second = new Source(stream);
            leader.sendSnapshot(link, 5, first);
            leader.sendSnapshot(link, 6, second);
            leader.flush();
            assertThat(raw.readPacket().zxid()).isEqualTo(5);
            raw.reset();
            links.leaderTold.await(Told.Unlinked.class, told -> told.link() == link);
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
            links.peers.at(3, leader.port(), 1);
            PeerPort learner = links.peers.prepared(1, links.learnerTold);
            learner.dial(3);
            try (RawPeer raw = leader.accept()) {
                long link =
                        links.learnerTold.await(Told.Linked.class, told -> true).link();
                raw.send(RawPeer.bytes(QuorumPacket.of(PacketType.SNAP, 9)));
                raw.send(Arrays.copyOf(stream, stream.length / 2));
                switch (fate) {
                    case "breaks" -> raw.hangUp();
                    case "is damaged" -> raw.send(new byte[1 << 20]);
                    default -> learner.unlink(link, "for a test");
                }
                if (!fate.equals("is unlinked")) {
                    String why = links.learnerTold
                            .await(Told.Unlinked.class, told -> told.link() == link)
                            .why();
                    assertThat(why)
                            .contains(
                                    fate.equals("breaks")
                                            ? "closed by the other end"
                                            : "the snapshot that it sends is not usable");
                }
                assertThat(links.learnerTold.all(Told.Packet.class)).isEmpty();
            }
        }
    }

    @Test
    void aSnapshotThatIsNoTreeEndsTheLinkAndIsNotTold() throws Exception {
        byte[] stream = stream(tree(2));
        int path = indexOf(stream, "/zookeeper/quota");
        stream[path + 1] = 'y'; // A znode whose parent is not there.
        try (RawPeer.Listener leader = new RawPeer.Listener()) {
            links.peers.at(3, leader.port(), 1);
            PeerPort learner = links.peers.prepared(1, links.learnerTold);
            learner.dial(3);
            try (RawPeer raw = leader.accept()) {
                long link =
                        links.learnerTold.await(Told.Linked.class, told -> true).link();
                raw.send(RawPeer.bytes(QuorumPacket.of(PacketType.SNAP, 9)));
                raw.send(stream);
                String why = links.learnerTold
                        .await(Told.Unlinked.class, told -> told.link() == link)
                        .why();
                assertThat(why)
                        .contains("the snapshot that it sends is not usable: the znode at byte", "cannot be there");
                assertThat(links.learnerTold.all(Told.Packet.class)).isEmpty();
            }
        }
    }

    private static int indexOf(byte[] bytes, String text) {
        return new String(bytes, java.nio.charset.StandardCharsets.ISO_8859_1).indexOf(text);
    }
}
