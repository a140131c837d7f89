package io.paddock.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.CloseSession;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.Exists;
import io.paddock.common.protocol.Ping;
import io.paddock.common.protocol.ReplyHeader;
import io.paddock.server.tree.Tree;
import org.junit.jupiter.api.Test;

/** The request throttler (server semantics, section 12), with a log that is on disk when the test says so. */
class RequestThrottleTest {

    private final RecordedLimits heard = new RecordedLimits();

    @Test
    void aRequestBehindAFullPipelineEntersWhenOneIsAnswered() {
        HandDrivenShard server = throttled(2, true, false, true, 0);
        HandDrivenClient client = server.client();
        for (int xid = 1; xid <= 5; xid++) {
            client.send(xid, create("/n" + xid));
        }
        server.shard.endOfBurst();
        assertThat(server.shard.throttled()).isEqualTo(3);
        assertThat(client.takeXids()).isEmpty();
        server.sync();
        assertThat(client.takeXids()).containsExactly(1, 2);
        assertThat(server.shard.throttled()).isEqualTo(1);
        server.sync();
        server.sync();
        assertThat(client.takeXids()).containsExactly(3, 4, 5);
        assertThat(heard.count("waits")).isEqualTo(2);
        assertThat(server.shard.outstanding()).isZero();
    }

    @Test
    void readsAndWritesOfAConnectionStayInOrderAndNobodyIsForgotten() {
        HandDrivenShard server = throttled(1, true, false, true, 0);
        HandDrivenClient one = server.client();
        HandDrivenClient other = server.client();
        one.send(1, exists());
        one.send(2, create("/a"));
        other.send(1, create("/b"));
        one.send(3, exists());
        other.send(2, new Ping());
        server.shard.endOfBurst();
        assertThat(one.takeXids()).containsExactly(1);
        server.sync();
        assertThat(one.takeXids()).containsExactly(2);
        server.sync();
        assertThat(other.takeXids()).containsExactly(1, -2);
        assertThat(one.takeXids()).containsExactly(3);
    }

    @Test
    void whoWaitedTooLongIsAnsweredThrottledOpInOrderWithoutATransaction() {
        HandDrivenShard server = throttled(1, true, false, true, 50);
        HandDrivenClient client = server.client();
        client.send(1, create("/a"));
        client.send(2, create("/b"));
        client.send(3, exists());
        client.send(4, new Ping());
        server.shard.endOfBurst();
        server.pass(51);
        server.sync();
        long zxid = server.tree.lastZxid();
        assertThat(client.takeReplies())
                .containsExactly(
                        new ReplyHeader(1, zxid, 0),
                        new ReplyHeader(2, zxid, ErrorCode.THROTTLED_OP),
                        new ReplyHeader(3, zxid, ErrorCode.THROTTLED_OP),
                        new ReplyHeader(-2, zxid, 0));
        assertThat(server.lastAppended()).isEqualTo(zxid);
        assertThat(server.tree.find(Path.of("/b"))).isEqualTo(Tree.NONE);
        assertThat(heard.count("throttled")).isEqualTo(2);
        assertThat(heard.events).contains("entered after 51");
    }

    @Test
    void closeSessionIsNeverThrottled() {
        HandDrivenShard server = throttled(1, true, false, true, 50);
        HandDrivenClient client = server.client();
        client.send(1, create("/a"));
        client.send(2, new CloseSession());
        server.shard.endOfBurst();
        server.pass(5_000);
        server.sync();
        server.sync();
        assertThat(client.takeReplies()).extracting(ReplyHeader::err).containsExactly(0, 0);
        assertThat(client.closed).isTrue();
        assertThat(server.tree.sessions()).isEmpty();
    }

    @Test
    void whatAnEarlierCheckRefusedIsNotThrottled() {
        HandDrivenShard server = throttled(1, true, false, true, 50);
        HandDrivenClient client = server.client();
        client.send(1, create("/a"));
        client.send(2, OpCode.CHECK, exists());
        server.shard.endOfBurst();
        server.pass(51);
        server.sync();
        assertThat(client.takeReplies().get(1)).isEqualTo(new ReplyHeader(2, -1, ErrorCode.UNIMPLEMENTED));
    }

    @Test
    void whatAClientLeftBehindAtTheThrottleIsDropped() {
        HandDrivenShard server = throttled(1, true, false, true, 0);
        HandDrivenClient gone = server.client();
        HandDrivenClient other = server.client();
        for (int xid = 1; xid <= 4; xid++) {
            gone.send(xid, create("/n" + xid));
        }
        gone.send(5, new CloseSession());
        other.send(1, create("/other"));
        server.shard.endOfBurst();
        gone.disconnect();
        server.sync();
        server.sync();
        assertThat(other.takeXids()).containsExactly(1);
        assertThat(server.tree.find(Path.of("/n1"))).isNotEqualTo(Tree.NONE);
        assertThat(server.tree.find(Path.of("/n2"))).isEqualTo(Tree.NONE);
        assertThat(server.tree.sessions()).hasSize(2);
        assertThat(heard.count("stale dropped")).isEqualTo(1);
        assertThat(heard.count("stale reply")).isEqualTo(1);
        assertThat(server.shard.throttled()).isZero();
    }

