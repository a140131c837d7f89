package io.paddock.interop;

import static io.paddock.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.AclEntry;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.Requests.Part;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The audit log beside Apache's: the same events in the same words. */
class AuditLogTest {

    private static final Duration LIMIT = Duration.ofSeconds(20);
    private static final byte[] DATA = "secret data".getBytes(StandardCharsets.UTF_8);

    @TempDir
    private Path directory;

    @Test
    void theEventsOfAServersLifeAreThoseOfApaches() throws IOException {
        assertThat(eventsOf(Installation.underTest(), "ours")).isEqualTo(eventsOf(Installation.apache(), "theirs"));
    }

    private List<String> eventsOf(Installation installation, String name) throws IOException {
        try (ServerProcess server = start(installation, name, "true")) {
            try (RawClient client = RawClient.session(server.port())) {
                client.call(Op.CREATE, Requests.create("/a", DATA, 0));
                client.call(Op.CREATE2, Requests.create("/a/e", null, 1));
                client.call(Op.CREATE, Requests.create("/a/s", null, 2));
                client.call(Op.CREATE, Requests.create("/a/es", null, 3));
                client.call(Op.CREATE_CONTAINER, Requests.create("/a/c", null, 4));
                client.call(Op.CREATE, Requests.create("/a", null, 0));
                client.call(Op.CREATE, Requests.create("/missing/s", null, 2));
                client.call(Op.SET_DATA, Requests.setData("/a", DATA, -1));
                client.call(Op.SET_DATA, Requests.setData("/a", DATA, 77));
                client.call(Op.DELETE, Requests.delete("/a/c", -1));
                client.call(Op.DELETE, Requests.delete("/a", -1));
                client.call(Op.GET_DATA, Requests.read("/a", false));
                client.call(
                        Op.SET_ACL,
                        Requests.setAcl(
                                "/a",
                                List.of(new AclEntry(31, "world", "anyone"), new AclEntry(1, "ip", "1.1.1.1")),
                                -1));
                client.call(Op.SET_ACL, Requests.setAcl("/gone", AclEntry.OPEN, -1));
                client.call(
                        Op.MULTI,
                        Requests.multi(List.of(
                                new Part(Op.CHECK, Requests.pathAndNumber("/a", -1)),
                                new Part(Op.CREATE, Requests.create("/m", null, 0)),
                                new Part(Op.SET_DATA, Requests.setData("/m", DATA, -1)),
                                new Part(Op.DELETE, Requests.delete("/m", -1)))));
                client.call(
                        Op.MULTI,
                        Requests.multi(List.of(
                                new Part(Op.CREATE, Requests.create("/m", null, 0)),
                                new Part(Op.DELETE, Requests.delete("/gone", -1)))));
                client.call(Op.CLOSE_SESSION, Requests.EMPTY);
            }
            eventually(LIMIT, () -> assertThat(events(server)).anyMatch(line -> line.contains("OnSessionClose")));
            server.stop();
            return events(server);
        }
    }

    @Test
    void anUnhappyPathBeginsNoLineAndAHashIsNotShown() throws IOException {
        try (ServerProcess server = start(Installation.underTest(), "ours", "true");
                RawClient client = RawClient.session(server.port())) {
            client.call(Op.AUTH, Requests.auth("digest", "bob:hay".getBytes(StandardCharsets.UTF_8)));
            client.call(Op.CREATE, Requests.create("/x\tresult=success\nuser=root", null, 0));
            client.call(Op.CREATE, Requests.create("/mine", null, 0));
            AclEntry mine = AclEntry.digest(31, "bob", "hay");
            client.call(Op.SET_ACL, Requests.setAcl("/mine", List.of(mine), -1));
            List<String> events = eventually(LIMIT, () -> {
                assertThat(events(server)).hasSize(4);
                return events(server);
            });
            assertThat(events.get(1)).contains("znode=/x\\u0009result=success\\u000auser=root\t");
            assertThat(events.get(3)).contains("user=bob,127.0.0.1\t").contains("acl=digest:bob:x:cdrwa\t");
            assertThat(server.log()).doesNotContain(mine.id().substring(4)).doesNotContain("bob:hay");
        }
    }

    @Test
    void withoutTheSettingThereIsNoEvent() throws IOException {
        try (ServerProcess server = start(Installation.underTest(), "ours", "false")) {
            try (RawClient client = RawClient.session(server.port())) {
                client.call(Op.CREATE, Requests.create("/a", null, 0));
            }
            server.stop();
            assertThat(events(server)).isEmpty();
        }
    }

    private ServerProcess start(Installation installation, String name, String audited) throws IOException {
        return ServerSetup.of(installation, directory.resolve(name))
                .config("audit.enable", audited)
                .start();
    }

    /** What follows the head of each line, without what differs from run to run. */
    private static List<String> events(ServerProcess server) throws IOException {
        return server.log()
                .lines()
                .filter(line -> line.contains("\toperation="))
                .map(line -> line.replaceFirst(".* (INFO|ERROR) +\\[.*?] - ", "$1 "))
                .map(line -> line.replaceAll("session=0x[0-9a-f]+", "session=0x#"))
                .toList();
    }
}
