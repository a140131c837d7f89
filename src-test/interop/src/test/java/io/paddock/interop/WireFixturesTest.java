package io.paddock.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.AclEntry;
import io.paddock.testsupport.FourLetterWord;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Reply;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The recorded conversations, led again with a live server. The long one comes first, on an empty server, since its Stats
 * and sequence numbers count from there; the others make what they need.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class WireFixturesTest {

    /** The session of Apache's Java client, in the order in which it was recorded: its xids run from 1 to 49. */
    private static final List<String> JAVA_SESSION = List.of(
            "connect-new-session",
            "create",
            "create-node-exists",
            "create-null-data",
            "getdata-null-data",
            "create-empty-data",
            "create-no-parent",
            "create-sequential",
            "getdata-watch-and-event",
            "setdata-bad-version",
            "exists-present",
            "exists-absent-watch-then-create",
            "getchildren-watch-then-delete-child",
            "getchildren2",
            "delete-not-empty",
            "getdata-no-node",
            "auth-digest",
            "create2-ephemeral-sequential-auth-acl",
            "create-container",
            "create-ttl",
            "create-invalid-acl",
            "getacl",
            "setacl",
            "setdata-no-auth",
            "multi-success",
            "multi-failure",
            "multi-create-kinds-and-delete",
            "multi-read",
            "sync",
            "whoami",
            "get-ephemerals",
            "get-all-children-number",
            "add-watch-persistent-then-events",
            "add-watch-recursive-then-events",
            "remove-all-watches",
            "check-watches",
            "ping");

    private static final List<String> JAVA_SESSION_RESUMED =
            List.of("reconnect-auth-setwatches2", "close-session-deletes-ephemerals");

    private static final List<String> WITH_OWN_PREPARATION = List.of(
            "connect-wrong-password",
            "getacl-masked",
            "setwatches2-with-immediate-events",
            "remove-watches-any-then-nowatcher",
            "addwatch-invalid-mode",
            "pipelined-requests",
            "kazoo-create-null-acl-id",
            "c-client-reconnect-setwatches",
            "go-client-reconnect-auth-positive-xid",
            "enforced-auth-missing",
            "four-letter-word");

    /** These need an ensemble, or a server with SASL. */
    private static final List<String> OF_OTHER_SERVERS = List.of(
            "connect-read-only-server-refuses-rw-client",
            "connect-read-only-server",
            "not-read-only-error",
            "reconfig-bad-version",
            "reconfig-remove-server",
            "sasl-digest-md5",
            "sasl-digest-md5-wrong-password");

    @TempDir
    private static Path directory;

    private static ServerProcess server;

    @BeforeAll
    static void startServer() throws IOException {
        server = ServerSetup.of(Installation.underTest(), directory.resolve("server"))
                .property("zookeeper.extendedTypesEnabled", "true")
                .start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @Test
    @Order(1)
    void theRecordedSessionOfTheJavaClientIsAnsweredByteForByte() throws IOException {
        FixtureReplay replay = new FixtureReplay();
        try (RawClient client = RawClient.open(server.port())) {
            for (String name : JAVA_SESSION) {
                replay.replay(name, client);
            }
        }
        try (RawClient client = RawClient.open(server.port())) {
            for (String name : JAVA_SESSION_RESUMED) {
                replay.replay(name, client);
            }
        }
    }

    @Test
    @Order(2)
    void theRootShowsWhatHappenedBelowIt() throws IOException {
        inNewSession("exists-root");
    }

    @ParameterizedTest
    @Order(3)
    @ValueSource(
            strings = {
                "auth-unknown-scheme",
                "bad-arguments",
                "check-outside-multi",
                "marshalling-error-multi-with-illegal-op",
                "marshalling-error-short-request",
                "multi-empty",
                "unknown-opcode"
            })
    void aRecordedRequestIsAnsweredByteForByteInANewSession(String name) throws IOException {
        inNewSession(name);
    }

    @ParameterizedTest
    @Order(3)
    @ValueSource(
            strings = {
                "connect-timeout-raised-to-minimum",
                "connect-unknown-session",
                "connect-without-readonly-byte",
                "connect-zxid-ahead"
            })
    void aRecordedConnectRequestIsAnsweredByteForByte(String name) throws IOException {
        try (RawClient client = RawClient.open(server.port())) {
            new FixtureReplay().replay(name, client);
        }
    }

    @Test
    @Order(4)
    void aWrongPasswordIsAnsweredLikeAnExpiredSession() throws IOException {
        try (RawClient owner = RawClient.session(server.port());
                RawClient intruder = RawClient.open(server.port())) {
            new FixtureReplay().session(0x1000029781e0001L, owner.session()).replay("connect-wrong-password", intruder);
        }
    }

    @Test
    @Order(4)
    void digestsAreMaskedForMereReaders() throws IOException {
        List<AclEntry> acl =
                List.of(AclEntry.digest(AclEntry.ALL, "bob", "secret"), new AclEntry(1, "world", "anyone"));
        try (RawClient client = RawClient.session(server.port())) {
            Reply created = client.call(Op.CREATE, Requests.create("/gm", new byte[0], acl, 0));
            new FixtureReplay().zxid(44, created.zxid()).replay("getacl-masked", client);
        }
    }

    @Test
    @Order(5)
    void watchesThatAreSetAgainReportWhatWasMissedAndPipelinedRequestsKeepTheirOrder() throws IOException {
        FixtureReplay replay = new FixtureReplay();
        try (RawClient client = RawClient.session(server.port())) {
            replay.zxid(46, created(client, "/sw"));
            replay.zxid(47, created(client, "/sw/data"));
            replay.zxid(48, created(client, "/sw/gone"));
            client.call(Op.SET_DATA, Requests.setData("/sw/data", new byte[] {1}, -1));
            client.call(Op.DELETE, Requests.delete("/sw/gone", -1));
            replay.zxid(51, created(client, "/sw/made"));
        }
        for (String name : List.of(
                "setwatches2-with-immediate-events",
                "remove-watches-any-then-nowatcher",
                "addwatch-invalid-mode",
                "pipelined-requests")) {
            try (RawClient client = RawClient.session(server.port())) {
                replay.replay(name, client);
            }
        }
    }

    @Test
    @Order(5)
    void kazoosNullIdOfSchemeAuthIsUnderstood() throws IOException {
        try (RawClient client = RawClient.session(server.port())) {
            client.call(Op.AUTH, Requests.auth("digest", "bob:pw".getBytes(StandardCharsets.UTF_8)));
            created(client, "/kz");
            new FixtureReplay().replay("kazoo-create-null-acl-id", client);
        }
    }

    @Test
    @Order(5)
    void theCClientResumesItsSession() throws IOException {
        try (RawClient first = RawClient.open(server.port());
                RawClient second = RawClient.open(server.port())) {
            first.connect(Requests.connectNew(6000));
            long zxid = created(first, "/cx");
            new FixtureReplay()
                    .session(0x100000dfd840050L, first.session())
                    .zxid(463, zxid)
                    .replay("c-client-reconnect-setwatches", second);
        }
    }

    @Test
    @Order(5)
    void theGoClientResumesItsSession() throws IOException {
        FixtureReplay replay = new FixtureReplay();
        try (RawClient first = RawClient.open(server.port());
                RawClient second = RawClient.open(server.port())) {
            replay.replay("connect-without-readonly-byte", first);
            replay.zxid(477, created(first, "/gx"));
            replay.replay("go-client-reconnect-auth-positive-xid", second);
        }
    }

    @Test
    @Order(5)
    void aFourLetterWordIsAnsweredWithoutAFrame() throws IOException {
        List<Fixture.Frame> frames = Fixture.load("four-letter-word").frames();
        String answer = FourLetterWord.ask(server.port(), frames.get(0).bytes(), Duration.ofSeconds(10));
        assertThat(answer.getBytes(StandardCharsets.US_ASCII))
                .isEqualTo(frames.get(1).bytes());
    }

    @Test
    @Order(6)
    void whoHasNotAuthenticatedIsTurnedAwayWhereThatIsEnforced() throws IOException {
        try (ServerProcess strict = ServerSetup.of(Installation.underTest(), directory.resolve("strict"))
                        .property("zookeeper.enforce.auth.enabled", "true")
                        .property("zookeeper.enforce.auth.schemes", "digest")
                        .start();
                RawClient client = RawClient.session(strict.port())) {
            new FixtureReplay().replay("enforced-auth-missing", client);
        }
    }

    @Test
    void everyFixtureIsReplayedOrSaysWhyNot() throws IOException {
        List<String> known = new ArrayList<>(JAVA_SESSION);
        known.addAll(JAVA_SESSION_RESUMED);
        known.addAll(WITH_OWN_PREPARATION);
        known.addAll(OF_OTHER_SERVERS);
        known.addAll(List.of("exists-root", "auth-unknown-scheme", "bad-arguments", "check-outside-multi"));
        known.addAll(List.of("marshalling-error-multi-with-illegal-op", "marshalling-error-short-request"));
        known.addAll(List.of("multi-empty", "unknown-opcode", "connect-timeout-raised-to-minimum"));
        known.addAll(List.of("connect-unknown-session", "connect-without-readonly-byte", "connect-zxid-ahead"));
        Path fixtures = Installation.repository().resolve("src-test/interop/src/test/resources/client-wire");
        try (Stream<Path> files = Files.list(fixtures)) {
            assertThat(files.map(file -> file.getFileName().toString().replace(".txt", "")))
                    .containsExactlyInAnyOrderElementsOf(known);
        }
    }

    private static void inNewSession(String name) throws IOException {
        try (RawClient client = RawClient.session(server.port())) {
            new FixtureReplay().replay(name, client);
        }
    }

    private static long created(RawClient client, String path) throws IOException {
        Reply reply = client.call(Op.CREATE, Requests.create(path, new byte[0], 0));
        assertThat(reply.err()).as("create %s", path).isZero();
        return reply.zxid();
    }
}
