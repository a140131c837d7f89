package io.paddock.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.GetChildren;
import io.paddock.common.protocol.GetData;
import io.paddock.common.protocol.Multi;
import io.paddock.common.protocol.MultiRead;
import io.paddock.common.protocol.Ping;
import io.paddock.common.protocol.SetData;
import io.paddock.server.clientport.LargeRequestSum;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Outstanding, large and oversized requests, and connect requests (server semantics, section 12). */
class ShardLimitsTest {

    private static final int FRAME_BYTES_MAX = 10_000;

    private final RecordedLimits heard = new RecordedLimits();

    // Outstanding requests

    @Test
    void aboveTheLimitAConnectionWithAnUnansweredRequestIsReadNoFurther() {
        HandDrivenShard server = new HandDrivenShard(3, ShardLimits.NONE);
        HandDrivenClient busy = server.client();
        HandDrivenClient quiet = server.client();
        for (int xid = 1; xid <= 3; xid++) {
            busy.call(xid, create("/n" + xid, 0));
        }
        assertThat(busy.isRead).isTrue();
        busy.call(4, create("/n4", 0));
        assertThat(busy.isRead).isFalse();
        assertThat(quiet.isRead).as("each connection has one request in").isTrue();
        quiet.call(1, create("/q", 0));
        assertThat(quiet.isRead).isFalse();
        assertThat(quiet.frames).isEmpty();
        server.sync();
        assertThat(quiet.takeXids()).containsExactly(1);
        assertThat(quiet.isRead).isTrue();
        assertThat(busy.isRead).isTrue();
    }

    @Test
    void onlyRequestsWithAPositiveXidCountAgainstTheLimit() {
        HandDrivenShard server = new HandDrivenShard(1, ShardLimits.NONE);
        HandDrivenClient client = server.client();
        client.call(1, create("/a", 0));
        for (int i = 0; i < 9; i++) {
            client.call(-2, new Ping());
            client.call(0, create("/zero" + i, 0));
        }
        assertThat(client.isRead).isTrue();
        assertThat(server.shard.outstanding()).isEqualTo(19);
        client.call(2, create("/b", 0));
        assertThat(client.isRead).isFalse();
    }

    @Test
    void readsWaitForAClientThatDoesNotTakeTheirReplies() {
        HandDrivenShard server = new HandDrivenShard(1000, ShardLimits.NONE);
        HandDrivenClient slow = server.client();
        HandDrivenClient other = server.client();
        slow.takes = false;
        slow.call(1, new GetData(Path.ROOT, false));
        slow.call(2, create("/a", 0));
        other.call(1, new GetData(Path.ROOT, false));
        assertThat(other.takeXids()).containsExactly(1);
        assertThat(slow.frames).isEmpty();
        assertThat(server.lastAppended())
                .as("the second session: a write behind a read waits with it")
                .isEqualTo(2);
        slow.takes = true;
        server.shard.onWritable(slow.connection);
        server.shard.endOfBurst();
        assertThat(slow.takeXids()).containsExactly(1);
        server.sync();
        assertThat(slow.takeXids()).containsExactly(2);
    }

    @Test
    void aMultiReadThatAsksForTooMuchEndsItsConnection() {
        HandDrivenShard server = new HandDrivenShard(
                1000,
                new ShardLimits(
                        Admission.OPEN,
                        LargeRequests.UNLIMITED,
                        RequestThrottleOptions.OFF,
                        false,
                        Integer.MAX_VALUE,
                        1_000,
                        heard));
        HandDrivenClient client = server.client();
        ClientRequest part = new GetData(Path.ROOT, false);
        client.call(1, new MultiRead(Collections.nCopies(10, part)));
        assertThat(client.takeXids()).containsExactly(1);
        client.send(2, new MultiRead(Collections.nCopies(20, part)));
        client.call(3, part);
        assertThat(client.frames).isEmpty();
        assertThat(client.closed).isTrue();
    }

    @Test
    void aClientThatLeavesMakesRoomForTheOthers() {
        HandDrivenShard server = new HandDrivenShard(1, ShardLimits.NONE);
        HandDrivenClient leaver = server.client();
        HandDrivenClient other = server.client();
        leaver.call(1, create("/a", 0));
        other.call(1, create("/b", 0));
        assertThat(other.isRead).isFalse();
        leaver.disconnect();
        server.shard.endOfBurst();
        assertThat(other.isRead).isTrue();
    }

    // Large requests

