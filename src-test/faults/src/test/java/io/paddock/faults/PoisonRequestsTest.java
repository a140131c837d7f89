package io.paddock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.wire.WireInput;
import io.paddock.testsupport.AclEntry;
import io.paddock.testsupport.NodeStat;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Reply;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.Requests.Body;
import io.paddock.testsupport.Requests.Part;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Every request that is known to stop or corrupt servers of the original (server semantics 18, client protocol 10,
 * storage 14). It is answered as specified, another client is served on, and after all of them together the directory
 * loads, with the digests that it was written with.
 */
class PoisonRequestsTest {

    private static final int MARSHALLING_ERROR = -5;
    private static final int UNIMPLEMENTED = -6;
    private static final int BAD_ARGUMENTS = -8;
    private static final int NO_NODE = -101;
    private static final int INVALID_ACL = -114;

    private static final byte[] X = utf8("x");

    @TempDir
    private static Path directory;

    private static ServerProcess server;

    private OtherClient other;
    private RawClient client;

    @BeforeAll
    static void start() throws IOException {
        server = setup().property("zookeeper.extendedTypesEnabled", "true")
                .property("zookeeper.enforceQuota", "true")
                .start();
    }

    private static ServerSetup setup() {
        return Servers.quick(directory).config("tickTime", "30000").property("zookeeper.snapCount", "1000000");
    }

    @BeforeEach
    void connect() throws IOException {
        other = OtherClient.of(server.port());
        client = RawClient.session(server.port());
    }

    @AfterEach
    void everyoneElseIsServed() throws IOException {
        other.isServed();
        other.close();
        client.close();
    }

