package io.paddock.interop.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.interop.scripts.Installed.Configured;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** How {@code zkServer.sh status} finds the port, and what it makes of the answer. A listener of the test plays servers. */
class ZkServerStatusTest {

    private static final String NOT_RUNNING = "Error contacting service. It is probably not running.\n";

    @TempDir
    private Path folder;

    private Installed paddock;
    private Configured server;

    @BeforeEach
    void install() throws IOException {
        paddock = Installed.below(folder);
        server = paddock.configured("one");
    }

    @AfterEach
    void endServers() throws IOException {
        paddock.close();
    }

    @Test
    void aMemberOfAnEnsembleSaysItsRole() throws IOException {
        assertThat(statusFromAListenerThatSays("Zookeeper version: x\nMode: follower\nNode count: 4\n"))
                .isEqualTo(new Outcome(
                        0, found(server.port(), "127.0.0.1", false) + "Mode: follower\n", server.preamble()));
    }

    @Test
    void aProcessThatDoesNotServeIsToldFromNoProcess() throws IOException {
        String sentence = "This ZooKeeper instance is not currently serving requests\n";
        Outcome status = statusFromAListenerThatSays(sentence);
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.out()).isEqualTo(found(server.port(), "127.0.0.1", false) + NOT_RUNNING);
        assertThat(status.err())
                .contains("A process listens on that port but does not serve: " + sentence)
                .contains("It is starting or stopping, or has no quorum.\n");
    }

    @Test
    void aStrangerOnThePortIsSaidToBeOne() throws IOException {
        Outcome status = statusFromAListenerThatSays("");
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.out()).endsWith(NOT_RUNNING);
        assertThat(status.err()).endsWith("A process listens on that port but does not answer four-letter words.\n");
    }

    @Test
    void aPortWithoutAListenerIsNamed() throws IOException {
        Outcome status = status();
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.err()).startsWith(server.preamble() + "Nobody listens on 127.0.0.1:" + server.port() + ": ");
    }

    @Test
    void thePortIsFoundBehindTheSemicolonOfTheOwnMember() throws IOException {
        member("2", "server.1=h:1:2;1234\nserver.2=h:1:2:participant;127.0.0.1:%d\n");
        assertThat(statusFromAListenerThatSays("Mode: leader\n").out())
                .isEqualTo(found(server.port(), "127.0.0.1", false) + "Mode: leader\n");
    }

    @Test
    void thePortIsFoundInTheDynamicFile() throws IOException {
        Path dynamic = paddock.base().resolve("dynamic");
        Files.writeString(dynamic, "server.1=h:1:2;" + server.port() + "\n");
        member("1", "dynamicConfigFile=" + dynamic + "\n");
        assertThat(status().out())
                .isEqualTo("Client port not found in static config file. Looking in dynamic config file.\n"
                        + found(server.port(), "localhost", false) + NOT_RUNNING);
    }

    @Test
    void aTlsPortAloneIsAskedWithTls() throws IOException {
        member("x", "secureClientPort=" + server.port() + "\nsecureClientPortAddress=127.0.0.1\n");
        Outcome status = status();
        assertThat(status.exitCode()).isEqualTo(1);
        assertThat(status.out())
                .startsWith("myid could not be determined, will not able to locate clientPort in the server configs.\n"
                        + "Client port not found. Looking for secureClientPort in the static config.\n"
                        + found(server.port(), "127.0.0.1", true))
                .contains("CLIENT_JVMFLAGS")
                .endsWith(NOT_RUNNING);
    }

    @Test
    void aConfigurationWithoutAnyPortEndsTheSearch() throws IOException {
        member("1", "server.1=h:1:2\n");
        assertThat(status()).isEqualTo(new Outcome(1, """
                Client port not found in static config file. Looking in dynamic config file.
                Client port not found in the server configs
                Client port not found. Looking for secureClientPort in the static config.
                Unable to find either secure or unsecure client port in any configs. Terminating.
                """, server.preamble()));
    }

    /** A configuration without a client port, where this number stands in {@code myid}. */
    private void member(String myid, String lines) throws IOException {
        Files.createDirectories(server.data());
        Files.writeString(server.data().resolve("myid"), myid + "\n");
        Files.writeString(server.file(), "dataDir=" + server.data() + "\n" + lines.formatted(server.port()));
    }

    private Outcome statusFromAListenerThatSays(String answer) throws IOException {
        Listener listener = new Listener(server.port(), answer);
        try {
            return status();
        } finally {
            listener.close();
        }
    }

    private Outcome status() throws IOException {
        return paddock.zkServer("status", server.file().toString());
    }

    private static String found(int port, String address, boolean ssl) {
        return "Client port found: " + port + ". Client address: " + address + ". Client SSL: " + ssl + ".\n";
    }

    /** Answers each connection with one text and closes it. */
    private static final class Listener {

        private final ServerSocket socket;

        Listener(int port, String answer) throws IOException {
            socket = new ServerSocket(port, 5, InetAddress.getByName("127.0.0.1"));
            Thread thread = new Thread(() -> serve(answer.getBytes(StandardCharsets.US_ASCII)), "listener");
            thread.setDaemon(true);
            thread.start();
        }

        private void serve(byte[] answer) {
            while (!socket.isClosed()) {
                try (Socket connection = socket.accept()) {
                    connection.getInputStream().readNBytes(4);
                    connection.getOutputStream().write(answer);
                } catch (IOException closed) {
                    // By the test, or by a client that has enough: the next round sees which.
                }
            }
        }

        void close() throws IOException {
            socket.close();
        }
    }
}
