package io.paddock.interop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.client.AccessList;
import io.paddock.client.BlockingClient;
import io.paddock.client.Client;
import io.paddock.client.ClientException;
import io.paddock.client.Created;
import io.paddock.client.DidNotHappenException;
import io.paddock.client.MayHaveHappenedException;
import io.paddock.client.NewNode;
import io.paddock.client.NodeData;
import io.paddock.client.Part;
import io.paddock.client.ReadBatch;
import io.paddock.client.ReadBatchResult;
import io.paddock.client.Reconfiguration;
import io.paddock.client.RefusedException;
import io.paddock.client.Transaction;
import io.paddock.client.TransactionRefusedException;
import io.paddock.client.TransactionResult;
import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Stat;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every operation of the protocol, its result and its refusals. */
class OperationsTest extends ClientSuite {

    private static final int ANY = Client.ANY_VERSION;

    private BlockingClient client;
    private String base;

    @BeforeEach
    void makePlace() throws Exception {
        client = client();
        base = client.create(NewNode.persistent("/t").sequential()).path();
    }

    @Test
    void aZnodeIsCreatedReadChangedAndDeleted() throws Exception {
        Created created = client.create(NewNode.persistent(base + "/a").data("one"));
        assertThat(created.path()).isEqualTo(base + "/a");
        assertThat(created.name()).isEqualTo("a");
        NodeData read = client.getData(base + "/a");
        assertThat(read.text()).isEqualTo("one");
        assertThat(read.stat()).isEqualTo(created.stat());
        Stat changed = client.setData(base + "/a", bytes("two"), read.version());
        assertThat(changed.version()).isEqualTo(1);
        assertThat(client.exists(base + "/a")).contains(changed);
        assertThat(client.getData(base + "/a").text()).isEqualTo("two");
        client.delete(base + "/a", 1);
        assertThat(client.exists(base + "/a")).isEmpty();
    }

    @Test
    void nullAndEmptyDataAreDifferent() throws Exception {
        client.create(NewNode.persistent(base + "/null").data((byte[]) null));
        client.create(NewNode.persistent(base + "/empty"));
        assertThat(client.getData(base + "/null").data()).isNull();
        assertThat(client.getData(base + "/empty").data()).isEmpty();
        client.setData(base + "/empty", null, ANY);
        assertThat(client.getData(base + "/empty").data()).isNull();
    }

    @Test
    void everyKindOfZnodeIsMade() throws Exception {
        assertThat(client.create(NewNode.ephemeral(base + "/e")).stat().ephemeralOwner())
                .isEqualTo(client.async().session().orElseThrow().id());
        assertThat(client.create(NewNode.persistent(base + "/s-").sequential()).path())
                .isEqualTo(base + "/s-0000000001");
        assertThat(client.create(NewNode.ephemeral(base + "/").sequential()).path())
                .isEqualTo(base + "/0000000002");
        assertThat(client.create(NewNode.container(base + "/c")).stat().ephemeralOwner())
                .isZero();
        client.create(NewNode.ttl(base + "/ttl", Duration.ofHours(1)));
        client.create(NewNode.ttl(base + "/ttl-", Duration.ofHours(1)).sequential());
        assertThat(client.getChildren(base).names())
                .containsExactlyInAnyOrder("e", "s-0000000001", "0000000002", "c", "ttl", "ttl-0000000005");
        assertThat(client.getChildren(base).stat().numChildren()).isEqualTo(6);
        assertThat(client.getAllChildrenNumber(base)).isEqualTo(6);
    }