    @Test
    void largeRequestsInWorkAreSummedOverConnectionsUntilTheyAreAnswered() {
        HandDrivenShard server = new HandDrivenShard(1000, limits(new LargeRequestSum(500, 2_500)));
        HandDrivenClient one = server.client();
        HandDrivenClient two = server.client();
        HandDrivenClient three = server.client();
        one.call(1, create("/a", 1_000));
        two.call(1, create("/b", 1_000));
        three.call(1, create("/small", 100));
        assertThat(three.problem).isNull();
        three.call(2, create("/c", 1_000));
        assertThat(three.problem).contains("largeRequestMaxBytes");
        assertThat(heard.count("large request refused")).isEqualTo(1);
        server.sync();
        HandDrivenClient four = server.client();
        four.call(1, create("/d", 1_000));
        four.call(2, create("/e", 1_000));
        assertThat(four.problem).isNull();
    }

    @Test
    void aClientThatLeavesTakesItsLargeRequestsOutOfTheSum() {
        HandDrivenShard server = new HandDrivenShard(1000, limits(new LargeRequestSum(500, 1_500)));
        HandDrivenClient leaver = server.client();
        HandDrivenClient other = server.client();
        leaver.call(1, create("/a", 1_000));
        leaver.disconnect();
        other.call(1, create("/b", 1_000));
        assertThat(other.problem).isNull();
        server.sync();
        other.call(2, create("/c", 1_000));
        assertThat(other.problem)
                .as("the answer to the first did not take it out twice")
                .isNull();
        other.call(3, create("/d", 1_000));
        assertThat(other.problem).isNotNull();
    }

    // Frames

    @Test
    void aReplyThatIsLongerThanAFrameMayBeIsSentWholeAndReported() {
        HandDrivenShard server = new HandDrivenShard(1000, limits(LargeRequests.UNLIMITED));
        HandDrivenClient client = server.client();
        client.call(1, create("/parent", 0));
        for (int i = 0; i < 200; i++) {
            client.call(10 + i, create("/parent/child-with-a-rather-long-name-" + i + "-".repeat(30), 0));
        }
        server.sync();
        client.takeReplies();
        client.call(2, new GetChildren(Path.of("/parent"), false));
        int bytes = client.frames.get(0).length;
        assertThat(bytes).isGreaterThan(FRAME_BYTES_MAX);
        assertThat(heard.events).contains("long reply GET_CHILDREN /parent " + bytes);
    }

    @Test
    void dataThatItsReadersMayBeUnableToReadBackIsReported() {
        HandDrivenShard server = new HandDrivenShard(1000, limits(LargeRequests.UNLIMITED));
        HandDrivenClient client = server.client();
        int near = FRAME_BYTES_MAX - 128;
        client.call(1, create("/a", near - 1));
        client.call(2, create("/b", near));
        client.call(3, new SetData(Path.of("/a"), new byte[near], -1));
        client.call(4, new Multi(List.of(create("/c", near))));
        client.call(5, new SetData(Path.of("/missing"), new byte[near], -1));
        server.sync();
        assertThat(heard.events.stream().filter(event -> event.startsWith("long data")))
                .containsExactly("long data /b " + near, "long data /a " + near, "long data /c " + near);
        client.takeReplies();
        client.call(6, new GetData(Path.of("/a"), false));
        assertThat(heard.events.stream().filter(event -> event.startsWith("long reply")))
                .as("88 bytes more than the data are still in the frame limit of 10000, 128 are kept as reserve")
                .isEmpty();
    }

    // Connect requests

    @Test
    void aConnectRequestThatIsNotAdmittedIsClosedWithoutAReply() {
        Admission onlyResumed = resumes -> resumes ? 7 : Admission.REFUSED;
        HandDrivenShard server = new HandDrivenShard(
                1000,
                new ShardLimits(onlyResumed, LargeRequests.UNLIMITED, RequestThrottleOptions.OFF, false, 100, heard));
        HandDrivenClient refused = server.knockless();
        server.knock(refused, 0);
        assertThat(refused.closed).isTrue();
        assertThat(refused.frames).isEmpty();
        assertThat(server.lastAppended()).as("no session was opened").isZero();
        HandDrivenClient resumed = server.knockless();
        server.knock(resumed, 0x1234);
        server.sync();
        assertThat(resumed.frames).hasSize(1);
        assertThat(heard.events).containsExactly("connect refused", "connect admitted, deficit 7");
    }

    private ShardLimits limits(LargeRequests large) {
        return new ShardLimits(Admission.OPEN, large, RequestThrottleOptions.OFF, false, FRAME_BYTES_MAX, heard);
    }

    private static Create create(String path, int dataBytes) {
        return new Create(OpCode.CREATE, Path.of(path), new byte[dataBytes], Acl.OPEN, 0, 0);
    }
}
