package io.paddock.faults;

import static io.paddock.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.FourLetterWord;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Reply;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.ServerProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Bytes that are no conversation. The connection is closed, or the specified error comes; no zxid is taken for it, another
 * client is served on, and the log says it once.
 */
class MalformedFramesTest {

    private static final int FRAME_BYTES_MAX = 1_048_575;
    private static final int SESSION_MS_MIN = 1_000;
    private static final Duration SOON = Duration.ofSeconds(30);

    @TempDir
    private static Path directory;

    private static ServerProcess server;

    private OtherClient other;
    private long zxidBefore;

    /** The zxids that this test takes on purpose. */
    private int zxidsTaken;

    @BeforeAll
    static void start() throws IOException {
        server = Servers.quick(directory)
                .config("tickTime", "500")
                .config("minSessionTimeout", Integer.toString(SESSION_MS_MIN))
                .config("maxSessionTimeout", "60000")
                .property("zookeeper.nio.sessionlessCnxnTimeout", "1500")
                .start();
    }

    @BeforeEach
    void connect() throws IOException {
        other = OtherClient.of(server.port());
        zxidBefore = other.zxid();
    }

    @AfterEach
    void nobodyNoticed() throws IOException {
        assertThat(other.zxid()).as("zxids taken").isEqualTo(zxidBefore + zxidsTaken);
        other.isServed();
        other.client().call(Op.CLOSE_SESSION, Requests.EMPTY);
        other.close();
    }

    @AfterAll
    static void theLogSaysItInSentences() throws IOException {
        try (ServerProcess done = server) {
            Printed printed = Printed.by(done);
            printed.hasNoStackTrace();
            assertThat(printed.errors()).isEmpty();
            List<String> warnings = printed.warnings();
            assertThat(warnings)
                    .as("of the connections, once per interval")
                    .filteredOn(line -> line.contains("Closing the connection of /127.0.0.1:"))
                    .hasSizeBetween(1, 20);
            assertThat(warnings)
                    .as("beside those only of the longest frame")
                    .filteredOn(line -> !line.contains("Closing the connection of "))
                    .allMatch(line -> line.contains("/longest"));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, FRAME_BYTES_MAX + 1, Integer.MAX_VALUE})
    void aLengthThatNoFrameMayHaveClosesTheConnection(int length) throws IOException {
        byte[] announced = ByteBuffer.allocate(8).putInt(length).putInt(1).array();
        try (RawClient inSession = session();
                RawClient fresh = RawClient.open(server.port())) {
            fresh.sendRaw(announced);
            fresh.awaitEnd();
            inSession.sendRaw(announced);
            inSession.awaitEnd();
            assertSessionLives(inSession.session());
        }
    }