    @Test
    void refusalsHaveTypeCodePathAndOperation() throws Exception {
        client.create(NewNode.persistent(base + "/a"));
        assertThatThrownBy(() -> client.create(NewNode.persistent(base + "/a")))
                .isInstanceOfSatisfying(RefusedException.NodeExists.class, e -> {
                    assertThat(e.error()).isEqualTo(ErrorCode.NODE_EXISTS);
                    assertThat(e.code()).isEqualTo(-110);
                    assertThat(e.path()).isEqualTo(base + "/a");
                    assertThat(e.operation()).isEqualTo(OpCode.CREATE2);
                    assertThat(Arrays.stream(e.getStackTrace()))
                            .anyMatch(frame -> frame.getClassName().equals(OperationsTest.class.getName()));
                });
        assertThatThrownBy(() -> client.getData(base + "/missing")).isInstanceOf(RefusedException.NoNode.class);
        assertThatThrownBy(() -> client.getChildren(base + "/missing")).isInstanceOf(RefusedException.NoNode.class);
        assertThatThrownBy(() -> client.delete(base, ANY)).isInstanceOf(RefusedException.NotEmpty.class);
        assertThatThrownBy(() -> client.setData(base + "/a", null, 7)).isInstanceOf(RefusedException.BadVersion.class);
        client.create(NewNode.ephemeral(base + "/e"));
        assertThatThrownBy(() -> client.create(NewNode.persistent(base + "/e/child")))
                .isInstanceOfSatisfying(
                        RefusedException.class,
                        e -> assertThat(e.is(ErrorCode.NO_CHILDREN_FOR_EPHEMERALS))
                                .isTrue());
        assertThatThrownBy(() -> client.create(NewNode.persistent(base + "/b").acl(List.of())))
                .isInstanceOfSatisfying(
                        RefusedException.class, e -> assertThat(e.error()).isEqualTo(ErrorCode.INVALID_ACL));
    }

    @Test
    void accessListsGrantAndRefuse() throws Exception {
        client.addAuth("digest", "bob:secret");
        List<Acl> mine = AccessList.empty().creator(Acl.ALL).toList();
        client.create(NewNode.persistent(base + "/mine").data("x").acl(mine));
        assertThat(client.getAcl(base + "/mine").acl())
                .containsExactly(new Acl(Acl.ALL, new AuthId("digest", AccessList.digestId("bob", "secret"))));
        assertThat(client.whoAmI()).contains(new AuthId("digest", "bob"), new AuthId("ip", "127.0.0.1"));

        BlockingClient stranger = client();
        assertThatThrownBy(() -> stranger.getData(base + "/mine")).isInstanceOf(RefusedException.NoAuth.class);
        List<Acl> shared = AccessList.empty()
                .digest("bob", "secret", Acl.ALL)
                .anyone(Acl.READ)
                .toList();
        Stat stat = client.setAcl(base + "/mine", shared, 0);
        assertThat(stat.aversion()).isEqualTo(1);
        assertThat(stranger.getData(base + "/mine").text()).isEqualTo("x");
        assertThatThrownBy(() -> client.setAcl(base + "/mine", shared, 0))
                .isInstanceOf(RefusedException.BadVersion.class);
        assertThat(stranger.getAcl(base + "/mine").acl()).contains(new Acl(Acl.ALL, new AuthId("digest", "bob:x")));
    }

    @Test
    void aTransactionGivesAResultPerOperation() throws Exception {
        client.create(NewNode.persistent(base + "/old").data("x"));
        Transaction transaction = new Transaction();
        transaction.check(base + "/old", 0);
        Part<Created> made =
                transaction.create(NewNode.persistent(base + "/new-").sequential());
        Part<Created> container = transaction.create(NewNode.container(base + "/container"));
        Part<Stat> set = transaction.setData(base + "/old", bytes("y"), 0);
        Part<Void> gone = transaction.delete(base + "/old", 1);
        TransactionResult result = client.commit(transaction);
        assertThat(result.of(made).path()).isEqualTo(base + "/new-0000000001");
        assertThat(result.of(made).stat().czxid()).isEqualTo(result.zxid());
        assertThat(result.of(container).path()).isEqualTo(base + "/container");
        assertThat(result.of(set).version()).isEqualTo(1);
        assertThat(result.of(gone)).isNull();
        assertThat(client.exists(base + "/old")).isEmpty();
        assertThat(client.commit(new Transaction()).all()).isEmpty();
    }

