package io.paddock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Reply;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.Seeds;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Damaged requests to a running server with a small heap, for some seconds; {@code -Dseconds=N} makes it longer, {@code
 * -Dseed=S} sends the same again. Every frame has one reply, or the connection ends; the server lives, serves another
 * client meanwhile, and loads what it has logged.
 */
class FrameFuzzTest {

    private static final Duration TIME = Duration.ofSeconds(Integer.getInteger("seconds", 4));

    /** Of one server: what the requests that happen to be valid leave behind must not fill its heap. */
    private static final Duration LIFE_MAX = Duration.ofSeconds(30);

    private static final int BURST_MAX = 30;

    @TempDir
    private Path directory;

    private final long seed = Seeds.fresh();
    private final FrameDraft draft = new FrameDraft(new SplittableRandom(seed));
    private final SplittableRandom random = new SplittableRandom(~seed);
    private long frames;
    private long connections;

    @Test
    void damagedFramesStopNobodyElse() throws IOException {
        long end = System.nanoTime() + TIME.toNanos();
        int lives = 0;
        try {
            while (System.nanoTime() - end < 0) {
                live(directory.resolve("life" + lives++), end);
            }
        } catch (AssertionError | IOException failure) {
            throw new AssertionError(
                    "after " + frames + " frames; repeat with -Dseed=" + String.format("%#x", seed) + " -Dseconds="
                            + TIME.toSeconds() + "\n" + failure.getMessage(),
                    failure);
        }
        System.out.printf("fuzz: %d frames on %d connections, -Dseed=%#x%n", frames, connections, seed);
    }

    private void live(Path home, long endNanos) throws IOException {
        ServerSetup setup = Servers.quick(home)
                .jvm("-Xmx64m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-ea")
                .property("zookeeper.extendedTypesEnabled", "true")
                .property("zookeeper.forceSync", "no");
        long zxid;
        try (ServerProcess server = setup.start();
                OtherClient other = OtherClient.of(server.port())) {
            long lifeEnd = Math.min(endNanos, System.nanoTime() + LIFE_MAX.toNanos());
            while (System.nanoTime() - lifeEnd < 0) {
                converse(server.port());
                if (connections % 16 == 0) {
                    other.isServed();
                }
            }
            other.isServed();
            zxid = other.zxid();
            server.kill();
            Printed printed = Printed.by(server);
            printed.hasNoStackTrace();
            assertThat(printed.errors()).isEmpty();
            server.start();
            try (OtherClient after = OtherClient.of(server.port())) {
                after.isServed();
                assertThat(after.zxid()).isGreaterThanOrEqualTo(zxid);
            }
            assertThat(server.log()).doesNotContain("differed", "ERROR");
        }
    }

    /** One connection: perhaps a session, a burst of frames, and all replies to them. */
    private void converse(int port) throws IOException {
        connections++;
        try (RawClient client = RawClient.open(port)) {
            byte[] connect = Requests.connectNew(4_000 + random.nextInt(40_000));
            if (random.nextInt(8) == 0) {
                connect = draft.damaged(connect);
                if (connect.length >= 4 && ByteBuffer.wrap(connect).getInt() < 0) {
                    connect[0] = 0; // The version does not matter.
                }
            }
            client.send(connect);
            frames++;
            byte[] granted = client.receive();
            if (granted == null || ByteBuffer.wrap(granted).getInt(4) == 0) {
                return;
            }
            burst(client);
        }
    }

    private void burst(RawClient client) throws IOException {
        int sent = 1 + random.nextInt(BURST_MAX);
        try {
            for (int i = 0; i < sent; i++) {
                byte[] frame = draft.frame();
                if (frame.length > 0) {
                    frame[0] &= 0x7f; // A reply with xid -1 would be taken for an event.
                }
                frames++;
                client.send(frame);
            }
            if (random.nextInt(8) == 0) {
                client.sendRaw(draft.frame()); // Its first bytes are taken for its length: there may be no reply.
                return;
            }
            client.send(Op.PING, Requests.EMPTY);
        } catch (IOException closed) {
            return;
        }
        int replies = 0;
        for (Reply reply = client.receiveReply(); reply != null; reply = client.receiveReply()) {
            if (++replies == sent + 1) {
                assertThat(reply.xid()).as("xid of the reply to the ping").isEqualTo(-2);
                return;
            }
        }
    }
}
