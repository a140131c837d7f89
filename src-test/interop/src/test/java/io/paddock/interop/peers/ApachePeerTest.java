package io.paddock.interop.peers;

import static io.paddock.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.Zxid;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.election.Notification;
import io.paddock.server.election.PeerState;
import io.paddock.server.election.Vote;
import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.EnsembleText;
import io.paddock.server.ensemble.Peer;
import io.paddock.server.peerport.PeerLoop;
import io.paddock.server.peerport.PeerPort;
import io.paddock.server.peerport.PeerPortOptions;
import io.paddock.server.peerport.SnapshotSource;
import io.paddock.server.storage.SnapshotWriter;
import io.paddock.server.tree.Tree;
import io.paddock.server.tree.TreeCapture;
import io.paddock.server.zab.LearnerInfo;
import io.paddock.server.zab.PacketType;
import io.paddock.server.zab.QuorumPacket;
import io.paddock.testsupport.FourLetterWord;
import io.paddock.testsupport.FreePorts;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Server 2 of three is a port of ours, led by hand; another one is Apache's; the third never runs. */
class ApachePeerTest {

    private static final long OURS = 2;
    private static final Duration SOON = Duration.ofSeconds(60);
    private static final byte[] SRVR = "srvr".getBytes(StandardCharsets.US_ASCII);
    /** A server that looks takes questions and does not answer them. */
    private static final Duration QUESTION_LIMIT = Duration.ofMillis(300);

    @TempDir
    private Path directory;

    private final ToldByPeers told = new ToldByPeers();
    private final Ensemble ensemble = ensemble();
    private final String configuration = EnsembleText.write(ensemble);

    private static Ensemble ensemble() {
        List<Peer> peers = new ArrayList<>();
        for (long sid = 1; sid <= 3; sid++) {
            Peer.Address address = new Peer.Address("127.0.0.1", FreePorts.one(), FreePorts.one());
            peers.add(new Peer(sid, List.of(address), true, null));
        }
        return Ensemble.majority(0, peers);
    }

    private ServerProcess apache(long sid) throws IOException {
        ServerSetup setup = ServerSetup.of(Installation.apache(), directory.resolve("apache"));
        for (Peer peer : ensemble.peers()) {
            setup.config("server." + peer.sid(), EnsembleText.line(peer));
        }
        Files.createDirectories(setup.dataDir());
        Files.writeString(setup.dataDir().resolve("myid"), String.valueOf(sid));
        ServerProcess apache = setup.prepared();
        apache.begin();
        return apache;
    }

    private PeerPort port() throws IOException {
        PeerPort port =
                new PeerPort(PeerPortOptions.of(OURS, ensemble, 2_000, 10, 5), PeerLoop.drivenBy("peers"), told);
        port.start();
        return port;
    }

    private Notification looking(Vote vote, long round) {
        return Notification.of(PeerState.LOOKING, vote, round, configuration);
    }

    /** Both look; our vote counts for this leader; returns the round. */
    private long agree(PeerPort port, long apache, Vote vote) throws InterruptedException {
        port.notify(apache, looking(vote, 1));
        ToldByPeers.Heard first = told.awaitHeard(heard -> heard.notification().state() == PeerState.LOOKING);
        assertThat(first.from()).isEqualTo(apache);
        assertThat(EnsembleText.read(first.notification().configuration()).sameMembers(ensemble))
                .isTrue();
        long round = first.notification().round();
        port.notify(apache, looking(vote, round));
        return round;
    }

    @ParameterizedTest(name = "Apache is server {0}")
    @ValueSource(longs = {1, 3})
    void anElectionIsHeldWithAServerOfEitherSid(long apache) throws Exception {
        try (PeerPort port = port();
                ServerProcess process = apache(apache)) {
            Vote better = new Vote(OURS, 5, 0);
            AtomicLong round = new AtomicLong(agree(port, apache, better));
            // It follows us, and says so to whoever looks; as nobody leads there, it soon looks again in a new round.
            eventually(SOON, () -> {
                port.notify(apache, looking(better, round.get()));
                Notification answer = told.newestHeard().notification();
                round.set(Math.max(round.get(), answer.round()));
                assertThat(answer.state()).isEqualTo(PeerState.FOLLOWING);
                assertThat(answer.vote()).isEqualTo(better);
            });
            assertThat(process.isAlive()).isTrue();
        }
    }

