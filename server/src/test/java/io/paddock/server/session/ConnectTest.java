package io.paddock.server.session;

import static io.paddock.server.session.Client.create;
import static io.paddock.server.session.Client.getData;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.ErrorCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.CloseSession;
import io.paddock.common.protocol.ConnectRequest;
import io.paddock.common.protocol.ConnectResponse;
import io.paddock.common.protocol.GetChildren;
import io.paddock.common.protocol.Ping;
import io.paddock.common.protocol.SessionPassword;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Connecting, resuming, moving, expiring: client protocol, sections 2.3 to 2.8; server semantics, section 6. */
class ConnectTest {

    private final ShardBench bench = new ShardBench();

    @ParameterizedTest(name = "{0} ms wanted: {1} ms")
    @CsvSource({
        "5000, 5000",
        "2000, 2000",
        "1999, 2000",
        "0, 2000",
        "-1, 2000",
        "-2147483648, 2000",
        "20000, 20000",
        "20001, 20000",
        "2147483647, 20000"
    })
    void theTimeoutIsRaisedToTheLeastAndLoweredToTheGreatest(int wanted, int negotiated) {
        Client client = bench.client().knock(0, wanted, 0, new byte[16]);
        bench.settle();
        ConnectResponse response = client.response();
        assertThat(response.timeoutMs()).isEqualTo(negotiated);
        assertThat(response.protocolVersion()).isZero();
        assertThat(response.sessionId()).isNotZero();
        assertThat(response.password()).isEqualTo(SessionPassword.of(response.sessionId()));
        assertThat(bench.tree.sessions()).containsEntry(response.sessionId(), negotiated);
    }

