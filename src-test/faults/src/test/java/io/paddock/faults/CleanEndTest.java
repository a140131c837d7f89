package io.paddock.faults;

import static io.paddock.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.faults.workload.Workload;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.Seeds;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A server that is told to end. */
class CleanEndTest {

    /** What a process reports that SIGTERM ended (operations, section 8). */
    private static final int ENDED_BY_SIGTERM = 143;

    @TempDir
    private Path directory;

    @Test
    void aServerThatIsTerminatedUnderLoadKeepsWhatItAcknowledgedAndLeavesNothingToRepair()
            throws IOException, InterruptedException {
        long seed = Seeds.fresh();
        System.out.printf("clean end: -Dseed=%#x%n", seed);
        try (ServerProcess server = ServerSetup.of(Installation.underTest(), directory)
                .property("zookeeper.snapCount", "1000")
                .start()) {
            Workload workload = new Workload(server.port(), 4, seed);
            for (int round = 0; round < 2; round++) {
                workload.resume();
                workload.begin();
                workload.awaitAcknowledged(500);
                workload.expectEnd();
                assertThat(server.stop()).isEqualTo(ENDED_BY_SIGTERM);
                workload.join();
                server.start();
            }
            workload.resume();
            assertThat(server.log())
                    .contains("Stopping", "Stopped")
                    .doesNotContain("ERROR", "Exception", "\tat ", "never completed", ": removed");
        }
    }

    @Test
    void aServerThatIsTerminatedWhileItStartsEndsQuietly() throws IOException {
        ServerSetup setup = ServerSetup.of(Installation.underTest(), directory);
        try (ServerProcess server = setup.prepared()) {
            for (int start = 1; start <= 6; start++) {
                int starts = start;
                server.begin();
                eventually(
                        Duration.ofSeconds(30),
                        () -> assertThat(server.log().split("binding to port", -1))
                                .hasSize(starts + 1));
                assertThat(server.stop()).isEqualTo(ENDED_BY_SIGTERM);
            }
            assertThat(server.log()).doesNotContain("ERROR", "Exception", "\tat ");
        }
    }

    @Test
    void whatWasTakenIsAnsweredBeforeTheConnectionEnds() throws IOException {
        try (ServerProcess server =
                        ServerSetup.of(Installation.underTest(), directory).start();
                RawClient client = RawClient.session(server.port())) {
            List<byte[]> creates = new ArrayList<>();
            for (int i = 1; i <= 200; i++) {
                creates.add(Requests.frame(i, Op.CREATE, Requests.create("/n" + i, utf8("x"), 0)));
            }
            client.sendAll(creates);
            int answered = 0;
            for (int i = 0; i < 50; i++) {
                assertThat(client.receiveReply().xid()).isEqualTo(++answered);
            }
            server.terminate();
            while (client.receiveReply() != null) {
                answered++;
            }
            assertThat(server.awaitExit()).isEqualTo(ENDED_BY_SIGTERM);
            server.start();
            try (RawClient after = RawClient.resume(server.port(), client.session(), 0)) {
                assertThat(after.session().id()).isEqualTo(client.session().id());
                assertThat(after.call(Op.GET_ALL_CHILDREN_NUMBER, Requests.path("/"))
                                .in()
                                .int32())
                        .as("exactly what was answered was done, beside the three nodes of the system")
                        .isEqualTo(answered + 3);
            }
        }
    }

    @Test
    void aServerWithoutClientsEndsAsWell() throws IOException {
        try (ServerProcess server =
                ServerSetup.of(Installation.underTest(), directory).start()) {
            assertThat(server.stop()).isEqualTo(ENDED_BY_SIGTERM);
            assertThat(server.log()).doesNotContain("WARN", "ERROR", "Exception", "\tat ");
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