    @Test
    void aTreeOfOursIsTakenOverByALearnerOfApaches() throws Exception {
        int znodes = 20_000;
        Tree tree = Tree.empty(3);
        for (int i = 0; i < znodes; i++) {
            io.paddock.common.Path path = io.paddock.common.Path.of(i == 0 ? "/made" : "/made/n" + i);
            tree.create(path, new byte[i % 300], Acl.OPEN, 0, -1, i + 1, 1);
        }
        try (PeerPort port = port();
                ServerProcess process = apache(1)) {
            port.listen(true);
            agree(port, 1, new Vote(OURS, znodes, 0));
            long link = told.awaitLink();
            QuorumPacket info = told.awaitPacket().packet();
            assertThat(info.type()).isEqualTo(PacketType.FOLLOWER_INFO);
            assertThat(LearnerInfo.read(info.data()).sid()).isEqualTo(1);
            long epoch = Zxid.of(1, 0);
            byte[] version =
                    new WireOutput().int32(LearnerInfo.PROTOCOL_VERSION).toByteArray();
            port.send(link, QuorumPacket.of(PacketType.LEADER_INFO, epoch, version));
            port.flush();
            assertThat(told.awaitPacket().packet().type()).isEqualTo(PacketType.ACK_EPOCH);
            port.sendSnapshot(link, epoch, source(tree));
            byte[] text = configuration.getBytes(StandardCharsets.UTF_8);
            port.send(link, QuorumPacket.of(PacketType.NEW_LEADER, epoch, text));
            port.flush();
            assertThat(told.awaitPacket().packet()).isEqualTo(QuorumPacket.of(PacketType.ACK, epoch));
            port.send(link, QuorumPacket.of(PacketType.UP_TO_DATE, -1));
            port.flush();
            String status = eventually(SOON, () -> {
                String answer = FourLetterWord.ask(process.port(), SRVR, QUESTION_LIMIT);
                assertThat(answer).contains("Mode: follower");
                return answer;
            });
            assertThat(status).contains("Node count: " + (znodes + 3), "Zxid: 0x100000000");
        }
    }

    private static SnapshotSource source(Tree tree) {
        TreeCapture capture = tree.capture();
        return new SnapshotSource() {
            @Override
            public void writeTo(OutputStream out) throws IOException {
                SnapshotWriter.streamToLearner(capture, out);
            }

            @Override
            public void close() {
                capture.close();
            }
        };
    }

    @Test
    void aTreeOfApachesIsTakenOverByALearnerOfOurs() throws Exception {
        long epoch = Zxid.of(1, 0);
        try (PeerPort port = port();
                ServerProcess process = apache(3)) {
            agree(port, 3, new Vote(3, 0, 0));
            long first = join(port, true);
            assertThat(told.awaitPacket().packet().type()).isEqualTo(PacketType.DIFF);
            assertThat(told.awaitPacket().packet().type()).isEqualTo(PacketType.NEW_LEADER);
            port.send(first, QuorumPacket.of(PacketType.ACK, epoch));
            port.flush();
            ToldByPeers.Received upToDate = told.awaitPacket();
            while (upToDate.packet().type() == PacketType.PING) {
                upToDate = told.awaitPacket();
            }
            assertThat(upToDate.packet().type()).isEqualTo(PacketType.UP_TO_DATE);
            assertThat(process.isAlive()).isTrue();

            // Somebody who has nothing comes to a leader that is established.
            long second = join(port, false);
            ToldByPeers.Received snap = told.awaitPacket();
            while (snap.link() != second) {
                snap = told.awaitPacket();
            }
            assertThat(snap.packet().type()).isEqualTo(PacketType.SNAP);
            assertThat(told.awaitPacket().packet().type()).isEqualTo(PacketType.NEW_LEADER);
            Tree tree = snap.snapshot().tree();
            assertThat(tree.find(io.paddock.common.Path.of("/zookeeper/quota"))).isNotNegative();
        }
    }

    /** Dials until it is there, up to and with ACKEPOCH. */
    private long join(PeerPort port, boolean counts) throws InterruptedException {
        long link = -1;
        while (link < 0) {
            port.dial(3);
            link = told.awaitLink();
        }
        byte[] info = new LearnerInfo(OURS, LearnerInfo.PROTOCOL_VERSION, 0).toBytes();
        port.send(link, QuorumPacket.of(PacketType.FOLLOWER_INFO, Zxid.of(counts ? 0 : 1, 0), info));
        port.flush();
        ToldByPeers.Received answer = told.awaitPacket();
        while (answer.link() != link) {
            answer = told.awaitPacket();
        }
        assertThat(answer.packet().type()).isEqualTo(PacketType.LEADER_INFO);
        assertThat(new WireInput(answer.packet().data()).int32()).isEqualTo(LearnerInfo.PROTOCOL_VERSION);
        byte[] current = new WireOutput().int32(counts ? 0 : -1).toByteArray();
        port.send(link, QuorumPacket.of(PacketType.ACK_EPOCH, 0, current));
        port.flush();
        return link;
    }
}
