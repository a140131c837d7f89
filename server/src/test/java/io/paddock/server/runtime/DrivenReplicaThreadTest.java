package io.paddock.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.server.election.Notification;
import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.Peer;
import io.paddock.server.peerport.PeerEvents;
import io.paddock.server.peerport.PeerLoop;
import io.paddock.server.peerport.PeerPort;
import io.paddock.server.peerport.PeerPortOptions;
import io.paddock.server.storage.ReceivedSnapshot;
import io.paddock.server.zab.QuorumPacket;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A replica thread that drives the connections to other servers: before its first step, between steps, behind the last. */
@Timeout(60)
class DrivenReplicaThreadTest {

    private static final long SID = 1;

    private final PeerLoop loop = new PeerLoop();
    private final Rig rig = new Rig(tree -> {}, loop);
    private int electionPort;
    private PeerPort port;

    @BeforeEach
    void open() throws IOException {
        electionPort = freePort();
        Peer self = new Peer(SID, List.of(new Peer.Address("127.0.0.1", freePort(), electionPort)), true, null);
        Ensemble ensemble = Ensemble.majority(0, List.of(self));
        port = new PeerPort(PeerPortOptions.of(SID, ensemble, 2_000, 10, 5), loop, new Deaf());
        rig.replicaThread.prepare();
        port.start();
    }

    @AfterEach
    void close() {
        port.close();
    }

    @Test
    void connectionsAreMadeBeforeTheFirstStep() throws IOException {
        expectServed();
    }

    @Test
    void aThreadThatNeverBeganEnds() throws Exception {
        rig.replicaThread.stop();
        expectServed();
        port.close();
        assertThat(loop.isClosed()).isTrue();
    }

    @Test
    void connectionsAreServedBetweenStepsAndBehindTheLast() throws Exception {
        rig.start(() -> {});
        assertThat(rig.replicaThread.ask(replica -> replica.tree().size()).get())
                .isPositive();
        expectServed();
        rig.stop();
        expectServed();
        port.leave();
        port.close();
        assertThat(loop.isClosed()).isTrue();
        assertThat(rig.fatal.get()).isNull();
    }

    /** Each step asks for the next one, so there is never nothing to do. */
    @Test
    void aMailboxThatIsNeverEmptyKeepsNobodyFromBeingServed() throws Exception {
        rig.start(() -> {});
        CompletableFuture<Void> enough = new CompletableFuture<>();
        rig.replicaThread.post(() -> again(enough));
        expectServed();
        enough.complete(null);
        rig.stop();
    }

    private void again(CompletableFuture<Void> enough) {
        if (!enough.isDone()) {
            rig.replicaThread.post(() -> again(enough));
        }
    }

    /** Its next tick is in an hour: only what is posted wakes it. */
    @Test
    void whatIsPostedWakesIt() throws Exception {
        rig.start(() -> {});
        for (int i = 0; i < 1_000; i++) {
            int sent = i;
            assertThat(rig.replicaThread.ask(replica -> sent).get(30, TimeUnit.SECONDS))
                    .isEqualTo(i);
        }
        rig.stop();
    }

    /** As does whoever embeds a server and is told of its failure there. */
    @Test
    void itMayEndAllThatItDrives() throws Exception {
        rig.start(() -> {});
        CompletableFuture<Boolean> closed = new CompletableFuture<>();
        rig.replicaThread.post(() -> {
            try {
                rig.replicaThread.stop();
                port.close();
                closed.complete(loop.isClosed());
            } catch (InterruptedException e) {
                closed.completeExceptionally(e);
            }
        });
        assertThat(closed.get()).isFalse();
        port.close(); // Waits for it.
        loop.close();
        assertThat(loop.isClosed()).isTrue();
        assertThat(rig.fatal.get()).isNull();
        rig.logThread.stop();
    }

    @Test
    void aThreadThatWasNeverStartedClosesWhatItWouldHaveDriven() throws Exception {
        PeerLoop other = new PeerLoop();
        Rig neverStarted = new Rig(tree -> {}, other);
        neverStarted.replicaThread.stop();
        other.close();
        assertThat(other.isClosed()).isTrue();
    }

    /** Who greets as a server that cannot be gets its connection closed, by the loop. */
    private void expectServed() throws IOException {
        try (Socket stranger = new Socket(InetAddress.getLoopbackAddress(), electionPort)) {
            stranger.setSoTimeout(20_000);
            stranger.getOutputStream().write(new byte[64]);
            assertThat(stranger.getInputStream().read()).isNegative();
        }
    }

    private static int freePort() throws IOException {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return probe.getLocalPort();
        }
    }

    /** It is told nothing here. */
    private static final class Deaf implements PeerEvents {
        @Override
        public void onNotification(long from, Notification notification) {}

        @Override
        public void onReachable(long sid, boolean reachable) {}

        @Override
        public void onLinked(long link, long dialled) {}

        @Override
        public void onDialFailed() {}

        @Override
        public void onUnlinked(long link, String why) {}

        @Override
        public void onPacket(long link, QuorumPacket packet, ReceivedSnapshot snapshot) {}
    }
}
