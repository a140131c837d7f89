package io.paddock.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.Installation;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apache's client 3.4.14, in a process of its own with its own class path, against the running server. */
class OldApacheClientTest {

    @TempDir
    private Path directory;

    @Test
    void aProgramOfTheOldDaysWorks() throws Exception {
        try (ServerProcess server =
                ServerSetup.of(Installation.underTest(), directory).start()) {
            assertThat(run(server.port()))
                    .containsExactly(
                            "connected: true",
                            "create: /old",
                            "sequential: /old/s0000000000",
                            "creator: /old/later",
                            "watches: true",
                            "acl: bob:fyVmFCwVbTJYrznoSu1koqYEYF0=",
                            "data: 1",
                            "stat: 0 2 2",
                            "set: 1",
                            "children: [later, s0000000000]",
                            "delete: NOTEMPTY",
                            "multi: 3",
                            "failed multi: BADVERSION 2",
                            "still there: true",
                            "synced: true",
                            "closed: CLOSED");
        }
    }

    /**
     * The old client takes the host's name from the text of an unresolved address, which reads "name/unresolved" since
     * Java 14. A hosts file that knows this odd name makes it work with any Java.
     */
    private List<String> run(int port) throws IOException, InterruptedException, URISyntaxException {
        Path classes = Path.of(OldClientProgram.class
                .getProtectionDomain()
                .getCodeSource()
                .getLocation()
                .toURI());
        Path hosts = Files.writeString(directory.resolve("hosts"), "127.0.0.1 localhost/<unresolved> localhost\n");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-Djdk.net.hosts.file=" + hosts,
                        "-cp",
                        classes + ":" + Installation.oldApache().classPathArgument(),
                        OldClientProgram.class.getName(),
                        "localhost:" + port)
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
            return output.lines().toList();
        } finally {
            process.destroyForcibly();
        }
    }
}
