package io.paddock.interop;

import static io.paddock.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.FourLetterWord;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Reply;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The limits that are off by default, as a client and a monitor see them. Apache's server passes the first ones too. */
class LimitsTest {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final String FOREVER_MS = "1000000000";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(strings = {"apache", "ours"})
    void aConnectRequestWithoutATokenIsClosedWithoutAReply(String side) throws IOException {
        try (ServerProcess server = setup(side)
                        .config("connection_throttle_tokens", "2")
                        .config("connection_throttle_fill_time", FOREVER_MS)
                        .start();
                RawClient first = RawClient.session(server.port());
                RawClient second = RawClient.session(server.port());
                RawClient third = RawClient.open(server.port())) {
            assertThat(first.session().id()).isNotZero();
            assertThat(second.session().id()).isNotZero();
            assertThat(third.connect(Requests.connectNew(RawClient.TIMEOUT_MS))).isNull();
            assertThat(monitored(server, "connection_rejected")).isEqualTo("1");
            assertThat(monitored(server, "cnt_connection_token_deficit")).isEqualTo("2");
            assertThat(monitored(server, "max_connection_token_deficit")).isEqualTo("2");
            assertThat(monitored(server, "connection_drop_probability")).isEqualTo("0.0");
            eventually(SOON, () -> assertThat(server.log()).contains("Connection throttle rejected connection"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"apache", "ours"})
    void aLargeRequestBeyondTheSumClosesTheConnectionButNotTheSession(String side) throws IOException {
        try (ServerProcess server = setup(side)
                        .config("largeRequestThreshold", "1000")
                        .config("largeRequestMaxBytes", "5000")
                        .start();
                RawClient client = RawClient.session(server.port())) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.call(Op.CREATE, Requests.create("/n" + i, new byte[4_000], 0))
                                .err())
                        .isZero();
            }
            client.send(Op.CREATE, Requests.create("/larger", new byte[6_000], 0));
            client.awaitEnd();
            assertThat(monitored(server, "large_requests_rejected")).isEqualTo("1");
            try (RawClient again = RawClient.resume(server.port(), client.session(), 0)) {
                assertThat(again.session().id()).isEqualTo(client.session().id());
                assertThat(again.call(Op.EXISTS, Requests.read("/larger", false))
                                .err())
                        .isEqualTo(-101);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"apache", "ours"})
    void aThrottleOfOneRequestAnswersEverythingInOrder(String side) throws IOException {
        try (ServerProcess server = setup(side)
                        .config("request_throttle_max_requests", "1")
                        .config("request_throttle_stall_time", "1")
                        .start();
                RawClient client = RawClient.session(server.port())) {
            client.sendAll(pipelined(200));
            for (int xid = 1; xid <= 200; xid++) {
                Reply reply = client.receiveReply();
                assertThat(reply.xid()).isEqualTo(xid);
                assertThat(reply.err()).isZero();
            }
            assertThat(monitored(server, "throttled_ops")).isEqualTo("0");
            assertThat(Long.parseLong(monitored(server, "request_throttle_wait_count")))
                    .isPositive();
        }
    }

    @Test
    void whatWaitsAtTheThrottleIsAnsweredBeforeAnOrderlyEnd() throws Exception {
        try (ServerProcess server = setup("ours")
                        .config("request_throttle_max_requests", "1")
                        .start();
                RawClient client = RawClient.session(server.port())) {
            client.sendAll(pipelined(400));
            eventually(
                    SOON,
                    () -> assertThat(Long.parseLong(monitored(server, "packets_received")))
                            .isGreaterThanOrEqualTo(401));
            server.stop();
            int answered = 0;
            while (client.receiveReply() != null) {
                answered++;
            }
            assertThat(answered).isEqualTo(400);
        }
    }

    @Test
    void aReplyThatClientsMayRefuseIsSentWholeAndTheOperatorIsTold() throws IOException {
        try (ServerProcess server =
                        setup("ours").property("jute.maxbuffer", "20000").start();
                RawClient client = RawClient.session(server.port())) {
            client.call(Op.CREATE, Requests.create("/parent", null, 0));
            for (int i = 0; i < 300; i++) {
                client.call(Op.CREATE, Requests.create("/parent/" + "x".repeat(100) + i, null, 0));
            }
            Reply children = client.call(Op.GET_CHILDREN, Requests.read("/parent", false));
            assertThat(children.in().int32()).isEqualTo(300);
            eventually(
                    SOON,
                    () -> assertThat(server.log())
                            .contains("The reply to GET_CHILDREN of /parent has " + (16 + children.body().length)
                                    + " bytes"));
            client.call(Op.SET_DATA, Requests.setData("/parent", new byte[19_900], -1));
            eventually(SOON, () -> assertThat(server.log()).contains("The data written to /parent has 19900 bytes"));
        }
    }

    private ServerSetup setup(String side) {
        Installation installation = side.equals("apache") ? Installation.apache() : Installation.underTest();
        return ServerSetup.of(installation, directory);
    }

    private static List<byte[]> pipelined(int count) {
        List<byte[]> frames = new ArrayList<>();
        IntStream.rangeClosed(1, count)
                .forEach(xid -> frames.add(Requests.frame(xid, Op.CREATE, Requests.create("/p" + xid, null, 0))));
        return frames;
    }

    /** The value that monitors read under this name. */
    private static String monitored(ServerProcess server, String name) throws IOException {
        return FourLetterWord.ask(server.port(), "mntr")
                .lines()
                .filter(line -> line.startsWith("zk_" + name + "\t"))
                .map(line -> line.substring(line.indexOf('\t') + 1))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no zk_" + name));
    }
}