    @Test
    void theLongestFrameIsStillTaken() throws IOException {
        try (RawClient client = session()) {
            int overhead = Requests.frame(0, Op.CREATE, Requests.create("/longest", new byte[0], 0)).length;
            byte[] data = new byte[FRAME_BYTES_MAX - overhead];
            Reply reply = client.call(Op.CREATE, Requests.create("/longest", data, 0));
            assertThat(reply.err()).isZero();
            zxidsTaken++;
            assertThat(client.call(Op.GET_DATA, Requests.read("/longest", false))
                            .body())
                    .as("a reply may be longer than a request")
                    .hasSize(4 + data.length + 68);
            assertThat(client.call(Op.DELETE, Requests.delete("/longest", -1)).err())
                    .isZero();
            zxidsTaken++;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4, 7})
    void aFrameWithoutAHeaderClosesTheConnection(int length) throws IOException {
        try (RawClient client = session()) {
            client.send(new byte[length]);
            client.awaitEnd();
            assertSessionLives(client.session());
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, 13, 10, 23, 99, 108, 999, -12, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void anUnknownOperationIsUnimplemented(int type) throws IOException {
        try (RawClient client = session()) {
            client.send(Requests.frame(7, type, Requests.path("/")));
            client.send(Requests.frame(8, Op.CREATE, Requests.create("/behind", null, 0)));
            Reply reply = client.receiveReply();
            assertThat(List.of((long) reply.xid(), reply.zxid(), (long) reply.err()))
                    .isEqualTo(List.of(7L, -1L, -6L));
            client.awaitEnd();
            assertSessionLives(client.session());
        }
    }

    /** As first frame: nothing; a connect request cut short; with impossible lengths; an ordinary request. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00",
                "00000000",
                "00000000 0000000000000000 00007530 0000000000000000",
                "00000000 0000000000000000 00007530 0000000000000000 00000010 00",
                "00000000 0000000000000000 00007530 0000000000000000 80000000 00",
                "00000000 0000000000000000 00007530 0000000000000000 7fffffff 00",
                "00000001 00000004 00000001 2f 00"
            })
    void aFirstFrameThatIsNoConnectRequestClosesTheConnection(String hex) throws IOException {
        try (RawClient client = RawClient.open(server.port())) {
            client.send(HexFormat.of().parseHex(hex.replace(" ", "")));
            client.awaitEnd();
        }
    }

    @Test
    void aSecondConnectRequestIsAnUnknownOperation() throws IOException {
        try (RawClient client = session()) {
            client.send(Requests.connectNew(30_000));
            assertThat(client.receiveReply().err()).isEqualTo(-6);
            client.awaitEnd();
        }
    }

    @Test
    void whoHasSeenTheFutureIsSentAway() throws IOException {
        try (RawClient client = RawClient.open(server.port())) {
            assertThat(client.connect(Requests.connect(Long.MAX_VALUE, 30_000, 0, new byte[16])))
                    .isNull();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"GET / HTTP/1.1\r\n\r\n", "RUOK", "ruoK", "\u0016\u0003\u0001", "\r\n\r\n", "SSH-2.0-x\r\n"})
    void otherProtocolsAreClosed(String hello) throws IOException {
        assertThat(FourLetterWord.ask(server.port(), hello.getBytes(StandardCharsets.ISO_8859_1), SOON))
                .isEmpty();
    }

    @Test
    void randomBytesAreClosed() throws IOException {
        SplittableRandom random = new SplittableRandom(4711);
        for (int i = 0; i < 50; i++) {
            byte[] bytes = new byte[4 + random.nextInt(100)];
            random.nextBytes(bytes);
            bytes[0] |= 0x40; // A length that nobody may announce.
            assertThat(FourLetterWord.ask(server.port(), bytes, SOON)).isEmpty();
        }
    }

    @Test
    void aWordIsAnsweredToAClientThatHasClosedItsHalf() throws IOException {
        for (int i = 0; i < 20; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoTimeout((int) SOON.toMillis());
                socket.getOutputStream().write("srvr".getBytes(StandardCharsets.US_ASCII));
                socket.shutdownOutput();
                assertThat(new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII))
                        .contains("Mode: standalone");
            }
        }
    }

    @Test
    void aWordMayComeInPieces() throws IOException {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout((int) SOON.toMillis());
            for (byte letter : "ruok".getBytes(StandardCharsets.US_ASCII)) {
                socket.getOutputStream().write(letter);
                other.isServed(); // Gives the piece the time to arrive alone.
                zxidsTaken++;
            }
            assertThat(socket.getInputStream().readAllBytes()).asString().isEqualTo("imok");
        }
    }

    @Test
    void whoSaysNothingOrTooLittleIsClosedAfterAWhile() throws IOException {
        byte[] connect = Requests.connectNew(30_000);
        byte[] frame = ByteBuffer.allocate(4 + connect.length)
                .putInt(connect.length)
                .put(connect)
                .array();
        List<RawClient> slow = new ArrayList<>();
        for (int sent = 0; sent < frame.length; sent++) {
            RawClient client = RawClient.open(server.port());
            client.sendRaw(Arrays.copyOf(frame, sent));
            slow.add(client);
        }
        other.isServed();
        zxidsTaken++;
        for (RawClient client : slow) {
            client.awaitEnd();
            client.close();
        }
    }

    @Test
    void aFrameThatNeverEndsDoesNotKeepASessionAlive() throws IOException {
        RawClient client = RawClient.open(server.port());
        client.connect(Requests.connectNew(SESSION_MS_MIN));
        zxidsTaken++;
        byte[] frame = Requests.frame(1, Op.CREATE, Requests.create("/never", null, 0));
        client.sendRaw(ByteBuffer.allocate(4 + frame.length - 1)
                .putInt(frame.length)
                .put(frame, 0, frame.length - 1)
                .array());
        client.awaitEnd();
        zxidsTaken++; // The end of the session.
        client.close();
        try (RawClient late = RawClient.resume(server.port(), client.session(), 0)) {
            assertThat(late.session().id()).as("it has expired").isZero();
        }
        assertThat(other.client()
                        .call(Op.EXISTS, Requests.read("/never", false))
                        .err())
                .isEqualTo(-101);
    }

    @Test
    void connectionsThatBreakInAFrameLeaveNothingBehind() throws IOException {
        int before = connections();
        for (int i = 0; i < 50; i++) {
            try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.port())) {
                socket.setSoLinger(true, 0); // Closing resets the connection.
                socket.getOutputStream()
                        .write(ByteBuffer.allocate(100).putInt(FRAME_BYTES_MAX).array());
            }
        }
        eventually(SOON, () -> assertThat(connections()).isEqualTo(before));
    }

    @Test
    void aRefusedSessionTakesThePipelinedRequestsWithIt() throws IOException {
        try (RawClient client = RawClient.open(server.port())) {
            client.sendAll(List.of(
                    Requests.connect(0, 30_000, 77, new byte[16]),
                    Requests.frame(1, Op.CREATE, Requests.create("/refused", null, 0))));
            byte[] refusal = client.receive();
            assertThat(ByteBuffer.wrap(refusal).getInt(4)).as("timeout").isZero();
            client.awaitEnd();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1, Integer.MIN_VALUE, 1, Integer.MAX_VALUE})
    void anyTimeoutIsNegotiated(int wanted) throws IOException {
        try (RawClient client = RawClient.open(server.port())) {
            RawClient.Session granted = client.connect(Requests.connectNew(wanted));
            assertThat(granted.timeoutMs()).isEqualTo(Math.max(SESSION_MS_MIN, Math.min(60_000, wanted)));
            client.call(Op.CLOSE_SESSION, Requests.EMPTY);
            zxidsTaken += 2;
        }
    }

    private RawClient session() throws IOException {
        RawClient client = RawClient.session(server.port());
        zxidsTaken++;
        return client;
    }

    private static void assertSessionLives(RawClient.Session session) throws IOException {
        try (RawClient again = RawClient.resume(server.port(), session, 0)) {
            assertThat(again.session().id()).isEqualTo(session.id());
        }
    }

    private static int connections() throws IOException {
        return FourLetterWord.ask(server.port(), "srvr")
                .lines()
                .filter(line -> line.startsWith("Connections: "))
                .mapToInt(line -> Integer.parseInt(line.substring("Connections: ".length())))
                .findFirst()
                .orElseThrow();
    }
}
