package io.paddock.server.session;

import static io.paddock.server.session.Client.create;
import static io.paddock.server.session.Client.delete;
import static io.paddock.server.session.Client.getData;
import static io.paddock.server.session.Client.setData;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.Stat;
import io.paddock.common.protocol.Auth;
import io.paddock.common.protocol.CheckVersion;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.Exists;
import io.paddock.common.protocol.GetAcl;
import io.paddock.common.protocol.GetAllChildrenNumber;
import io.paddock.common.protocol.GetChildren;
import io.paddock.common.protocol.GetChildren2;
import io.paddock.common.protocol.GetEphemerals;
import io.paddock.common.protocol.Multi;
import io.paddock.common.protocol.MultiRead;
import io.paddock.common.protocol.MultiResult;
import io.paddock.common.protocol.Reconfig;
import io.paddock.common.protocol.Sasl;
import io.paddock.common.protocol.ServerReply;
import io.paddock.common.protocol.SetAcl;
import io.paddock.common.protocol.WhoAmI;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Answers to reads, and the forms of answers to writes: client protocol, sections 3.8 and 3.9. */
class ReadsTest {

    private static final List<Acl> READ_ONLY = List.of(new Acl(Acl.READ, AuthId.ANYONE));
    private static final List<Acl> NOTHING = List.of(new Acl(0, AuthId.ANYONE));

    private final ShardBench bench = new ShardBench();
    private final Client client = bench.connected();

    private Stat stat(String path) {
        return bench.tree.stat(bench.tree.find(Path.of(path)));
    }

    @Test
    void getDataAnswersDataAndStat() {
        client.ok(create("/a"));
        ServerReply.DataReply reply =
                (ServerReply.DataReply) client.ok(getData("/a")).body();
        assertThat(reply.data()).isEqualTo("data".getBytes());
        assertThat(reply.stat()).isEqualTo(stat("/a"));
    }

    @Test
    void nullDataIsAnsweredAsNullAndEmptyDataAsEmpty() {
        client.ok(new Create(OpCode.CREATE, Path.of("/null"), null, Acl.OPEN, 0, 0));
        client.ok(new Create(OpCode.CREATE, Path.of("/empty"), new byte[0], Acl.OPEN, 0, 0));
        assertThat(((ServerReply.DataReply) client.ok(getData("/null")).body()).data())
                .isNull();
        assertThat(((ServerReply.DataReply) client.ok(getData("/empty")).body()).data())
                .isEmpty();
    }

    @Test
    void childrenAreNamesWithoutTheirPath() {
        client.ok(create("/a"));
        client.ok(create("/a/x"));
        client.ok(create("/a/y"));
        ServerReply.ChildrenReply names = (ServerReply.ChildrenReply)
                client.ok(new GetChildren(Path.of("/a"), false)).body();
        assertThat(names.children()).containsExactlyInAnyOrder("x", "y");
        ServerReply.Children2Reply withStat = (ServerReply.Children2Reply)
                client.ok(new GetChildren2(Path.of("/a"), false)).body();
        assertThat(withStat.children()).containsExactlyInAnyOrder("x", "y");
        assertThat(withStat.stat()).isEqualTo(stat("/a"));
    }

    @Test
    void existsOnAMissingNodeIsAnErrorWithoutABody() {
        assertThat(client.error(new Exists(Path.of("/missing"), false))).isEqualTo(ErrorCode.NO_NODE);
        client.ok(create("/a"));
        assertThat(client.ok(new Exists(Path.of("/a"), false)).body()).isEqualTo(new ServerReply.StatReply(stat("/a")));
    }

