package io.paddock.interop;

import static io.paddock.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.AclEntry;
import io.paddock.testsupport.FourLetterWord;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the log of a server says, and what it must not say. */
class ServerLogTest {

    private static final Duration LIMIT = Duration.ofSeconds(30);

    @TempDir
    private Path directory;

    @Test
    void aLifeInPeaceIsAPageWithTheLinesThatPeopleSearchFor() throws IOException {
        try (ServerProcess server = ServerSetup.of(Installation.underTest(), directory)
                .property("zookeeper.snapCount", "100")
                .start()) {
            for (int i = 0; i < 20; i++) {
                try (RawClient client = RawClient.session(server.port())) {
                    for (int j = 0; j < 10; j++) {
                        client.call(Op.CREATE, Requests.create("/n" + i + "-" + j, null, j % 2));
                    }
                    client.call(Op.CLOSE_SESSION, Requests.EMPTY);
                }
                FourLetterWord.ask(server.port(), "mntr");
            }
            eventually(
                    LIMIT,
                    () -> assertThat(server.log().split("Snapshot taken in ")).hasSizeGreaterThan(2));
            server.stop();
            String log = server.log();
            assertThat(log)
                    .contains("Reading configuration from: ")
                    .contains("binding to port ")
                    .contains("Creating new log file: log.")
                    .containsPattern("Snapshotting: 0x[0-9a-f]+ to ")
                    .containsPattern("Snapshot taken in \\d+ ms")
                    .contains("Stopped");
            // 240 transactions, of which at most every 50th begins a snapshot of three lines.
            assertThat(log.lines()).hasSizeLessThan(12 + 3 * 5);
            assertThat(log.lines()).allMatch(line -> line.contains(" - INFO "));
        }
    }

    @Test
    void aSessionThatEndsBySilenceIsNamed() throws IOException {
        try (ServerProcess server = ServerSetup.of(Installation.underTest(), directory)
                .config("tickTime", "100")
                .start()) {
            RawClient.Session session;
            try (RawClient client = RawClient.open(server.port())) {
                session = client.connect(Requests.connectNew(200));
            }
            eventually(
                    LIMIT,
                    () -> assertThat(server.log())
                            .contains("Expiring session 0x" + Long.toHexString(session.id())
                                    + ", timeout of 200ms exceeded"));
            eventually(
                    LIMIT,
                    () -> assertThat(FourLetterWord.ask(server.port(), "mntr"))
                            .contains("zk_stale_sessions_expired\t1\n"));
        }
    }

    @Test
    void aSoftQuotaWarnsOnceAndRefusesNothing() throws IOException {
        try (ServerProcess server = ServerSetup.of(Installation.underTest(), directory)
                        .config("enforceQuota", "true")
                        .start();
                RawClient client = RawClient.session(server.port())) {
            quota(client, "/soft", "count=2,bytes=-1");
            quota(client, "/hard", "count=-1,bytes=-1=;countHardLimit=1");
            for (int i = 0; i < 5; i++) {
                assertThat(client.call(Op.CREATE, Requests.create("/soft/" + i, null, 0))
                                .err())
                        .isZero();
            }
            assertThat(client.call(Op.CREATE, Requests.create("/hard/x", null, 0))
                            .err())
                    .isEqualTo(-125);
            assertThat(FourLetterWord.ask(server.port(), "mntr"))
                    .contains("zk_hard_quota_exceeded_error_per_namespace\t1\n")
                    .contains("zk_soft_quota_count_limit_per_namespace\t2\n")
                    .contains("zk_soft_quota_count_usage_per_namespace\t6\n");
            assertThat(server.log().lines().filter(line -> line.contains("Quota of ")))
                    .hasSize(1)
                    .allMatch(line -> line.contains(" WARN ")
                            && line.contains("Quota of /soft exceeded by a request for /soft/1: 3 of 2 znodes"));
        }
    }

    private static void quota(RawClient client, String path, String limits) throws IOException {
        client.call(Op.CREATE, Requests.create(path, null, 0));
        client.call(Op.CREATE, Requests.create("/zookeeper/quota" + path, null, 0));
        String mirror = "/zookeeper/quota" + path + "/";
        byte[] text = limits.getBytes(StandardCharsets.UTF_8);
        client.call(Op.CREATE, Requests.create(mirror + "zookeeper_limits", text, 0));
        client.call(Op.CREATE, Requests.create(mirror + "zookeeper_stats", text, 0));
    }

    @Test
    void noLevelOfTheLogHoldsASecret() throws IOException {
        String superDigest = AclEntry.digest(0, "super", "horse-hay").id();
        Path logback = directory.resolve("everything.xml");
        Files.writeString(logback, """
            <configuration>
              <appender name="CONSOLE" class="ch.qos.logback.core.ConsoleAppender">
                <encoder><pattern>%p %c - %m%n</pattern></encoder>
              </appender>
              <root level="TRACE"><appender-ref ref="CONSOLE"/></root>
            </configuration>
            """);
        try (ServerProcess server = ServerSetup.of(Installation.underTest(), directory)
                .property("logback.configurationFile", logback.toString())
                .config("audit.enable", "true")
                .config("DigestAuthenticationProvider.superDigest", superDigest)
                .config("DigestAuthenticationProvider.superDigets", superDigest)
                .config("ssl.keyStore.pasword", "stable-door")
                .start()) {
            RawClient.Session session;
            try (RawClient client = RawClient.session(server.port())) {
                session = client.session();
                client.call(Op.AUTH, Requests.auth("digest", utf8("super:horse-hay")));
                client.call(Op.AUTH, Requests.auth("digest", utf8("bob:oats-and-barley")));
                AclEntry mine = AclEntry.digest(31, "bob", "oats-and-barley");
                client.call(Op.CREATE, Requests.create("/a", utf8("carrot-data"), List.of(mine), 0));
                client.call(Op.SET_ACL, Requests.setAcl("/a", List.of(mine), -1));
            }
            try (RawClient resumed = RawClient.resume(server.port(), session, 0)) {
                resumed.call(Op.AUTH, Requests.auth("digest", utf8("no-colon-in-this-password")));
            } catch (IOException closed) {
                // What the server thinks of that credential is not the subject.
            }
            for (String word : List.of("cons", "dump", "conf", "envi", "mntr")) {
                FourLetterWord.ask(server.port(), word);
            }
            server.stop();
            assertThat(server.log())
                    .contains("DEBUG")
                    .doesNotContain("horse-hay")
                    .doesNotContain(superDigest.substring("super:".length()))
                    .doesNotContain("oats-and-barley")
                    .doesNotContain(
                            AclEntry.digest(0, "bob", "oats-and-barley").id().substring("bob:".length()))
                    .doesNotContain("no-colon-in-this-password")
                    .doesNotContain("stable-door")
                    .doesNotContain("carrot-data")
                    .doesNotContain(HexFormat.of().formatHex(session.password()))
                    .doesNotContain(Base64.getEncoder().encodeToString(session.password()));
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