    @Test
    void aRefusedTransactionChangesNothingAndSaysWhichOperation() throws Exception {
        Transaction transaction = new Transaction();
        transaction.create(NewNode.persistent(base + "/never"));
        transaction.delete(base + "/missing", ANY);
        transaction.create(NewNode.persistent(base + "/neither"));
        assertThatThrownBy(() -> client.commit(transaction))
                .isInstanceOfSatisfying(TransactionRefusedException.class, e -> {
                    assertThat(e.failedIndex()).isEqualTo(1);
                    assertThat(e.failedOperation()).isEqualTo(OpCode.DELETE);
                    assertThat(e.error()).isEqualTo(ErrorCode.NO_NODE);
                    assertThat(e.path()).isEqualTo(base + "/missing");
                    assertThat(e.codes()).containsExactly(0, -101, -2);
                });
        assertThat(client.exists(base + "/never")).isEmpty();
    }

    @Test
    void readsOfABatchFailOneByOne() throws Exception {
        client.create(NewNode.persistent(base + "/a").data("x"));
        ReadBatch batch = new ReadBatch();
        Part<NodeData> data = batch.data(base + "/a");
        Part<NodeData> missing = batch.data(base + "/missing");
        Part<List<String>> children = batch.children(base);
        ReadBatchResult result = client.read(batch);
        assertThat(result.of(data).text()).isEqualTo("x");
        assertThat(result.of(children)).containsExactly("a");
        assertThat(result.refusalOf(missing)).isInstanceOf(RefusedException.NoNode.class);
        assertThatThrownBy(() -> result.of(missing)).isInstanceOf(RefusedException.NoNode.class);
        assertThat(result.zxid()).isPositive();
    }

    @Test
    void theSessionsEphemeralsAreListedByPrefix() throws Exception {
        client.create(NewNode.ephemeral(base + "/x1"));
        client.create(NewNode.ephemeral(base + "/x2"));
        client.create(NewNode.ephemeral(base + "/y"));
        assertThat(client.getEphemerals("/")).hasSize(3);
        assertThat(client.getEphemerals(base + "/x")).containsExactlyInAnyOrder(base + "/x1", base + "/x2");
    }

    /** The frame of a setData holds 20 bytes beside path and data: header, two lengths and version. */
    @Test
    void theClientSendsWhatServersTakeByDefaultAndNotOneByteMore() throws Exception {
        String path = base + "/large";
        client.create(NewNode.persistent(path));
        int largest = 1_048_575 - 20 - path.length();
        assertThat(client.setData(path, new byte[largest], ANY).dataLength()).isEqualTo(largest);
        assertThatThrownBy(() -> client.setData(path, new byte[largest + 1], ANY))
                .isInstanceOf(DidNotHappenException.class)
                .hasMessageContaining("requestBytesMax");
        BlockingClient wide =
                opened(builder().requestBytesMax(Integer.MAX_VALUE)).blocking();
        assertThatThrownBy(() -> wide.setData(path, new byte[largest + 1], ANY))
                .isInstanceOf(MayHaveHappenedException.class);
        assertThat(client.exists(path).orElseThrow().version()).isEqualTo(1);
    }

    @Test
    void syncAndTheConfigurationAnswer() throws Exception {
        client.sync("/");
        client.sync(base);
        assertThat(client.getConfig().data()).isNotNull();
        assertThatThrownBy(() -> client.reconfig(Reconfiguration.incremental(List.of(), List.of("3"))))
                .isInstanceOf(RefusedException.class);
    }