    @Test
    void theResponseComesWhenTheSessionIsApplied() {
        Client client = bench.client().knock(0, 5000, 0, new byte[16]);
        client.endBurst();
        assertThat(client.hasResponse()).isFalse();
        bench.deliver();
        client.endBurst();
        assertThat(client.hasResponse()).isFalse();
        bench.sync();
        bench.publish();
        assertThat(client.hasResponse()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theReadOnlyByteIsAnsweredIfAndOnlyIfItWasSent(boolean sent) {
        Client client = bench.client().knock(new ConnectRequest(0, 0, 5000, 0, new byte[16], sent, false));
        bench.settle();
        assertThat(client.response().hasReadOnly()).isEqualTo(sent);
        Client refused = bench.client().knock(new ConnectRequest(0, 0, 5000, 77, new byte[16], sent, false));
        bench.settle();
        assertThat(refused.response().hasReadOnly()).isEqualTo(sent);
    }

    @Test
    void aClientThatAcceptsAReadOnlyServerIsToldThatThisIsNone() {
        Client client = bench.client().knock(new ConnectRequest(0, 0, 5000, 0, new byte[16], true, true));
        bench.settle();
        assertThat(client.response().readOnly()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3, 16, 40})
    void aNewSessionMayComeWithAPasswordOfAnyLength(int length) {
        Client client = bench.client().knock(0, 5000, 0, new byte[length]);
        bench.settle();
        assertThat(client.response().isRefusal()).isFalse();
        Client without = bench.client().knock(0, 5000, 0, null);
        bench.settle();
        assertThat(without.response().isRefusal()).isFalse();
    }

    @Test
    void aConnectRequestThatEndsEarlyEndsTheConnection() {
        assertThat(bench.client().frame(new byte[27])).isNotNull();
        assertThat(bench.client().frame(new byte[0])).isNotNull();
    }

    @ParameterizedTest(name = "a client that has seen {0} while the server is at 3 is accepted: {1}")
    @CsvSource({"0, true", "3, true", "4, false", "-1, true", "9223372036854775807, false"})
    void aClientThatHasSeenMoreThanTheServerIsTurnedAwayWithoutAReply(long seen, boolean accepted) {
        Client first = bench.connected();
        first.ok(create("/a"));
        first.ok(create("/b"));
        for (long id : new long[] {0, first.session}) {
            Client client = bench.client().knock(seen, 5000, id, first.password);
            bench.publish();
            assertThat(client.closed).isEqualTo(!accepted);
            bench.publish();
            assertThat(client.hasResponse()).isFalse();
        }
    }

    @Test
    void requestsBehindTheConnectRequestWaitForTheSession() {
        Client client = bench.client().knock(0, 5000, 0, new byte[16]);
        client.send(1, create("/a"));
        client.send(2, getData("/a"));
        bench.settle();
        assertThat(client.hasResponse()).isTrue();
        assertThat(client.taken()).containsExactly("1:OK", "2:OK");
    }

    @Test
    void requestsBehindARefusedConnectRequestAreDropped() {
        Client client = bench.client().knock(0, 5000, 99, SessionPassword.of(99));
        client.send(1, create("/a"));
        bench.settle();
        assertThat(client.response().isRefusal()).isTrue();
        assertThat(client.taken()).isEmpty();
        assertThat(client.closed).isTrue();
        assertThat(bench.tree.find(Path.of("/a"))).isNegative();
    }

    @Test
    void noBytesAreReadWhileTheSessionIsBeingOpened() {
        Client client = bench.client().knock(0, 5000, 0, new byte[16]);
        assertThat(client.read).isFalse();
        bench.settle();
        assertThat(client.read).isTrue();
    }

    // Resuming.

    @Test
    void aSessionIsResumedWithItsPasswordAndANewTimeout() {
        Client first = bench.connected();
        first.disconnect();
        Client second = bench.client().resume(first.session, first.password, 9000);
        ConnectResponse response = second.response();
        assertThat(response.sessionId()).isEqualTo(first.session);
        assertThat(response.timeoutMs()).isEqualTo(9000);
        assertThat(response.password()).isEqualTo(first.password);
        assertThat(second.error(create("/a"))).isEqualTo(ErrorCode.OK);
    }

    @Test
    void aWrongPasswordAndAnUnknownSessionAreRefusedAlike() {
        Client first = bench.connected();
        byte[] wrong = first.password.clone();
        wrong[15]++;
        Client guessing = bench.client().resume(first.session, wrong, 5000);
        Client late = bench.client().resume(12345, SessionPassword.of(12345), 5000);
        for (Client refused : new Client[] {guessing, late}) {
            ConnectResponse response = refused.response();
            assertThat(response.timeoutMs()).isZero();
            assertThat(response.sessionId()).isZero();
            assertThat(response.password()).isEqualTo(new byte[16]);
            assertThat(refused.closed).isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 15, 17})
    void aPasswordOfAnotherLengthIsWrong(int length) {
        Client first = bench.connected();
        Client second = bench.client().resume(first.session, Arrays.copyOf(first.password, length), 5000);
        assertThat(second.response().isRefusal()).isTrue();
    }

    @Test
    void aWrongPasswordDoesNotTouchTheConnectionOfTheSession() {
        Client first = bench.connected();
        bench.client().resume(first.session, new byte[16], 5000);
        assertThat(first.closed).isFalse();
        assertThat(first.error(create("/a"))).isEqualTo(ErrorCode.OK);
    }

    @Test
    void aResumedSessionEndsItsOtherConnection() {
        Client first = bench.connected();
        Client second = bench.client().resume(first);
        assertThat(first.closed).isTrue();
        assertThat(first.taken()).isEmpty();
        assertThat(second.response().isRefusal()).isFalse();
        assertThat(second.error(create("/a"))).isEqualTo(ErrorCode.OK);
    }

    @Test
    void aResumedSessionEndsItsConnectionOnAnotherLoop() {
        Client first = bench.connected();
        Client second = bench.client(bench.addShard()).resume(first);
        assertThat(first.closed).isTrue();
        assertThat(second.closed).isFalse();
        Client third = bench.client().resume(first);
        assertThat(second.closed).isTrue();
        assertThat(third.error(create("/a"))).isEqualTo(ErrorCode.OK);
    }

    @Test
    void aWriteOverAConnectionThatLostItsSessionEndsItWithoutAReply() {
        Client first = bench.connected();
        Client second = bench.client(bench.addShard());
        second.knock(0, 5000, first.session, first.password);
        second.endBurst();
        bench.deliver();
        first.send(create("/stale"));
        first.endBurst();
        bench.deliver();
        bench.sync();
        bench.settle();
        assertThat(first.closed).isTrue();
        assertThat(first.taken()).isEmpty();
        assertThat(bench.tree.find(Path.of("/stale"))).isNegative();
        assertThat(second.response().isRefusal()).isFalse();
    }

    @Test
    void watchesAndIdentitiesEndWithTheConnection() {
        Client first = bench.connected();
        first.authenticate("bob", "pw");
        first.ok(create("/bobs", List.of(new Acl(31, new AuthId("auth", "")))));
        first.ok(new GetChildren(Path.of("/"), true));
        first.disconnect();
        assertThat(bench.shard.watches().watchCount()).isZero();
        Client second = bench.client().resume(first);
        assertThat(second.error(getData("/bobs"))).isEqualTo(ErrorCode.NO_AUTH);
        second.ok(create("/new"));
        assertThat(second.taken()).isEmpty();
    }

    // Ends.

    @Test
    void aClosedConnectionDoesNotEndItsSession() {
        Client client = bench.connected();
        client.ok(create("/e", 1));
        client.disconnect();
        bench.settle();
        assertThat(bench.tree.find(Path.of("/e"))).isNotNegative();
        assertThat(bench.tree.sessions()).containsKey(client.session);
    }

    @Test
    void aSilentSessionExpiresAndItsConnectionEndsWithoutAMessage() {
        Client client = bench.connected();
        client.ok(create("/e", 1));
        bench.pass(4900);
        assertThat(client.closed).isFalse();
        bench.pass(1200);
        assertThat(client.closed).isTrue();
        assertThat(client.taken()).isEmpty();
        assertThat(bench.tree.find(Path.of("/e"))).isNegative();
        Client again = bench.client().resume(client);
        assertThat(again.response().isRefusal()).isTrue();
    }

    @Test
    void anyRequestKeepsTheSessionAlive() {
        Client client = bench.connected();
        for (int i = 0; i < 10; i++) {
            bench.pass(4000);
            client.ok(i % 2 == 0 ? new Ping() : getData("/"));
        }
        assertThat(client.closed).isFalse();
    }

    @Test
    void aRequestCountsAlsoIfItsConnectionEndsRightBehindIt() {
        Client client = bench.connected();
        bench.pass(4000);
        client.ok(new Ping());
        client.disconnect();
        bench.pass(4900);
        assertThat(bench.tree.sessions()).containsKey(client.session);
        bench.pass(1200);
        assertThat(bench.tree.sessions()).isEmpty();
    }

    @Test
    void theReplyToACloseSessionIsTheLastThing() {
        Client client = bench.connected();
        client.send(1, create("/e", 1));
        client.send(2, new CloseSession());
        client.send(3, create("/after"));
        bench.settle();
        assertThat(client.taken()).containsExactly("1:OK", "2:OK");
        assertThat(client.closed).isTrue();
        assertThat(bench.tree.find(Path.of("/after"))).isNegative();
        assertThat(bench.tree.find(Path.of("/e"))).isNegative();
    }

    @Test
    void aCloseSessionOverASecondConnectionEndsTheSession() {
        Client first = bench.connected();
        first.ok(create("/e", 1));
        Client second = bench.client(bench.addShard()).resume(first);
        assertThat(second.error(new CloseSession())).isEqualTo(ErrorCode.OK);
        assertThat(second.closed).isTrue();
        assertThat(bench.tree.find(Path.of("/e"))).isNegative();
        assertThat(bench.tree.sessions()).isEmpty();
    }

    @Test
    void aShardThatClosesEndsItsConnectionsAndKeepsTheirSessions() {
        Client one = bench.connected();
        Client two = bench.connected();
        bench.shard.closeAll();
        assertThat(one.closed).isTrue();
        assertThat(two.closed).isTrue();
        assertThat(bench.tree.sessions()).hasSize(2);
        assertThat(bench.shard.connections()).isEmpty();
    }
}