    @Test
    void aCloseSessionThatAloneWasLeftBehindIsCarriedOut() {
        HandDrivenShard server = throttled(1, true, false, true, 0);
        HandDrivenClient gone = server.client();
        gone.send(1, create("/a"));
        gone.send(2, new CloseSession());
        server.shard.endOfBurst();
        gone.disconnect();
        server.sync();
        server.sync();
        assertThat(server.tree.sessions()).isEmpty();
    }

    @Test
    void withoutDroppingWhatWasLeftBehindIsCarriedOut() {
        HandDrivenShard server = throttled(1, false, false, true, 0);
        HandDrivenClient gone = server.client();
        gone.send(1, create("/a"));
        gone.send(2, create("/b"));
        gone.send(3, exists());
        server.shard.endOfBurst();
        gone.disconnect();
        server.sync();
        server.sync();
        assertThat(server.tree.find(Path.of("/b"))).isNotEqualTo(Tree.NONE);
        assertThat(heard.count("stale")).isEqualTo(2);
        HandDrivenClient next = server.client();
        next.call(1, exists());
        assertThat(next.takeXids()).as("room is free again").containsExactly(1);
    }

    @Test
    void whatWaitsLongerThanItsSessionTimeoutCanCloseTheConnection() {
        HandDrivenShard server = throttled(1, true, true, true, 0);
        HandDrivenClient client = server.client();
        for (int xid = 1; xid <= 3; xid++) {
            client.send(xid, create("/n" + xid));
        }
        server.shard.endOfBurst();
        server.pass(HandDrivenShard.TIMEOUT_MS + 1);
        server.sync();
        assertThat(client.takeXids()).containsExactly(1);
        assertThat(client.closed).isTrue();
        assertThat(server.shard.outstanding()).isZero();
        assertThat(heard.count("stale dropped")).isEqualTo(1);
        assertThat(server.tree.find(Path.of("/n2"))).isEqualTo(Tree.NONE);
    }

    @Test
    void aClientThatDoesNotTakeItsRepliesKeepsNobodyElseOut() {
        HandDrivenShard server = throttled(2, true, false, true, 0);
        HandDrivenClient slow = server.client();
        HandDrivenClient other = server.client();
        slow.takes = false;
        for (int xid = 1; xid <= 5; xid++) {
            slow.send(xid, exists());
        }
        server.shard.endOfBurst();
        other.call(1, exists());
        assertThat(other.takeXids()).containsExactly(1);
        slow.takes = true;
        server.shard.onWritable(slow.connection);
        server.shard.endOfBurst();
        assertThat(slow.takeXids()).containsExactly(1, 2, 3, 4, 5);
        assertNoMoreThanTwoEnter(server, other);
    }

    @Test
    void aClientThatLeavesWithoutTakingItsRepliesLeavesTheThrottleAsItWas() {
        HandDrivenShard server = throttled(2, true, false, true, 0);
        HandDrivenClient slow = server.client();
        HandDrivenClient other = server.client();
        slow.takes = false;
        for (int xid = 1; xid <= 5; xid++) {
            slow.send(xid, exists());
        }
        server.shard.endOfBurst();
        slow.disconnect();
        assertNoMoreThanTwoEnter(server, other);
    }

    private static void assertNoMoreThanTwoEnter(HandDrivenShard server, HandDrivenClient client) {
        client.send(11, create("/a"));
        client.send(12, create("/b"));
        client.send(13, create("/c"));
        server.shard.endOfBurst();
        assertThat(server.shard.throttled()).isEqualTo(1);
        server.sync();
        assertThat(client.takeXids()).containsExactly(11, 12);
    }

    @Test
    void withoutAMaximumNothingWaitsAndNothingIsThrottled() {
        HandDrivenShard server = throttled(0, true, true, true, 1);
        HandDrivenClient client = server.client();
        for (int xid = 1; xid <= 50; xid++) {
            client.send(xid, create("/n" + xid));
        }
        server.shard.endOfBurst();
        server.pass(100);
        server.sync();
        assertThat(client.takeReplies()).hasSize(50).allMatch(reply -> reply.err() == 0);
        assertThat(heard.events).containsExactly("connect admitted, deficit 0");
    }

    private HandDrivenShard throttled(
            int requestsMax, boolean dropStale, boolean whenLate, boolean whenGone, long throttledAfterMs) {
        RequestThrottleOptions options =
                new RequestThrottleOptions(requestsMax, dropStale, whenLate, whenGone, throttledAfterMs);
        return new HandDrivenShard(
                1000,
                new ShardLimits(Admission.OPEN, LargeRequests.UNLIMITED, options, false, Integer.MAX_VALUE, heard));
    }

    private static Create create(String path) {
        return new Create(OpCode.CREATE, Path.of(path), null, Acl.OPEN, 0, 0);
    }

    private static Exists exists() {
        return new Exists(Path.of("/"), false);
    }
}