    @Test
    void pathsThatCanNeverBeValidAreRefusedAtOnce() {
        for (String bad : List.of("", "a", "/a/", "/a//b", "/a/./b", "/..", "/a\u0001")) {
            assertThatThrownBy(() -> client.async().getData(bad))
                    .as(bad)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("is not valid");
        }
        assertThatThrownBy(() -> client.async().create(NewNode.persistent("/a/")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void pipelinedRequestsAreExecutedInTheirOrder() throws Exception {
        Client async = client.async();
        List<CompletableFuture<?>> all = new ArrayList<>();
        List<Integer> completed = new ArrayList<>();
        // In a callback, so that no future is complete before its stage is added: that would run out of turn, and here.
        inCallback(async, () -> {
                    all.add(async.create(NewNode.persistent(base + "/n")));
                    for (int i = 0; i < 2000; i++) {
                        int expected = i;
                        all.add(async.setData(base + "/n", bytes("v" + i), i)
                                .thenAccept(stat -> completed.add(stat.version())));
                        all.add(async.getData(base + "/n")
                                .thenAccept(data -> assertThat(data.text()).isEqualTo("v" + expected)));
                    }
                    return null;
                })
                .join();
        CompletableFuture.allOf(all.toArray(CompletableFuture[]::new)).join();
        assertThat(completed).hasSize(2000).isSorted();
    }

    @Test
    void aChrootHidesWhatIsAboveIt() throws Exception {
        BlockingClient below =
                opened(Client.builder(server.connectString() + base)).blocking();
        assertThat(below.create(NewNode.persistent("/a").data("x")).path()).isEqualTo("/a");
        assertThat(client.getData(base + "/a").text()).isEqualTo("x");
        assertThat(below.create(NewNode.ephemeral("/s-").sequential()).path()).isEqualTo("/s-0000000001");
        assertThat(below.getChildren("/").names()).containsExactlyInAnyOrder("a", "s-0000000001");
        assertThat(below.getEphemerals("/")).containsExactly("/s-0000000001");
        Transaction transaction = new Transaction();
        Part<Created> made = transaction.create(NewNode.persistent("/m"));
        assertThat(below.commit(transaction).of(made).path()).isEqualTo("/m");
        Events events = new Events();
        below.getChildren("/", events);
        below.getData("/a", events);
        client.setData(base + "/a", bytes("y"), ANY);
        client.create(NewNode.persistent(base + "/new"));
        assertThat(events.next(2)).containsExactly("DATA_CHANGED /a", "CHILDREN_CHANGED /");
        assertThat(below.getConfig().stat()).isNotNull();
    }

    @Test
    void aChrootNeedNotExistAndCanBeCreated() throws Exception {
        BlockingClient below =
                opened(Client.builder(server.connectString() + base + "/root")).blocking();
        assertThatThrownBy(() -> below.create(NewNode.persistent("/a"))).isInstanceOf(RefusedException.NoNode.class);
        assertThat(below.create(NewNode.persistent("/")).path()).isEqualTo("/");
        assertThat(below.create(NewNode.persistent("/a")).path()).isEqualTo("/a");
    }

    @Test
    void theLargestZnodeCanBeReadBack() throws Exception {
        byte[] large = new byte[1_000_000];
        Arrays.fill(large, (byte) 7);
        client.create(NewNode.persistent(base + "/large").data(large));
        assertThat(client.getData(base + "/large").data()).isEqualTo(large);
    }

    @Test
    void anOversizedReplyFailsItsRequestAlone() throws Exception {
        client.create(NewNode.persistent(base + "/large").data(new byte[300_000]));
        client.create(NewNode.persistent(base + "/small").data("x"));
        Client narrow = opened(builder().replyBytesMax(1000));
        CompletableFuture<NodeData> before = narrow.getData(base + "/small");
        CompletableFuture<NodeData> tooLarge = narrow.getData(base + "/large");
        CompletableFuture<NodeData> after = narrow.getData(base + "/small");
        assertThat(before.join().text()).isEqualTo("x");
        assertThat(after.join().text()).isEqualTo("x");
        assertThatThrownBy(() -> narrow.blocking().await(tooLarge))
                .isInstanceOf(ClientException.class)
                .hasMessageContaining("replyBytesMax");
    }

    @Test
    void anOversizedRequestLosesTheConnectionButNotTheSession() throws Exception {
        BlockingClient wide =
                opened(builder().requestBytesMax(Integer.MAX_VALUE)).blocking();
        assertThat(wide.awaitConnected(SOON)).isTrue();
        long session = wide.async().session().orElseThrow().id();
        assertThatThrownBy(() -> wide.create(NewNode.persistent(base + "/huge").data(new byte[2 << 20])))
                .isInstanceOf(MayHaveHappenedException.class);
        wide.create(NewNode.persistent(base + "/after"));
        assertThat(wide.async().session().orElseThrow().id()).isEqualTo(session);
    }
}
