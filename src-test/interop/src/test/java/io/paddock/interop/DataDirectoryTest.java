package io.paddock.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.AclEntry;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Reply;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.Requests.Part;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * One data directory, taken in turns by our server and Apache's. After each change of hands every znode must look the
 * same to a client: data, ACL and the whole Stat; sessions must be there to be resumed; and sequence numbers go on.
 */
class DataDirectoryTest {

    private static final String SUPER = "super:secret";
    private static final int LONG_SESSION_MS = 600_000;

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0} first, snapshot every {1} transactions, killed: {2}")
    @CsvSource(textBlock = """
                    ours,   100000, false
                    theirs, 100000, false
                    ours,   100000, true
                    theirs, 100000, true
                    ours,   40,     true
                    theirs, 40,     true
                    """)
    void aDirectoryGoesBackAndForthWithoutLosingAnything(String first, int snapCount, boolean killed)
            throws IOException {
        RawClient.Session session = null;
        SortedMap<String, String> before = null;
        for (int turn = 0; turn < 4; turn++) {
            boolean ours = (turn % 2 == 0) == first.equals("ours");
            try (ServerProcess server = start(ours ? Installation.underTest() : Installation.apache(), snapCount)) {
                if (before != null) {
                    compare(
                            before,
                            server,
                            "turn " + turn + ", read by "
                                    + server.installation().name());
                    resume(session, server, turn);
                }
                session = write(server, turn, session);
                before = dump(server);
                if (killed) {
                    server.kill();
                } else {
                    server.stop();
                }
            }
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void ourOwnRestartsChangeNothing(boolean killed) throws IOException {
        try (ServerProcess server = start(Installation.underTest(), 40)) {
            RawClient.Session session = null;
            for (int turn = 0; turn < 3; turn++) {
                session = write(server, turn, session);
                SortedMap<String, String> before = dump(server);
                if (killed) {
                    server.kill();
                } else {
                    server.stop();
                }
                server.start();
                compare(before, server, "restart " + turn);
                resume(session, server, turn + 1);
            }
        }
    }

    /** Apache writes such a character as its two surrogates, three bytes each, and cannot read that again itself. */
    @ParameterizedTest(name = "snapshot every {0} transactions")
    @ValueSource(ints = {100_000, 4})
    void anIdBeyondTheBasicPlaneIsReadFromApachesFiles(int snapCount) throws IOException {
        List<AclEntry> acl = List.of(AclEntry.digest(AclEntry.ALL, "\ud83d\udc34", "hay"));
        try (ServerProcess theirs = start(Installation.apache(), snapCount)) {
            try (RawClient client = superUser(theirs)) {
                ok(client, Op.CREATE, Requests.create("/horse", null, acl, 0));
                for (int i = 0; i < 20; i++) {
                    ok(client, Op.SET_DATA, Requests.setData("/horse", utf8("more"), -1));
                }
            }
            theirs.stop();
        }
        try (ServerProcess ours = start(Installation.underTest(), snapCount);
                RawClient client = superUser(ours)) {
            assertThat(ok(client, Op.GET_ACL, Requests.path("/horse")).in().vector(AclEntry::read))
                    .isEqualTo(acl);
        }
    }

    /** Writes something of every kind; gives the session that owns the ephemerals, which stays open. */
    private static RawClient.Session write(ServerProcess server, int turn, RawClient.Session owner) throws IOException {
        String top = "/turn" + turn;
        try (RawClient client = superUser(server)) {
            ok(client, Op.CREATE, Requests.create(top, utf8("data of " + top), 0));
            ok(client, Op.CREATE2, Requests.create(top + "/null", null, 0));
            ok(client, Op.CREATE, Requests.create(top + "/empty", new byte[0], 0));
            ok(client, Op.CREATE, Requests.create(top + "/ä ö \u65e5", utf8("names beyond ASCII"), 0));
            ok(client, Op.CREATE, Requests.create(top + "/large", new byte[300_000], 0));
            ok(client, Op.CREATE_CONTAINER, Requests.create(top + "/container", utf8("c"), 4));
            ok(client, Op.CREATE, Requests.create(top + "/container/child", null, 0));
            ok(client, Op.CREATE_TTL, Requests.createTtl(top + "/ttl", utf8("t"), AclEntry.OPEN, 5, 0xffffffffffL));
            ok(client, Op.CREATE_TTL, Requests.createTtl(top + "/ttl-", utf8("t"), AclEntry.OPEN, 6, 3_600_000));
            List<AclEntry> acl = List.of(
                    AclEntry.digest(AclEntry.ALL, "bob", "pw"),
                    new AclEntry(1, "world", "anyone"),
                    new AclEntry(4, "ip", "10.0.0.0/8"));
            ok(client, Op.CREATE, Requests.create(top + "/acl", null, acl, 0));
            ok(client, Op.CREATE, Requests.create(top + "/acl-again", null, acl, 0));
            ok(client, Op.SET_ACL, Requests.setAcl(top + "/empty", List.of(new AclEntry(1, "world", "anyone")), 0));
            ok(client, Op.CREATE, Requests.create("/zookeeper/quota" + top, null, 0));
            ok(
                    client,
                    Op.CREATE,
                    Requests.create("/zookeeper/quota" + top + "/zookeeper_limits", utf8("count=1000,bytes=-1"), 0));
            ok(
                    client,
                    Op.CREATE,
                    Requests.create("/zookeeper/quota" + top + "/zookeeper_stats", utf8("count=0,bytes=0"), 0));
            for (int i = 0; i < 30; i++) {
                ok(client, Op.CREATE, Requests.create(top + "/s-", utf8("x" + i), 2));
                ok(client, Op.SET_DATA, Requests.setData(top, utf8("version " + i), i));
            }
            ok(client, Op.DELETE, Requests.delete(top + "/null", 0));
            Reply failed = client.call(Op.DELETE, Requests.delete(top + "/null", 0));
            assertThat(failed.err()).isEqualTo(-101);
            ok(
                    client,
                    Op.MULTI,
                    Requests.multi(List.of(
                            new Part(Op.CHECK, Requests.pathAndNumber(top, 30)),
                            new Part(Op.CREATE, Requests.create(top + "/multi", utf8("m"), 0)),
                            new Part(Op.CREATE_CONTAINER, Requests.create(top + "/multi/c", null, 4)),
                            new Part(
                                    Op.CREATE_TTL,
                                    Requests.createTtl(top + "/multi/t", null, AclEntry.OPEN, 5, 3_600_000)),
                            new Part(Op.SET_DATA, Requests.setData(top + "/multi", utf8("mm"), 0)),
                            new Part(Op.CREATE, Requests.create(top + "/multi/s", null, 2)),
                            new Part(Op.DELETE, Requests.delete(top + "/multi/c", -1)))));
            ok(
                    client,
                    Op.MULTI,
                    Requests.multi(List.of(
                            new Part(Op.CREATE, Requests.create(top + "/never", null, 0)),
                            new Part(Op.CHECK, Requests.pathAndNumber(top, 7)))));
        }
        try (RawClient closing = RawClient.session(server.port())) {
            ok(closing, Op.CREATE, Requests.create(top + "/closed", null, 1));
            ok(closing, Op.CLOSE_SESSION, Requests.EMPTY);
        }
        RawClient client = owner == null ? RawClient.open(server.port()) : null;
        if (owner == null) {
            client.connect(Requests.connectNew(LONG_SESSION_MS));
        } else {
            client = RawClient.resume(server.port(), owner, 0);
        }
        try (RawClient ephemerals = client) {
            ok(ephemerals, Op.CREATE, Requests.create(top + "/mine", utf8("e"), 1));
            ok(ephemerals, Op.CREATE, Requests.create(top + "/mine-", utf8("e"), 3));
            return ephemerals.session();
        }
    }

    /** The session of the turns before still owns its ephemerals: two of each turn. */
    private static void resume(RawClient.Session session, ServerProcess server, int turns) throws IOException {
        try (RawClient client = RawClient.resume(server.port(), session, 0)) {
            assertThat(client.session().id()).as("the session lives").isEqualTo(session.id());
            List<String> mine = ok(client, Op.GET_EPHEMERALS, Requests.path("/"))
                    .in()
                    .vector(io.paddock.common.wire.WireInput::string);
            assertThat(mine).hasSize(2 * turns);
        }
    }

    private static void compare(Map<String, String> before, ServerProcess server, String what) throws IOException {
        SortedMap<String, String> now = dump(server);
        assertThat(now.keySet()).as(what).isEqualTo(before.keySet());
        assertThat(now).as(what).isEqualTo(before);
    }

    private static SortedMap<String, String> dump(ServerProcess server) throws IOException {
        try (RawClient client = superUser(server)) {
            SortedMap<String, String> dump = TreeDump.of(client);
            ok(client, Op.CLOSE_SESSION, Requests.EMPTY);
            return dump;
        }
    }

    private static RawClient superUser(ServerProcess server) throws IOException {
        RawClient client = RawClient.session(server.port());
        ok(client, Op.AUTH, Requests.auth("digest", utf8(SUPER)));
        return client;
    }

    private static Reply ok(RawClient client, int type, Requests.Body body) throws IOException {
        Reply reply = client.call(type, body);
        assertThat(reply.err()).as("error of operation %d", type).isZero();
        return reply;
    }

    private ServerProcess start(Installation installation, int snapCount) throws IOException {
        return ServerSetup.of(installation, directory)
                .config("tickTime", "30000")
                .property("zookeeper.extendedTypesEnabled", "true")
                .property("zookeeper.snapCount", Integer.toString(snapCount))
                .property("zookeeper.preAllocSize", "1024")
                .property(
                        "zookeeper.DigestAuthenticationProvider.superDigest",
                        AclEntry.digest(0, "super", "secret").id())
                .start();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
