package io.paddock.server.session;

import static io.paddock.server.session.Client.create;
import static io.paddock.server.session.Client.delete;
import static io.paddock.server.session.Client.getData;
import static io.paddock.server.session.Client.setData;
import static io.paddock.server.session.Client.watchData;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.AddWatch;
import io.paddock.common.protocol.AddWatchMode;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.Exists;
import io.paddock.common.protocol.GetChildren;
import io.paddock.common.protocol.Ping;
import io.paddock.common.protocol.ServerReply;
import io.paddock.common.protocol.Sync;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Order within a connection: client protocol, sections 3.1 to 3.4, 3.10 and 8.1; server semantics, section 14. */
class OrderTest {

    private final ShardBench bench = new ShardBench();
    private final Client client = bench.connected();

    @Test
    void aReadBehindAWriteWaitsForItAndSeesIt() {
        client.send(1, create("/a"));
        client.send(2, getData("/a"));
        client.endBurst();
        assertThat(client.taken()).isEmpty();
        bench.deliver();
        client.send(3, new Ping());
        client.endBurst();
        assertThat(client.taken()).isEmpty();
        bench.sync();
        bench.publish();
        assertThat(client.taken()).containsExactly("1:OK", "2:OK", "-2:OK");
    }

    @Test
    void whoHasCeasedToServeAnswersNothingMore() {
        client.ok(create("/a"));
        client.send(11, setData("/a", "new"));
        client.endBurst();
        bench.deliver();
        bench.sync();
        bench.gate.open = false;
        client.send(12, getData("/a"));
        client.send(13, new Ping());
        client.endBurst();
        bench.publish();
        assertThat(client.taken()).isEmpty();
    }

    @Test
    void aReadBeforeAWriteDoesNotSeeIt() {
        client.ok(create("/a"));
        client.send(11, getData("/a"));
        client.send(12, setData("/a", "new"));
        client.send(13, getData("/a"));
        bench.settle();
        List<Client.Frame> frames = client.takenFrames();
        assertThat(data(frames.get(0))).isEqualTo("data");
        assertThat(data(frames.get(2))).isEqualTo("new");
    }

    private static String data(Client.Frame frame) {
        return new String(((ServerReply.DataReply) frame.body()).data());
    }

    @Test
    void writesArePipelinedBehindEachOther() {
        client.send(1, create("/a"));
        client.send(2, create("/a/b"));
        client.send(3, create("/a"));
        client.send(4, delete("/a/b"));
        client.endBurst();
        assertThat(bench.submitted).hasSize(4);
        bench.settle();
        assertThat(client.taken()).containsExactly("1:OK", "2:OK", "3:NODE_EXISTS", "4:OK");
    }

    @Test
    void aWriteIsNotSubmittedBeforeAReadInFrontOfItIsServed() {
        client.ok(create("/a"));
        client.send(11, setData("/a", "1"));
        client.send(12, getData("/a"));
        client.send(13, setData("/a", "2"));
        client.endBurst();
        assertThat(bench.submitted).hasSize(1);
        bench.settle();
        List<Client.Frame> frames = client.takenFrames();
        assertThat(data(frames.get(1))).isEqualTo("1");
    }

    @Test
    void readsOfOtherConnectionsPassAnUnfinishedWrite() {
        Client other = bench.connected();
        client.send(1, create("/a"));
        client.endBurst();
        other.send(1, getData("/"));
        other.endBurst();
        assertThat(other.taken()).containsExactly("1:OK");
        assertThat(client.taken()).isEmpty();
    }

    @Test
    void everythingThatWaitsIsAnsweredInItsOrderWhateverItIs() {
        client.send(1, create("/a"));
        client.send(2, new Sync(Path.of("/a")));
        client.send(3, getData("/missing"));
        client.send(4, setData("/a", "x"));
        client.send(5, new AddWatch(Path.of("/a"), AddWatchMode.PERSISTENT));
        client.send(6, setData("/a", "y"));
        client.send(7, new Exists(Path.of("/a"), false));
        bench.settle();
        assertThat(client.taken())
                .containsExactly("1:OK", "2:OK", "3:NO_NODE", "4:OK", "5:OK", "NODE_DATA_CHANGED /a", "6:OK", "7:OK");
    }

    @Test
    void aSyncGivesItsPathBackAlsoIfThatIsNull() {
        assertThat(client.ok(new Sync(Path.of("/no/such/node"))).body())
                .isEqualTo(new ServerReply.PathReply(Path.of("/no/such/node")));
        assertThat(client.ok(new Sync(null)).body()).isEqualTo(new ServerReply.PathReply(null));
    }

