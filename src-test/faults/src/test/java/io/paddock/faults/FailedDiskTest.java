package io.paddock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.faults.FailingDisk.Fault;
import io.paddock.server.config.ConfigResult;
import io.paddock.server.config.ServerConfig;
import io.paddock.server.config.ServerConfigReader;
import io.paddock.server.runtime.PaddockServer;
import io.paddock.server.storage.StorageFailure;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Requests;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A disk that reports errors, under the whole server in this process (hazard H41): nothing that was not forced is
 * acknowledged, the server says that it is over, once, and nothing is tried a second time, even if the disk works again.
 */
class FailedDiskTest {

    private record Failure(String thread, Throwable cause) {}

    @TempDir
    private Path directory;

    private final FailingDisk disk = new FailingDisk();
    private final BlockingQueue<Failure> failures = new LinkedBlockingQueue<>();

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"WRITE", "FORCE"})
    void aFailedWriteOrForceIsTheEnd(Fault fault) throws Exception {
        PaddockServer server = server();
        server.start();
        RawClient.Session session;
        try (RawClient client = connect(server)) {
            session = client.session();
            long acknowledged =
                    client.call(Op.CREATE, Requests.create("/a", null, 0)).zxid();
            disk.refuse(fault);
            client.send(Op.CREATE, Requests.create("/b", null, 0));
            assertOver("up to 0x" + Long.toHexString(acknowledged) + " are on disk");
            disk.refuse(Fault.NONE);
            client.send(Op.CREATE, Requests.create("/c", null, 0));
            server.stop();
            client.awaitEnd();
            assertThat(failures).as("it was said once").isEmpty();
            assertThat(disk.refusals()).as("there was no second try").isEqualTo(1);
            assertThat(Thread.getAllStackTraces().keySet())
                    .as("no thread of its own is left")
                    .filteredOn(thread -> !thread.isDaemon())
                    .extracting(Thread::getName)
                    .doesNotContain("paddock-replica", "paddock-log");
        }
        PaddockServer next = server();
        next.start();
        try (RawClient client = RawClient.resume(next.clientAddress().getPort(), session, 0)) {
            assertThat(client.session().id()).isEqualTo(session.id());
            assertThat(client.call(Op.EXISTS, Requests.read("/a", false)).err()).isZero();
            assertThat(client.call(Op.EXISTS, Requests.read("/b", false)).err())
                    .as("was it written before it was not forced? Nobody was told either way")
                    .isIn(fault == Fault.WRITE ? List.of(-101) : List.of(0, -101));
            assertThat(client.call(Op.EXISTS, Requests.read("/c", false)).err()).isEqualTo(-101);
        }
        next.stop();
    }

    @ParameterizedTest
    @EnumSource(
            value = Fault.class,
            names = {"CREATE", "WRITE", "FORCE", "FORCE_DIRECTORY"})
    void aLogThatCannotBeBegunIsTheEndToo(Fault fault) throws Exception {
        PaddockServer server = server();
        server.start();
        disk.refuse(fault);
        try (RawClient client = RawClient.open(server.clientAddress().getPort())) {
            client.send(Requests.connectNew(RawClient.TIMEOUT_MS));
            assertOver("up to 0x0 are on disk");
            server.stop();
            client.awaitEnd();
        }
        disk.refuse(Fault.NONE);
        PaddockServer next = server();
        next.start();
        try (RawClient client = connect(next)) {
            assertThat(client.call(Op.CREATE, Requests.create("/a", null, 0)).zxid())
                    .as("nothing is left of the first attempt")
                    .isEqualTo(2);
        }
        next.stop();
    }

    private void assertOver(String known) throws InterruptedException {
        Failure failure = failures.poll(60, TimeUnit.SECONDS);
        assertThat(failure).isNotNull();
        assertThat(failure.thread).isEqualTo("paddock-log");
        assertThat(failure.cause)
                .isInstanceOf(StorageFailure.class)
                .hasMessageContaining("Input/output error")
                .hasMessageContaining(known);
    }

    private PaddockServer server() throws IOException {
        Path file = directory.resolve("zoo.cfg");
        Files.writeString(file, """
                dataDir=%s
                clientPort=0
                clientPortAddress=127.0.0.1
                tickTime=30000
                admin.enableServer=false
                """.formatted(directory.resolve("data")));
        ConfigResult result = ServerConfigReader.read(file, new Properties());
        ServerConfig config = ((ConfigResult.Accepted) result).config();
        return new PaddockServer(config, (thread, cause) -> failures.add(new Failure(thread, cause)), disk);
    }

    private static RawClient connect(PaddockServer server) throws IOException {
        return RawClient.session(server.clientAddress().getPort());
    }
}