    @Test
    void onlyExistsLooksForANul() {
        assertThat(client.error(new Exists(Path.of("/a\0"), true))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(bench.shard.watches().watchCount()).isZero();
        assertThat(client.error(getData("/a\0"))).isEqualTo(ErrorCode.NO_NODE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "/a/", "//", "/a//b", "/.", "/missing"})
    void aReadOfAPathThatIsNoneFindsNoNode(String text) {
        Path path = Path.of(text);
        for (ClientRequest read : List.<ClientRequest>of(
                getData(text),
                new Exists(path, false),
                new GetChildren(path, false),
                new GetChildren2(path, false),
                new GetAcl(path),
                new GetAllChildrenNumber(path))) {
            assertThat(client.error(read)).as("%s", read).isEqualTo(ErrorCode.NO_NODE);
        }
    }

    @Test
    void theNumberOfAllChildrenCountsDescendantsWithoutTheNode() {
        client.ok(create("/a"));
        client.ok(create("/a/x"));
        client.ok(create("/a/x/y"));
        client.ok(create("/ab"));
        assertThat(client.ok(new GetAllChildrenNumber(Path.of("/a"))).body()).isEqualTo(new ServerReply.CountReply(2));
        assertThat(client.ok(new GetAllChildrenNumber(Path.of("/"))).body()).isEqualTo(new ServerReply.CountReply(7));
    }

    @ParameterizedTest(name = "prefix {0}: {1}")
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            null    | /a/1 /a/2 /b
            ''      | /a/1 /a/2 /b
            '  '    | /a/1 /a/2 /b
            /       | /a/1 /a/2 /b
            ' / '   | /a/1 /a/2 /b
            /a      | /a/1 /a/2
            /a/     | /a/1 /a/2
            /a/2    | /a/2
            /c      | ''
            a       | ''
            """)
    void ephemeralsAreThoseOfTheSessionThatBeginWithThePrefix(String prefix, String expected) {
        Client other = bench.connected();
        client.ok(create("/a"));
        client.ok(create("/a/1", 1));
        client.ok(create("/a/2", 1));
        client.ok(create("/b", 1));
        other.ok(create("/a/other", 1));
        ServerReply.EphemeralsReply reply =
                (ServerReply.EphemeralsReply) client.ok(new GetEphemerals(prefix == null ? null : Path.of(prefix)))
                        .body();
        List<String> wanted = expected.isEmpty() ? List.of() : List.of(expected.split(" "));
        assertThat(reply.paths()).map(Object::toString).containsExactlyInAnyOrderElementsOf(wanted);
    }

    @Test
    void ephemeralsNeedNoPermission() {
        client.ok(create("/closed"));
        client.ok(create("/closed/e", 1));
        client.ok(new SetAcl(Path.of("/closed/e"), NOTHING, -1));
        client.ok(new SetAcl(Path.of("/closed"), NOTHING, -1));
        ServerReply.EphemeralsReply reply =
                (ServerReply.EphemeralsReply) client.ok(new GetEphemerals(null)).body();
        assertThat(reply.paths()).map(Object::toString).containsExactly("/closed/e");
    }

    // Rights.

    @Test
    void readsNeedRead() {
        client.ok(create("/closed", List.of(new Acl(30, AuthId.ANYONE))));
        Path path = Path.of("/closed");
        for (ClientRequest read : List.<ClientRequest>of(
                getData("/closed"),
                new Exists(path, true),
                new GetChildren(path, true),
                new GetChildren2(path, true),
                new GetAllChildrenNumber(path))) {
            assertThat(client.error(read)).as("%s", read).isEqualTo(ErrorCode.NO_AUTH);
        }
        assertThat(bench.shard.watches().watchCount()).isZero();
        assertThat(client.error(new GetAcl(path))).isEqualTo(ErrorCode.OK);
    }

    @Test
    void getAclNeedsReadOrAdminAndHidesHashesFromThoseWithoutAdmin() {
        List<Acl> list = List.of(
                new Acl(Acl.READ, AuthId.ANYONE),
                new Acl(Acl.ALL, new AuthId("digest", "bob:ikIaKsbtGweaHnb/jKn7OHqbunM=")));
        client.ok(create("/a", list));
        client.ok(create("/none", NOTHING));
        ServerReply.AclReply masked =
                (ServerReply.AclReply) client.ok(new GetAcl(Path.of("/a"))).body();
        assertThat(masked.acl()).containsExactly(list.get(0), new Acl(Acl.ALL, new AuthId("digest", "bob:x")));
        assertThat(masked.stat()).isEqualTo(stat("/a"));
        assertThat(client.error(new GetAcl(Path.of("/none")))).isEqualTo(ErrorCode.NO_AUTH);
        client.authenticate("bob", "pw");
        assertThat(((ServerReply.AclReply) client.ok(new GetAcl(Path.of("/a"))).body()).acl())
                .isEqualTo(list);
    }

    @Test
    void aRequestIsJudgedByTheIdentitiesThatItsConnectionHadWhenItCame() {
        Client bob = bench.connected().authenticate("bob", "pw");
        bob.ok(create("/bobs", List.of(new Acl(Acl.ALL, new AuthId("auth", "")))));

        client.send(1, getData("/bobs"));
        client.send(2, setData("/bobs", "x"));
        client.send(3, new Exists(Path.of("/bobs"), true));
        client.send(4, new GetAcl(Path.of("/bobs")));
        client.send(5, new WhoAmI());
        client.send(6, new Auth(0, "digest", "bob:pw".getBytes()));
        client.send(7, getData("/bobs"));
        client.send(8, setData("/bobs", "x"));
        bench.settle();
        List<Client.Frame> frames = client.takenFrames();
        assertThat(frames)
                .extracting(Client.Frame::toString)
                .containsExactly("1:NO_AUTH", "2:NO_AUTH", "3:NO_AUTH", "4:NO_AUTH", "5:OK", "6:OK", "7:OK", "8:OK");
        assertThat(((ServerReply.WhoAmIReply) frames.get(4).body()).identities())
                .hasSize(1);
    }

    @Test
    void whoAmIShowsEveryIdentityWithoutItsSecret() {
        client.authenticate("bob", "pw").authenticate("ann", "word:with:colons");
        ServerReply.WhoAmIReply reply =
                (ServerReply.WhoAmIReply) client.ok(new WhoAmI()).body();
        assertThat(reply.identities())
                .containsExactlyInAnyOrder(
                        new ServerReply.ClientInfo("ip", "127.0.0.1"),
                        new ServerReply.ClientInfo("digest", "bob"),
                        new ServerReply.ClientInfo("digest", "ann"));
    }

    // Several reads as one.

    @Test
    void aMultiReadAnswersEachPartByItself() {
        client.ok(create("/a"));
        client.ok(create("/a/x"));
        client.ok(create("/closed", NOTHING));
        ServerReply.MultiReadReply reply = (ServerReply.MultiReadReply) client.ok(new MultiRead(List.of(
                        getData("/a"),
                        getData("/missing"),
                        new GetChildren(Path.of("/a"), true),
                        new GetChildren(Path.of("/closed"), false))))
                .body();
        assertThat(reply.results())
                .extracting(MultiResult::err)
                .containsExactly(0, ErrorCode.NO_NODE.code(), 0, ErrorCode.NO_AUTH.code());
        assertThat(reply.results())
                .extracting(MultiResult::op)
                .containsExactly(OpCode.GET_DATA, OpCode.ERROR, OpCode.GET_CHILDREN, OpCode.ERROR);
        assertThat(((ServerReply.DataReply) reply.results().get(0).body()).stat())
                .isEqualTo(stat("/a"));
        assertThat(bench.shard.watches().watchCount()).isZero();
        assertThat(client.ok(new MultiRead(List.of())).body()).isEqualTo(new ServerReply.MultiReadReply(List.of()));
    }

    // The forms of answers to writes.

    @Test
    void createAnswersThePathAndItsRelativesTheStatToo() {
        assertThat(client.ok(create("/s-", 2)).body()).isEqualTo(new ServerReply.CreateReply(Path.of("/s-0000000000")));
        for (Create request : List.of(
                new Create(OpCode.CREATE2, Path.of("/2"), null, Acl.OPEN, 0, 0),
                new Create(OpCode.CREATE_CONTAINER, Path.of("/c"), null, Acl.OPEN, 4, 0),
                new Create(OpCode.CREATE_TTL, Path.of("/t"), null, Acl.OPEN, 5, 9))) {
            assertThat(client.ok(request).body())
                    .isEqualTo(new ServerReply.Create2Reply(
                            request.path(), stat(request.path().toString())));
        }
    }

    @Test
    void setDataAndSetAclAnswerTheStatAndDeleteNothing() {
        client.ok(create("/a"));
        assertThat(client.ok(setData("/a", "x")).body()).isEqualTo(new ServerReply.StatReply(stat("/a")));
        assertThat(client.ok(new SetAcl(Path.of("/a"), Acl.OPEN, -1)).body())
                .isEqualTo(new ServerReply.StatReply(stat("/a")));
        assertThat(client.ok(delete("/a")).body()).isEqualTo(new ServerReply.EmptyReply());
    }

    @Test
    void aMultiAnswersEachPartAndCreatesWithAStatHaveTypeFifteen() {
        client.ok(create("/a"));
        ServerReply.MultiReply reply = (ServerReply.MultiReply) client.ok(new Multi(List.of(
                        new CheckVersion(Path.of("/a"), 0),
                        create("/a/1"),
                        new Create(OpCode.CREATE2, Path.of("/a/2"), null, Acl.OPEN, 0, 0),
                        new Create(OpCode.CREATE_CONTAINER, Path.of("/a/c"), null, Acl.OPEN, 4, 0),
                        new Create(OpCode.CREATE_TTL, Path.of("/a/t"), null, Acl.OPEN, 5, 1),
                        new Create(OpCode.CREATE_TTL, Path.of("/a/p"), null, Acl.OPEN, 0, 1),
                        setData("/a/1", "x"),
                        delete("/a/2"))))
                .body();
        assertThat(reply.results())
                .extracting(MultiResult::op)
                .containsExactly(
                        OpCode.CHECK,
                        OpCode.CREATE,
                        OpCode.CREATE2,
                        OpCode.CREATE2,
                        OpCode.CREATE2,
                        OpCode.CREATE,
                        OpCode.SET_DATA,
                        OpCode.DELETE);
    }

    @Test
    void aFailedMultiHasNoErrorInItsHeaderAndOneInEachPart() {
        Client.Frame frame = client.ok(new Multi(List.of(create("/a"), delete("/missing"), create("/b"))));
        assertThat(((ServerReply.MultiReply) frame.body()).results())
                .containsExactly(MultiResult.failed(0), MultiResult.failed(-101), MultiResult.failed(-2));
        assertThat(frame.header().zxid()).isEqualTo(bench.tree.lastZxid());
        assertThat(((ServerReply.MultiReply) client.ok(new Multi(List.of())).body()).results())
                .isEmpty();
    }

    @Test
    void aReconfigIsDisabled() {
        assertThat(client.error(new Reconfig(null, null, "server.1=a:1:2", -1))).isEqualTo(ErrorCode.RECONFIG_DISABLED);
    }

    @Test
    void saslOnAServerWithoutItIsAnsweredByANullTokenAndTheConnectionGoesOn() {
        Client.Frame frame = client.ask(new Sasl(new byte[0]));
        assertThat(frame.header().err()).isZero();
        assertThat(frame.header().zxid()).isZero();
        assertThat(((ServerReply.SaslReply) frame.body()).token()).isNull();
        assertThat(client.error(getData("/"))).isEqualTo(ErrorCode.OK);
    }

    @Test
    void aReplyOfAnySizeIsSent() {
        client.ok(new Create(OpCode.CREATE, Path.of("/big"), new byte[1_040_000], Acl.OPEN, 0, 0));
        List<ClientRequest> reads = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            reads.add(getData("/big"));
        }
        ServerReply.MultiReadReply reply =
                (ServerReply.MultiReadReply) client.ok(new MultiRead(reads)).body();
        assertThat(reply.results()).hasSize(5);
    }

    @Test
    void aReadOnlyNodeIsRead() {
        client.ok(create("/r", READ_ONLY));
        assertThat(client.error(getData("/r"))).isEqualTo(ErrorCode.OK);
        assertThat(client.error(setData("/r", "x"))).isEqualTo(ErrorCode.NO_AUTH);
    }
}