    @Test
    void whatWasAnsweredToOneClientIsSeenByTheReadOfAnotherBehindASync() {
        Client other = bench.client(bench.addShard()).connect();
        client.ok(create("/a"));
        other.send(1, new Sync(Path.of("/")));
        other.send(2, getData("/a"));
        other.endBurst();
        assertThat(other.taken()).containsExactly("1:OK", "2:OK");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -5, -8, -1, Integer.MIN_VALUE, Integer.MAX_VALUE, 7})
    void anyXidIsAnsweredAsItCame(int xid) {
        client.send(xid, 3, new byte[] {0, 0, 0, 1, '/', 0});
        client.send(xid, 3, new byte[] {0, 0, 0, 1, '/', 0});
        if (xid == -1) {
            return; // Our reader takes it for a notification.
        }
        bench.settle();
        assertThat(client.taken()).containsExactly(xid + ":OK", xid + ":OK");
    }

    @Test
    void aPingIsAnsweredWithMinusTwoWhateverItsXid() {
        client.send(77, new Ping());
        bench.settle();
        Client.Frame frame = client.next();
        assertThat(frame.header().xid()).isEqualTo(-2);
        assertThat(frame.header().zxid()).isEqualTo(bench.tree.lastZxid());
    }

    // The zxid of a reply.

    @Test
    void writesHaveTheZxidOfTheirTransactionAndReadsThatOfTheTree() {
        client.send(1, create("/a"));
        client.send(2, create("/a"));
        client.send(3, create("/x/y"));
        client.send(4, getData("/a"));
        client.send(5, getData("/x"));
        bench.settle();
        assertThat(client.takenFrames())
                .extracting(frame -> frame.header().zxid())
                .containsExactly(2L, 3L, 4L, 4L, 4L);
    }

    @Test
    void aZxidNeverGoesDownOnAConnection() {
        Client other = bench.connected();
        Random random = new Random(5);
        for (int i = 0; i < 300; i++) {
            Client one = random.nextBoolean() ? client : other;
            one.send(
                    switch (random.nextInt(4)) {
                        case 0 -> create("/n" + random.nextInt(5));
                        case 1 -> setData("/n" + random.nextInt(5), "x");
                        case 2 -> getData("/n" + random.nextInt(5));
                        default -> new Ping();
                    });
            switch (random.nextInt(4)) {
                case 0 -> one.endBurst();
                case 1 -> bench.deliver();
                case 2 -> bench.sync();
                default -> bench.publish();
            }
        }
        bench.settle();
        for (Client one : List.of(client, other)) {
            long last = 0;
            for (Client.Frame frame : one.takenFrames()) {
                assertThat(frame.header().zxid()).isGreaterThanOrEqualTo(last);
                last = frame.header().zxid();
            }
            assertThat(last).isPositive();
        }
    }

    // What is refused before it is looked at.

    @ParameterizedTest(name = "type {0}")
    @ValueSource(ints = {0, 10, 13, 20, 23, 99, 108, -1, -2, -9, -10, -12, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void whatIsNoRequestOfClientsIsUnimplementedAndTheConnectionEnds(int type) {
        Client deaf = bench.connected();
        deaf.send(5, create("/a"));
        deaf.send(6, type, new byte[] {0, 0, 0, 2, '/', 'b', 0, 0, 0, 0});
        deaf.send(7, getData("/"));
        bench.settle();
        List<Client.Frame> frames = deaf.takenFrames();
        assertThat(frames).hasSize(2);
        assertThat(frames.get(1).header().err()).isEqualTo(ErrorCode.UNIMPLEMENTED.code());
        assertThat(frames.get(1).header().zxid()).isEqualTo(-1);
        assertThat(frames.get(1).header().xid()).isEqualTo(6);
        assertThat(deaf.closed).isTrue();
        assertThat(bench.tree.sessions()).containsKey(deaf.session);
    }

    @Test
    void aFrameThatIsShorterThanAHeaderEndsTheConnection() {
        assertThat(client.frame(new byte[7])).isNotNull();
        assertThat(bench.connected().frame(new byte[0])).isNotNull();
    }

    @ParameterizedTest(name = "{0} of nothing")
    @CsvSource({
        "CREATE, 1",
        "CREATE2, 1",
        "CREATE_TTL, 1",
        "CREATE_CONTAINER, 1",
        "DELETE, 1",
        "SET_DATA, 1",
        "SET_ACL, 1",
        "MULTI, 1",
        "RECONFIG, 1",
        "EXISTS, 0",
        "GET_DATA, 0",
        "GET_ACL, 0",
        "GET_CHILDREN, 0",
        "GET_CHILDREN2, 0",
        "SYNC, 0",
        "CHECK_WATCHES, 0",
        "REMOVE_WATCHES, 0",
        "MULTI_READ, 0",
        "SET_WATCHES, 0",
        "SET_WATCHES2, 0",
        "GET_EPHEMERALS, 0",
        "GET_ALL_CHILDREN_NUMBER, 0",
        "ADD_WATCH, 0"
    })
    void aRequestThatCannotBeDecodedIsAMarshallingErrorAndTheConnectionGoesOn(OpCode op, int zxids) {
        long before = bench.tree.lastZxid();
        client.send(5, op.code(), new byte[0]);
        client.send(6, getData("/"));
        bench.settle();
        assertThat(client.taken()).containsExactly("5:MARSHALLING_ERROR", "6:OK");
        assertThat(bench.tree.lastZxid()).isEqualTo(before + zxids);
    }

    @Test
    void bytesBehindTheLastFieldAreIgnored() {
        client.send(5, OpCode.GET_DATA.code(), new byte[] {0, 0, 0, 1, '/', 0, 9, 9, 9});
        bench.settle();
        assertThat(client.taken()).containsExactly("5:OK");
    }

    @Test
    void anUnknownWatchTypeOrModeIsAMarshallingError() {
        byte[] odd = {0, 0, 0, 1, '/', 0, 0, 0, 9};
        client.send(5, OpCode.ADD_WATCH.code(), odd);
        client.send(6, OpCode.REMOVE_WATCHES.code(), odd);
        client.send(7, OpCode.CHECK_WATCHES.code(), odd);
        bench.settle();
        assertThat(client.taken()).containsExactly("5:MARSHALLING_ERROR", "6:MARSHALLING_ERROR", "7:MARSHALLING_ERROR");
    }

    // Limits.

    @Test
    void aPassageOfTheGateServesABoundedNumberOfReadsAndNoneIsLost() {
        List<String> wanted = new ArrayList<>();
        for (int i = 1; i <= 1000; i++) {
            client.send(i, getData("/"));
            wanted.add(i + ":OK");
        }
        int before = bench.gate.passages;
        client.endBurst();
        assertThat(client.taken()).isEqualTo(wanted);
        assertThat(bench.gate.passages - before).isBetween(4, 10);
    }

    @Test
    void aConnectionWhoseQueueIsFullIsReadAgainWhenThereIsRoom() {
        client.send(1, create("/a"));
        for (int i = 2; i <= 5000; i++) {
            client.send(i, getData("/"));
        }
        client.endBurst();
        assertThat(client.read).isFalse();
        bench.settle();
        assertThat(client.read).isTrue();
        assertThat(client.taken()).hasSize(5000);
    }

    @Test
    void aboveTheLimitOfOutstandingRequestsAConnectionThatHasOneIsReadNoFurther() {
        ShardBench narrow = new ShardBench(new ShardOptions(2000, 20_000, 3));
        Client one = narrow.connected();
        Client two = narrow.connected();
        Client three = narrow.connected();
        for (int i = 1; i <= 3; i++) {
            one.send(i, create("/one" + i));
        }
        one.endBurst();
        assertThat(one.read).isTrue();
        two.send(1, create("/two"));
        two.endBurst();
        assertThat(two.read).isFalse();
        assertThat(three.read).isTrue();
        three.send(1, create("/three"));
        three.endBurst();
        assertThat(three.read).isFalse();
        narrow.settle();
        assertThat(two.read).isTrue();
        assertThat(three.read).isTrue();
        assertThat(narrow.shard.outstanding()).isZero();
    }

    @Test
    void aConnectionThatEndsTakesItsOutstandingRequestsWithIt() {
        client.send(1, create("/a"));
        client.send(2, getData("/a"));
        client.endBurst();
        client.disconnect();
        assertThat(bench.shard.outstanding()).isZero();
        bench.settle();
        assertThat(bench.shard.outstanding()).isZero();
        assertThat(client.taken()).isEmpty();
        assertThat(bench.tree.find(Path.of("/a"))).isNotNegative();
    }

    @Test
    void randomTrafficIsAnsweredCompletelyAndInOrder() {
        Random random = new Random(77);
        List<Client> clients = List.of(client, bench.connected(), bench.connected());
        int[] sent = new int[3];
        for (int i = 0; i < 3000; i++) {
            int c = random.nextInt(3);
            ClientRequest request = switch (random.nextInt(6)) {
                case 0 -> create("/r" + random.nextInt(20));
                case 1 -> delete("/r" + random.nextInt(20));
                case 2 -> setData("/r" + random.nextInt(20), "x");
                case 3 -> watchData("/r" + random.nextInt(20));
                case 4 -> new GetChildren(Path.of("/"), true);
                default -> new Sync(Path.of("/"));
            };
            clients.get(c).send(1000 + ++sent[c], request);
            switch (random.nextInt(12)) {
                case 0, 1 -> clients.get(c).endBurst();
                case 2, 3 -> bench.deliver();
                case 4 -> bench.sync();
                case 5 -> bench.publish();
                default -> {}
            }
        }
        bench.settle();
        for (int c = 0; c < 3; c++) {
            int next = 1001;
            for (Client.Frame frame : clients.get(c).takenFrames()) {
                if (frame.event() == null) {
                    assertThat(frame.header().xid()).isEqualTo(next++);
                }
            }
            assertThat(next).isEqualTo(1001 + sent[c]);
        }
        assertThat(bench.shard.outstanding()).isZero();
    }
}