    /** Without extended types this time, under which the original would delete all TTL nodes. */
    @AfterAll
    static void theDirectoryLoadsAgain() throws IOException {
        try (ServerProcess first = server) {
            long zxid;
            try (OtherClient last = OtherClient.of(server.port());
                    RawClient client = RawClient.session(server.port())) {
                ok(client, Op.CREATE_TTL, Requests.createTtl("/ttl-kept", X, AclEntry.OPEN, 5, 0xff_ffff_ffffL));
                zxid = last.zxid();
            }
            first.kill();
            Printed.by(first).hasNoStackTrace();
            assertThat(Printed.by(first).errors()).isEmpty();
            try (ServerProcess second = setup().start();
                    OtherClient client = OtherClient.of(second.port())) {
                assertThat(client.zxid())
                        .as("the session and the create of this client")
                        .isEqualTo(zxid + 2);
                ok(client.client(), Op.EXISTS, Requests.read("/ttl-kept", false));
                assertThat(client.client()
                                .call(Op.CREATE_TTL, Requests.createTtl("/s1", X, AclEntry.OPEN, 0, -1))
                                .err())
                        .isEqualTo(BAD_ARGUMENTS);
                assertThat(client.client()
                                .call(Op.CREATE_TTL, Requests.createTtl("/s1", X, AclEntry.OPEN, 5, 1000))
                                .err())
                        .isEqualTo(UNIMPLEMENTED);
                client.isServed();
                assertThat(Printed.by(second).text())
                        .contains("transactions of the log")
                        .doesNotContain("differed");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 0, 1, Long.MAX_VALUE})
    void aTtlBesideFlagsOfAnotherKindIsRefused(long ttl) throws IOException {
        for (int flags = 0; flags <= 4; flags++) {
            refused(BAD_ARGUMENTS, Op.CREATE_TTL, Requests.createTtl("/s1", X, AclEntry.OPEN, flags, ttl));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, Long.MIN_VALUE, 0, 1L << 40, Long.MAX_VALUE})
    void aTtlOutOfRangeIsRefused(long ttl) throws IOException {
        refused(BAD_ARGUMENTS, Op.CREATE_TTL, Requests.createTtl("/s1", X, AclEntry.OPEN, 5, ttl));
        refused(BAD_ARGUMENTS, Op.CREATE_TTL, Requests.createTtl("/s1-", X, AclEntry.OPEN, 6, ttl));
    }

    @Test
    void ttlFlagsOfOtherRequestsAreRefused() throws IOException {
        for (int type : List.of(Op.CREATE, Op.CREATE2, Op.CREATE_CONTAINER)) {
            for (int flags : List.of(5, 6)) {
                refused(BAD_ARGUMENTS, type, Requests.create("/s1", X, flags));
            }
        }
    }

    @ParameterizedTest(name = "type {0}, flags {1}")
    @CsvSource(textBlock = """
            1,  4
            15, 4
            19, 0
            19, 1
            19, 2
            19, 3
            """)
    void theTypeOfTheRequestMakesTheKindAndNotItsFlags(int type, int flags) throws IOException {
        Reply created = ok(client, type, Requests.create("/kind-" + type + "-" + flags, X, flags));
        String path = created.in().string();
        Reply exists = ok(client, Op.EXISTS, Requests.read(path, false));
        assertThat(NodeStat.read(exists.in()).ephemeralOwner()).isZero();
        ok(client, Op.CREATE, Requests.create(path + "/child", X, 0));
    }

    @Test
    void onlyServersDeleteContainers() throws IOException {
        ok(client, Op.CREATE, Requests.create("/s4", X, 0));
        unimplementedAndClosed(Op.DELETE_CONTAINER, Requests.path("/s4"));
        ok(other.client(), Op.EXISTS, Requests.read("/s4", false));
    }

    @Test
    void noClientOpensASessionByARequest() throws IOException {
        unimplementedAndClosed(Op.CREATE_SESSION, out -> out.int32(30_000));
    }

    @Test
    void limitsOfTheQuotaRootAreAnOrdinaryZnode() throws IOException {
        String limits = "/zookeeper/quota/zookeeper_limits";
        ok(client, Op.CREATE, Requests.create(limits, X, 0));
        ok(client, Op.SET_DATA, Requests.setData(limits, null, -1));
        ok(client, Op.CREATE, Requests.create("/zookeeper/quota/zookeeper_stats", X, 0));
        ok(client, Op.CREATE, Requests.create("/s5", X, 0));
        ok(client, Op.DELETE, Requests.delete(limits, -1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "null", "rubbish", "count=x,bytes=y", "count=,bytes=", "=", "count=99999999999999999999"})
    void usageAndLimitsThatDoNotParseStopNothing(String text) throws IOException {
        byte[] data = text.equals("null") ? null : utf8(text);
        String top = "/s13-" + Integer.toHexString(text.hashCode());
        String quota = "/zookeeper/quota" + top;
        ok(client, Op.CREATE, Requests.create(top, X, 0));
        ok(client, Op.CREATE, Requests.create(quota, X, 0));
        ok(client, Op.CREATE, Requests.create(quota + "/zookeeper_limits", data, 0));
        ok(client, Op.CREATE, Requests.create(quota + "/zookeeper_stats", data, 0));
        ok(client, Op.CREATE, Requests.create(top + "/a", X, 0));
        ok(client, Op.SET_DATA, Requests.setData(quota + "/zookeeper_stats", data, -1));
        ok(client, Op.SET_DATA, Requests.setData(quota + "/zookeeper_limits", data, -1));
        ok(client, Op.SET_DATA, Requests.setData(top + "/a", utf8("xyz"), -1));
        ok(client, Op.DELETE, Requests.delete(top + "/a", -1));
        ok(client, Op.DELETE, Requests.delete(quota + "/zookeeper_stats", -1));
        ok(client, Op.CREATE, Requests.create(top + "/b", X, 0));
        ok(client, Op.DELETE, Requests.delete(quota + "/zookeeper_limits", -1));
        ok(client, Op.CREATE, Requests.create(top + "/c", X, 0));
    }

    @Test
    void aWrongPasswordLeavesTheOwnersConnectionAlone() throws IOException {
        RawClient.Session session = client.session();
        byte[] wrong = session.password().clone();
        wrong[3] ^= 1;
        for (byte[] password : Arrays.asList(wrong, new byte[16], new byte[0], new byte[17], null)) {
            try (RawClient thief = RawClient.open(server.port())) {
                RawClient.Session refused = thief.connect(Requests.connect(0, 30_000, session.id(), password));
                assertThat(refused.id()).isZero();
                assertThat(refused.timeoutMs()).isZero();
                assertThat(refused.password()).isEqualTo(new byte[16]);
                thief.awaitEnd();
            }
        }
        ok(client, Op.EXISTS, Requests.read("/", false));
    }

    @ParameterizedTest
    @ValueSource(ints = {Op.CREATE, Op.CREATE2, Op.CREATE_TTL, Op.SET_DATA, Op.DELETE, Op.SET_ACL, Op.MULTI})
    void aWriteThatCannotBeDecodedGetsAZxidOfItsOwn(int type) throws IOException {
        long before = other.zxid();
        for (byte[] rest : List.of(new byte[0], new byte[] {0, 0, 0, 9, '/'}, new byte[] {-1, -1, -1, -2})) {
            Reply reply = client.call(type, out -> out.raw(rest));
            assertThat(reply.err()).isEqualTo(MARSHALLING_ERROR);
            assertThat(reply.zxid()).isEqualTo(++before);
        }
        assertThat(ok(client, Op.SET_DATA, Requests.setData("/", X, -1)).zxid()).isEqualTo(before + 1);
    }

    @Test
    void nullsAreNoReasonToStop() throws IOException {
        refused(MARSHALLING_ERROR, Op.CREATE, Requests.create(null, X, 0));
        refused(MARSHALLING_ERROR, Op.DELETE, Requests.delete(null, -1));
        refused(BAD_ARGUMENTS, Op.SET_DATA, Requests.setData(null, X, -1)); // Fully validated: rule 1 of paths.
        refused(MARSHALLING_ERROR, Op.CREATE, Requests.create("/null", X, List.of(new AclEntry(31, "world", null)), 0));
        refused(INVALID_ACL, Op.CREATE, Requests.create("/null", X, List.of(new AclEntry(31, null, "anyone")), 0));
        refused(MARSHALLING_ERROR, Op.SET_WATCHES, Requests.setWatches(0, null, null, null));
        refused(MARSHALLING_ERROR, Op.ADD_WATCH, Requests.pathAndNumber("/", 9));
        for (int type : List.of(Op.EXISTS, Op.GET_DATA, Op.GET_CHILDREN, Op.GET_CHILDREN2)) {
            refused(MARSHALLING_ERROR, type, Requests.read(null, true));
        }
        ok(client, Op.SYNC, Requests.path(null));
    }

    /** The longest closeSession record that servers of the original can read back is some 2 MB (hazard H46). */
    @Test
    void aSessionWhoseEndCouldNotBeReadBackGetsNoMoreEphemerals() throws IOException {
        String name = "/" + "e".repeat(1000);
        int accepted = 0;
        int refused = 0;
        for (int batch = 0; batch < 24; batch++) {
            for (int i = 0; i < 100; i++) {
                client.send(Op.CREATE, Requests.create(name + (100 * batch + i), null, 1));
            }
            for (int i = 0; i < 100; i++) {
                int err = client.receiveReply().err();
                assertThat(err).isIn(0, BAD_ARGUMENTS);
                accepted += err == 0 ? 1 : 0;
                refused += err == 0 ? 0 : 1;
            }
        }
        assertThat(refused).isPositive();
        assertThat(accepted).isBetween(2000, 2090);
        long nodes = children("/");
        ok(client, Op.CLOSE_SESSION, Requests.EMPTY);
        client.awaitEnd();
        assertThat(children("/")).isEqualTo(nodes - accepted);
    }

    /** Each identity doubles what a list of "auth" entries becomes; the permissions make the entries different. */
    @Test
    void aListOfAuthEntriesDoesNotGrowWithoutALimit() throws IOException {
        int identities = 1000;
        for (int i = 0; i < identities; i++) {
            client.send(Op.AUTH, Requests.auth("digest", utf8("user" + i + ":pw")));
        }
        for (int i = 0; i < identities; i++) {
            assertThat(client.receiveReply().err()).isZero();
        }
        List<AclEntry> acl = new ArrayList<>();
        for (int perms = 0; perms < 40_000; perms++) {
            acl.add(new AclEntry(perms, "auth", ""));
        }
        Reply reply = client.call(Op.CREATE, Requests.create("/acl", X, acl, 0));
        assertThat(reply.err()).isIn(BAD_ARGUMENTS, INVALID_ACL);
        refused(reply.err(), Op.SET_ACL, Requests.setAcl("/", acl, -1));
        Part part = new Part(Op.CREATE, Requests.create("/acl-", X, acl.subList(0, 1500), 2));
        Reply multi = client.call(Op.MULTI, Requests.multi(List.of(part, part, part, part)));
        assertThat(multi.err()).isZero();
        WireInput results = multi.in();
        assertThat(results.int32()).as("the type of the first result: an error").isEqualTo(-1);
    }

    @Test
    void strangeMultisAreErrorsOrNothing() throws IOException {
        Part read = new Part(Op.GET_DATA, Requests.read("/", false));
        Part write = new Part(Op.CREATE, Requests.create("/multi", X, 0));
        long zxid = other.zxid();
        assertThat(ok(client, Op.MULTI, Requests.multi(List.of())).zxid()).isEqualTo(zxid + 1);
        refused(MARSHALLING_ERROR, Op.MULTI, Requests.multi(List.of(write, read)));
        refused(MARSHALLING_ERROR, Op.MULTI_READ, Requests.multi(List.of(read, write)));
        refused(
                MARSHALLING_ERROR,
                Op.MULTI,
                Requests.multi(List.of(new Part(Op.MULTI, Requests.multi(List.of(write))))));
        refused(
                MARSHALLING_ERROR,
                Op.MULTI,
                Requests.multi(List.of(new Part(Op.DELETE_CONTAINER, Requests.path("/multi")))));
        refused(MARSHALLING_ERROR, Op.MULTI, out -> out.int32(Op.CREATE).bool(false));
        refused(NO_NODE, Op.EXISTS, Requests.read("/multi", false));
    }

    @Test
    void aVeryDeepTreeIsAnOrdinaryTree() throws IOException {
        int depth = 3000;
        StringBuilder path = new StringBuilder();
        for (int done = 0; done < depth; done += 100) {
            List<Part> parts = new ArrayList<>();
            for (int i = 0; i < 100; i++) {
                path.append("/d");
                parts.add(new Part(Op.CREATE, Requests.create(path.toString(), null, 0)));
            }
            assertThat(ok(client, Op.MULTI, Requests.multi(parts)).in().int32()).isEqualTo(Op.CREATE);
        }
        assertThat(ok(client, Op.GET_ALL_CHILDREN_NUMBER, Requests.path("/d"))
                        .in()
                        .int32())
                .isEqualTo(depth - 1);
    }

    @Test
    void namesThatAreNoUtf8DoNotReachTheLog() throws IOException {
        List<byte[]> names = List.of(
                new byte[] {'/', (byte) 0xff},
                new byte[] {'/', 'a', (byte) 0xc3},
                new byte[] {'/', (byte) 0xed, (byte) 0xa0, (byte) 0x80},
                new byte[] {'/', (byte) 0xc0, (byte) 0x80},
                new byte[] {'/', (byte) 0xf0, (byte) 0x9f, (byte) 0x98, (byte) 0x80});
        for (byte[] name : names) {
            Reply reply = client.call(
                    Op.CREATE,
                    out -> out.buffer(name)
                            .buffer(X)
                            .vector(AclEntry.OPEN, (entry, to) -> entry.write(to))
                            .int32(0));
            assertThat(reply.err()).isIn(BAD_ARGUMENTS, MARSHALLING_ERROR);
        }
    }

    @Test
    void aStandaloneServerIsNotReconfigured() throws IOException {
        refused(-123, Op.RECONFIG, Requests.reconfig("server.1=x:1:2", null, null, -1));
    }

    private void refused(int err, int type, Body body) throws IOException {
        assertThat(client.call(type, body).err()).as("error of type %d", type).isEqualTo(err);
    }

    private void unimplementedAndClosed(int type, Body body) throws IOException {
        long before = other.zxid();
        Reply reply = client.call(type, body);
        assertThat(reply.err()).isEqualTo(UNIMPLEMENTED);
        assertThat(reply.zxid()).isEqualTo(-1);
        client.awaitEnd();
        assertThat(other.zxid()).as("no zxid is taken").isEqualTo(before);
        try (RawClient again = RawClient.resume(server.port(), client.session(), 0)) {
            assertThat(again.session().id())
                    .as("the session stays")
                    .isEqualTo(client.session().id());
        }
    }

    private int children(String path) throws IOException {
        return ok(other.client(), Op.GET_CHILDREN, Requests.read(path, false))
                .in()
                .vector(WireInput::string)
                .size();
    }

    private static Reply ok(RawClient client, int type, Body body) throws IOException {
        Reply reply = client.call(type, body);
        assertThat(reply.err()).as("error of type %d", type).isZero();
        return reply;
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
