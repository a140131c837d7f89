package io.paddock.server.peerport;

import static io.paddock.server.peerport.TestPeers.looking;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.wire.WireOutput;
import io.paddock.server.QuorumFixture;
import io.paddock.server.QuorumFixture.Message;
import io.paddock.server.election.Greeting;
import io.paddock.server.election.Notification;
import io.paddock.server.election.PeerState;
import io.paddock.server.election.Vote;
import io.paddock.server.runtime.LogLines;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ElectionPortTest {

    private TestPeers peers;
    private final Told told = new Told();
    private final Told otherTold = new Told();

    @BeforeEach
    void choosePorts() {
        peers = new TestPeers(1, 2, 3);
    }

    @AfterEach
    void close() {
        peers.close();
    }

    // Two of ours.

    @ParameterizedTest(name = "from {0} to {1}")
    @CsvSource({"1,3", "3,1"})
    void aNotificationArrivesInWhicheverDirection(long from, long to) {
        PeerPort sender = peers.started(from, told);
        peers.started(to, otherTold);
        sender.notify(to, looking(from, 7));
        assertThat(otherTold.awaitHeard(from, n -> true).notification()).isEqualTo(looking(from, 7));
        told.awaitReachable(to, true);
        otherTold.awaitReachable(from, true);
    }

    @RepeatedTest(30)
    void twoThatDialAtOnceEndWithOneConnectionAndHaveHeardEachOther() {
        PeerPort one = peers.started(1, told);
        PeerPort three = peers.started(3, otherTold);
        one.notify(3, looking(1, 1));
        three.notify(1, looking(3, 1));
        otherTold.awaitHeard(1, n -> n.equals(looking(1, 1)));
        told.awaitHeard(3, n -> n.equals(looking(3, 1)));
        one.notify(3, looking(3, 2));
        three.notify(1, looking(3, 2));
        otherTold.awaitHeard(1, n -> n.round() == 2);
        told.awaitHeard(3, n -> n.round() == 2);
        assertThat(told.all(Told.Reachable.class)).doesNotContain(new Told.Reachable(3, false));
        assertThat(otherTold.all(Told.Reachable.class)).doesNotContain(new Told.Reachable(1, false));
    }

    @Test
    void aMessageWaitsForAServerThatStartsLater() {
        PeerPort one = peers.started(1, told);
        one.notify(3, looking(1, 1));
        one.notify(3, looking(1, 2));
        told.awaitReachable(3, false);
        peers.started(3, otherTold);
        otherTold.awaitHeard(1, n -> n.round() == 2);
        assertThat(otherTold.all(Told.Heard.class))
                .allMatch(heard -> heard.notification().round() == 2);
    }

    @ParameterizedTest(name = "server {0} stays, {1} restarts")
    @CsvSource({"1,3", "3,1"})
    void aServerThatRestartsIsHeardAgain(long stays, long restarts) {
        PeerPort port = peers.started(stays, told);
        PeerPort first = peers.started(restarts, otherTold);
        port.notify(restarts, looking(3, 1));
        otherTold.awaitHeard(stays, n -> n.round() == 1);
        first.close();
        told.awaitReachable(restarts, false);
        Told again = new Told();
        PeerPort second = peers.started(restarts, again);
        second.notify(stays, looking(3, 5));
        told.awaitHeard(restarts, n -> n.round() == 5);
        again.awaitHeard(stays, n -> n.round() == 1); // It was said last, and may have been lost.
    }

    @Test
    void aPortThatIsInUseIsNamedToTheOperator() throws IOException {
        try (ServerSocket taken =
                new ServerSocket(peers.electionPort(1), 1, InetAddress.getByName(TestPeers.LOOPBACK))) {
            PeerPort port = peers.prepared(1, told);
            assertThatThrownBy(port::start)
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("If the election port 127.0.0.1:" + taken.getLocalPort() + " is in use")
                    .hasMessageContaining("set another port in server.1");
        }
    }

    @Test
    void aServerOfWhichOneAddressIsDeadIsReachedAtTheOther() throws IOException {
        try (RawPeer.Listener one = new RawPeer.Listener()) {
            peers.at(1, 1, TestPeers.freePort()).alsoAt(1, 1, one.port());
            peers.alsoAt(3, TestPeers.freePort(), TestPeers.freePort());
            peers.started(3, told).notify(1, looking(3, 1));
            try (RawPeer raw = one.accept()) {
                assertThat(raw.readGreeting().addresses()).hasSize(2);
                assertThat(raw.readNotification().round()).isEqualTo(1);
            }
        }
    }

    @Test
    void aNameIsLookedUpAgainAtEachAttempt() {
        peers.named(3, "no-such-host.invalid");
        PeerPort one = peers.started(1, told);
        try (LogLines lines = new LogLines(ElectionPeer.class)) {
            one.notify(3, looking(1, 1));
            told.await(3, Told.Reachable.class, event -> !event.reachable());
            assertThat(lines.lines())
                    .containsExactly("INFO Server 3 cannot be reached on its election port: the name"
                            + " no-such-host.invalid is unknown");
        }
    }

    // The bytes.

    @Test
    void theGreetingAndTheNotificationAreThoseOfTheOriginal() throws IOException {
        List<Message> recorded = QuorumFixture.messages("01-election-formation.txt");
        Message greeting = first(recorded, "INIT", 2);
        Message notification = first(recorded, "NOTIFICATION", 3);
        try (RawPeer.Listener one = new RawPeer.Listener()) {
            // Only announced, so the ports of the recording may be used by anybody.
            peers.at(2, 21_122, 21_123).at(1, 1, one.port());
            PeerPort port = peers.prepared(2, told);
            byte[] payload = notification.bytesFrom(1);
            port.notify(1, Notification.read(payload));
            try (RawPeer raw = one.accept()) {
                assertThat(raw.read(greeting.bytes().length)).isEqualTo(greeting.bytes());
                assertThat(raw.read(notification.bytes().length)).isEqualTo(notification.bytes());
                raw.sendSlowly(notification.bytes());
                assertThat(told.awaitHeard(1, n -> true).notification()).isEqualTo(Notification.read(payload));
            }
        }
    }

    private static Message first(List<Message> messages, String title, long sid) {
        return messages.stream()
                .filter(message -> message.title().startsWith(title))
                .filter(message -> message.has("sid") ? message.number("sid") == sid : !message.dialled() || sid == 3)
                .findFirst()
                .orElseThrow();
    }

    static Stream<Message> variants() {
        return QuorumFixture.messages("13-election-variants.txt").stream();
    }

    @ParameterizedTest
    @MethodSource("variants")
    void everyVariantIsTakenAsTheOriginalTakesIt(Message variant) throws IOException {
        peers.started(1, told);
        boolean greets =
                variant.title().startsWith("initial") || variant.title().startsWith("anonymous");
        try (RawPeer raw = RawPeer.dial(peers.electionPort(1))) {
            if (!greets) {
                raw.greet(4, "127.0.0.1:1");
            }
            if (variant.title().contains("closed")) {
                raw.send(variant.bytes());
                assertThat(raw.awaitEnd()).isTrue();
                assertThat(told.all(Told.Heard.class)).isEmpty();
                return;
            }
            raw.sendSlowly(variant.bytes());
            if (variant.title().contains("answered")) {
                told.awaitHeard(4, n -> n.vote().leader() == 4 && n.round() == 1);
            }
            raw.send(looking(3, 99));
            told.awaitHeard(4, n -> n.round() == 99);
            assertThat(told.all(Told.Heard.class)).hasSize(variant.title().contains("answered") ? 2 : 1);
        }
    }

    // The other side of a pair.

    @Test
    void aServerWithASmallerSidIsDialledWhereItSaysThatItIs() throws IOException {
        peers.started(3, told);
        try (RawPeer.Listener one = new RawPeer.Listener();
                RawPeer knock = RawPeer.dial(peers.electionPort(3)).greet(1, one.address())) {
            assertThat(knock.awaitEnd()).isTrue();
            try (RawPeer dialled = one.accept()) {
                assertThat(dialled.readGreeting())
                        .isEqualTo(new Greeting(3, List.of("127.0.0.1:" + peers.electionPort(3))));
                dialled.send(looking(1, 4));
                told.awaitHeard(1, n -> n.round() == 4);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(strings = {"", "0.0.0.0:1", "nonsense"})
    void aServerThatDoesNotSayWhereItIsIsDialledWhereItIsConfigured(String announced) throws IOException {
        try (RawPeer.Listener one = new RawPeer.Listener()) {
            peers.at(1, 1, one.port());
            peers.started(3, told);
            try (RawPeer knock = RawPeer.dial(peers.electionPort(3))) {
                if (announced.isEmpty()) {
                    knock.send(new byte[] {0, 0, 0, 0, 0, 0, 0, 1});
                } else {
                    knock.greet(1, announced);
                }
                assertThat(knock.awaitEnd()).isTrue();
            }
            try (RawPeer dialled = one.accept()) {
                assertThat(dialled.readGreeting().sid()).isEqualTo(3);
            }
        }
    }

    @Test
    void aServerWithALargerSidIsKnockedAtAndMakesTheConnection() throws IOException {
        try (RawPeer.Listener three = new RawPeer.Listener()) {
            peers.at(3, 1, three.port());
            PeerPort one = peers.started(1, told);
            one.notify(3, looking(1, 1));
            try (RawPeer knock = three.accept()) {
                assertThat(knock.readGreeting().sid()).isEqualTo(1);
                assertThat(knock.awaitEnd()).isTrue();
            }
            try (RawPeer raw = RawPeer.dial(peers.electionPort(1)).greet(3, three.address())) {
                assertThat(raw.readNotification()).isEqualTo(looking(1, 1));
                told.awaitReachable(3, true);
            }
        }
    }

    @Test
    void aKnockThatIsNotAnsweredIsRepeated() throws IOException {
        try (RawPeer.Listener three = new RawPeer.Listener()) {
            peers.at(3, 1, three.port());
            peers.started(1, told).notify(3, looking(1, 1));
            for (int i = 0; i < 3; i++) {
                try (RawPeer knock = three.accept()) {
                    assertThat(knock.readGreeting().sid()).isEqualTo(1);
                }
            }
        }
    }

    @Test
    void aKnockThatHasCrossedTheConnectionChangesNothing() throws IOException {
        try (RawPeer.Listener one = new RawPeer.Listener()) {
            peers.at(1, 1, one.port());
            PeerPort three = peers.started(3, told);
            three.notify(1, looking(3, 1));
            try (RawPeer dialled = one.accept();
                    RawPeer knock = RawPeer.dial(peers.electionPort(3)).greet(1, one.address())) {
                assertThat(knock.awaitEnd()).isTrue();
                dialled.readGreeting();
                assertThat(dialled.readNotification().round()).isEqualTo(1);
                three.notify(1, looking(3, 2));
                assertThat(dialled.readNotification().round()).isEqualTo(2);
                assertThat(told.all(Told.Reachable.class)).containsExactly(new Told.Reachable(1, true));
            }
        }
    }

    @Test
    void aKnockBehindAnOldConnectionMakesANewOne() throws IOException {
        try (RawPeer.Listener one = new RawPeer.Listener()) {
            peers.at(1, 1, one.port());
            PeerPort three = peers.started(3, told);
            three.notify(1, looking(3, 1));
            try (RawPeer dead = one.accept()) {
                dead.readGreeting();
                assertThat(dead.readNotification().round()).isEqualTo(1);
                peers.pass(1_000);
                RawPeer.dial(peers.electionPort(3)).greet(1, one.address()).close();
                try (RawPeer next = one.accept()) {
                    assertThat(dead.awaitEnd()).isTrue();
                    next.readGreeting();
                    assertThat(next.readNotification().round()).isEqualTo(1);
                    assertThat(told.all(Told.Reachable.class)).doesNotContain(new Told.Reachable(1, false));
                }
            }
        }
    }

    @Test
    void aPeerThatDoesNotAnswerForLongIsConnectedAnew() throws IOException {
        try (RawPeer.Listener one = new RawPeer.Listener()) {
            peers.at(1, 1, one.port());
            PeerPort three = peers.started(3, told);
            three.notify(1, looking(3, 1));
            try (RawPeer silent = one.accept()) {
                silent.readGreeting();
                assertThat(silent.readNotification().round()).isEqualTo(1);
                three.notify(1, looking(3, 2)); // Asks, and waits for an answer from here on.
                assertThat(silent.readNotification().round()).isEqualTo(2);
                peers.pass(11_000);
                three.notify(1, looking(3, 3));
                assertThat(silent.awaitEnd()).isTrue();
                try (RawPeer next = one.accept()) {
                    next.readGreeting();
                    assertThat(next.readNotification().round()).isEqualTo(3);
                }
            }
        }
    }

    @Test
    void aPeerThatAnswersKeepsItsConnection() throws IOException {
        try (RawPeer.Listener one = new RawPeer.Listener()) {
            peers.at(1, 1, one.port());
            PeerPort three = peers.started(3, told);
            three.notify(1, looking(3, 1));
            try (RawPeer raw = one.accept()) {
                raw.readGreeting();
                assertThat(raw.readNotification().round()).isEqualTo(1);
                for (int round = 2; round < 5; round++) {
                    three.notify(1, looking(3, round));
                    assertThat(raw.readNotification().round()).isEqualTo(round);
                    raw.send(looking(3, round));
                    int heard = round;
                    told.awaitHeard(1, n -> n.round() == heard);
                    peers.pass(11_000);
                }
            }
        }
    }

    @Test
    void aConnectionThatComesWhileItsKnockIsUnderWayIsTheOnlyOne() throws IOException {
        try (RawPeer.Listener three = new RawPeer.Listener()) {
            peers.at(3, 1, three.port());
            PeerPort one = peers.started(1, told);
            one.notify(3, looking(1, 1));
            try (RawPeer dialled = RawPeer.dial(peers.electionPort(1)).greet(3, three.address());
                    RawPeer knock = three.accept()) {
                assertThat(dialled.readNotification().round()).isEqualTo(1);
                // The knock may have been called off before its greeting.
                knock.read(Greeting.PREFIX_BYTES);
                one.notify(3, looking(1, 2));
                assertThat(dialled.readNotification().round()).isEqualTo(2);
                dialled.send(looking(3, 2));
                told.awaitHeard(3, n -> n.round() == 2);
                assertThat(told.all(Told.Reachable.class)).containsExactly(new Told.Reachable(3, true));
            }
        }
    }

    @Test
    void aNewConnectionTakesThePlaceOfAnOlderOneAndBeginsWithWhatWasSaidLast() throws IOException {
        PeerPort one = peers.started(1, told);
        try (RawPeer old = RawPeer.dial(peers.electionPort(1)).greet(3, "127.0.0.1:1")) {
            told.awaitReachable(3, true);
            one.notify(3, looking(1, 1));
            assertThat(old.readNotification().round()).isEqualTo(1);
            try (RawPeer next = RawPeer.dial(peers.electionPort(1)).greet(3, "127.0.0.1:1")) {
                assertThat(next.readNotification().round()).isEqualTo(1);
                assertThat(old.awaitEnd()).isTrue();
                next.send(looking(3, 2));
                told.awaitHeard(3, n -> n.round() == 2);
                assertThat(told.all(Told.Reachable.class)).doesNotContain(new Told.Reachable(3, false));
            }
        }
        told.awaitReachable(3, false);
    }

    /** It may be the vote of a server without data, which it has not been for long. */
    @Test
    void whatWasSaidLongAgoIsNotSaidAgain() throws IOException {
        PeerPort one = peers.started(1, told);
        try (RawPeer old = RawPeer.dial(peers.electionPort(1)).greet(3, "127.0.0.1:1")) {
            told.awaitReachable(3, true);
            one.notify(3, looking(1, 1));
            assertThat(old.readNotification().round()).isEqualTo(1);
            peers.pass(11_000);
            try (RawPeer next = RawPeer.dial(peers.electionPort(1)).greet(3, "127.0.0.1:1")) {
                assertThat(old.awaitEnd()).isTrue();
                one.notify(3, looking(1, 2));
                assertThat(next.readNotification().round()).isEqualTo(2);
            }
        }
    }

    @Test
    void aConnectionThatIsNotIdentifiedYetReplacesNothing() throws IOException {
        PeerPort one = peers.started(1, told);
        try (RawPeer raw = RawPeer.dial(peers.electionPort(1)).greet(3, "127.0.0.1:1");
                RawPeer stranger = RawPeer.dial(peers.electionPort(1))) {
            told.awaitReachable(3, true);
            byte[] half = new Greeting(3, List.of("127.0.0.1:1")).toBytes();
            stranger.send(Arrays.copyOf(half, half.length - 1));
            one.notify(3, looking(1, 1));
            assertThat(raw.readNotification().round()).isEqualTo(1);
        }
    }

    @Test
    void aServerThatIsInNoConfigurationIsServedAndNotCounted() throws IOException {
        PeerPort one = peers.started(1, told);
        try (LogLines lines = new LogLines(Complaints.class);
                RawPeer raw = RawPeer.dial(peers.electionPort(1))
                        .greet(77, "127.0.0.1:1")
                        .send(looking(77, 1))) {
            told.awaitHeard(77, n -> n.round() == 1);
            assertThat(lines.lines()).singleElement().asString().contains("is not in the list of this server");
            Notification answer = Notification.of(PeerState.FOLLOWING, new Vote(3, 5, 1), 1, "version=0");
            one.notify(77, answer);
            assertThat(raw.readNotification()).isEqualTo(answer);
            assertThat(told.all(Told.Reachable.class)).isEmpty();
        }
    }

    // Strangers.

    @ParameterizedTest(name = "sid {0}")
    @CsvSource({
        "2, the same myid",
        "-1, no server id",
        "9223372036854775807, no server id",
        "-7, no server can be",
        "5135603447292250196, no server can be" // GET / HT
    })
    void whoCannotBeAnotherServerIsSentAwayWithOneLine(long sid, String reason) throws IOException {
        try (LogLines lines = new LogLines(Complaints.class)) {
            peers.started(2, told);
            try (RawPeer raw = RawPeer.dial(peers.electionPort(2)).greet(sid, "127.0.0.1:1")) {
                assertThat(raw.awaitEnd()).isTrue();
            }
            assertThat(lines.lines())
                    .singleElement()
                    .asString()
                    .startsWith("WARN ")
                    .contains(reason);
            assertThat(told.events()).isEmpty();
        }
    }

    @Test
    void garbageEndsItsConnectionWithOneLineForItsAddressAndNothingElse() throws IOException {
        try (LogLines lines = new LogLines(Complaints.class)) {
            peers.started(1, told);
            try (RawPeer good = RawPeer.dial(peers.electionPort(1)).greet(3, "127.0.0.1:1")) {
                told.awaitReachable(3, true);
                for (int i = 0; i < 5; i++) {
                    try (RawPeer bad = RawPeer.dial(peers.electionPort(1))) {
                        byte[] garbage = "\377garbage, and more of that kind".getBytes(StandardCharsets.ISO_8859_1);
                        assertThat(bad.send(garbage).awaitEnd()).isTrue();
                    }
                }
                good.send(looking(3, 1));
                told.awaitHeard(3, n -> n.round() == 1);
            }
            assertThat(lines.lines().stream().filter(line -> line.startsWith("WARN")))
                    .singleElement()
                    .asString()
                    .contains("to the election port: a connection to the election port starts with the unknown form");
        }
    }

    @ParameterizedTest(name = "a frame of {0} bytes")
    @ValueSource(ints = {0, -1, 524_289, Integer.MAX_VALUE})
    void aFrameOfAnImpossibleLengthEndsTheConnection(int length) throws IOException {
        peers.started(1, told);
        try (LogLines lines = new LogLines(Complaints.class);
                RawPeer raw = RawPeer.dial(peers.electionPort(1)).greet(3, "127.0.0.1:1")) {
            raw.send(new WireOutput().int32(length).toByteArray());
            assertThat(raw.awaitEnd()).isTrue();
            told.awaitReachable(3, false);
            assertThat(lines.lines()).singleElement().asString().contains("announces " + length + " bytes");
        }
    }

    @Test
    void theLongestFrameIsTakenAndOneThatIsNoNotificationIsSkipped() throws IOException {
        peers.started(1, told);
        try (RawPeer raw = RawPeer.dial(peers.electionPort(1)).greet(3, "127.0.0.1:1")) {
            raw.send(new WireOutput().buffer(new byte[20]).toByteArray());
            Notification longest = Notification.of(PeerState.LOOKING, new Vote(3, 0, 0), 1, "#".repeat(524_288 - 44));
            raw.send(longest);
            told.awaitHeard(3, longest::equals);
        }
    }

    @Test
    void whoSaysNothingIsSentAwayAfterATime() throws IOException {
        peers.identifyMsMax(50);
        peers.started(1, told);
        try (LogLines lines = new LogLines(Complaints.class);
                RawPeer silent = RawPeer.dial(peers.electionPort(1));
                RawPeer half = RawPeer.dial(peers.electionPort(1)).send(new byte[] {0, 0, 0})) {
            assertThat(silent.awaitEnd()).isTrue();
            assertThat(half.awaitEnd()).isTrue();
            assertThat(lines.lines()).hasSize(2).anyMatch(line -> line.startsWith("WARN"));
        }
    }

    @Test
    void ofTooManySilentConnectionsTheOldestEndAndAPeerStillComesIn() throws IOException {
        peers.started(1, told);
        List<RawPeer> silent = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            silent.add(RawPeer.dial(peers.electionPort(1)));
        }
        assertThat(silent.get(0).awaitEnd()).isTrue();
        assertThat(silent.get(7).awaitEnd()).isTrue();
        try (RawPeer raw = RawPeer.dial(peers.electionPort(1)).greet(3, "127.0.0.1:1")) {
            raw.send(looking(3, 1));
            told.awaitHeard(3, n -> n.round() == 1);
        }
        for (RawPeer each : silent) {
            each.close();
        }
    }

    @Test
    void aFloodOfNotificationsIsNotPassedOnOneByOne() throws IOException {
        peers.started(1, told);
        WireOutput flood = new WireOutput();
        int count = 20_000;
        for (int i = 1; i <= count; i++) {
            flood.buffer(looking(3, i).toBytes());
        }
        try (RawPeer raw = RawPeer.dial(peers.electionPort(1)).greet(3, "127.0.0.1:1")) {
            raw.send(flood.toByteArray());
            told.awaitHeard(3, n -> n.round() == count);
            assertThat(told.all(Told.Heard.class)).hasSizeLessThan(count / 4);
        }
    }
}
