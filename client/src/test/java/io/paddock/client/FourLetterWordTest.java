package io.paddock.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLServerSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FourLetterWordTest {

    private static final String PASSWORD = "password";

    private static final Duration SHORT = Duration.ofMillis(50);

    @Test
    void theWholeAnswerIsRead() throws Exception {
        String answer = "Mode: standalone\n" + "x".repeat(100_000);
        try (ServerSocket server = listen("127.0.0.1")) {
            CompletableFuture<String> heard = answerOnce(server, answer);
            assertThat(FourLetterWord.ask("127.0.0.1", server.getLocalPort(), "srvr"))
                    .isEqualTo(answer);
            assertThat(heard.get(10, TimeUnit.SECONDS)).isEqualTo("srvr");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"::1", "[::1]"})
    void anAddressOfVersionSixNeedsNoBracketsAndMayHaveThem(String host) throws Exception {
        try (ServerSocket server = listenOrSkip("::1")) {
            answerOnce(server, "imok");
            assertThat(FourLetterWord.ask(host, server.getLocalPort(), "ruok")).isEqualTo("imok");
        }
    }

    @Test
    void aConnectionThatIsClosedWithoutAWordIsAnEmptyAnswer() throws Exception {
        try (ServerSocket server = listen("127.0.0.1")) {
            answerOnce(server, "");
            assertThat(FourLetterWord.ask("127.0.0.1", server.getLocalPort(), "nope"))
                    .isEmpty();
        }
    }

    @Test
    void aPortWithoutAListenerIsNamed() throws Exception {
        int port;
        try (ServerSocket server = listen("127.0.0.1")) {
            port = server.getLocalPort();
        }
        assertThatThrownBy(() -> FourLetterWord.ask("127.0.0.1", port, "ruok"))
                .isInstanceOf(IOException.class)
                .hasMessageStartingWith("Nobody listens on 127.0.0.1:" + port + ": ");
    }

    @Test
    void aServerThatNeverAnswersIsGivenUp() throws Exception {
        try (ServerSocket server = listen("127.0.0.1")) {
            assertThatThrownBy(() -> FourLetterWord.ask("127.0.0.1", server.getLocalPort(), "ruok", SHORT))
                    .isInstanceOf(IOException.class)
                    .hasMessage("No answer from 127.0.0.1:" + server.getLocalPort() + " within 50 ms.");
        }
    }

    @Test
    void anAnswerThatDripsInIsGivenUpAsWell() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        try (ServerSocket server = listen("127.0.0.1")) {
            CompletableFuture<Void> dripping = CompletableFuture.runAsync(() -> drip(server, over));
            try {
                assertThatThrownBy(() -> FourLetterWord.ask("127.0.0.1", server.getLocalPort(), "ruok", SHORT))
                        .hasMessageContaining("within 50 ms");
            } finally {
                over.countDown();
            }
            dripping.get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void aNameWithoutAnAddressIsNamed() {
        assertThatThrownBy(() -> FourLetterWord.ask("no-such-host.invalid", 2181, "ruok"))
                .isInstanceOf(IOException.class)
                .hasMessage("The host name no-such-host.invalid has no address.");
    }

    @Test
    void aTlsPortIsAskedWithTheStoresOfTheProperties(@TempDir Path folder) throws Exception {
        Path store = folder.resolve("store.p12");
        makeKeyPair(store);
        Properties properties = new Properties();
        for (String name : new String[] {"keyStore", "trustStore"}) {
            properties.setProperty("zookeeper.ssl." + name + ".location", store.toString());
            properties.setProperty("zookeeper.ssl." + name + ".password", PASSWORD);
        }
        SSLContext context = TlsStores.context(properties);
        try (SSLServerSocket server = (SSLServerSocket)
                context.getServerSocketFactory().createServerSocket(0, 5, InetAddress.getByName("127.0.0.1"))) {
            server.setNeedClientAuth(true);
            answerOnce(server, "Mode: leader\n");
            assertThat(FourLetterWord.ask("localhost", server.getLocalPort(), "srvr", FourLetterWord.LIMIT, context))
                    .isEqualTo("Mode: leader\n");
        }
    }

    @Test
    void aPortThatSpeaksNoTlsIsSaidToSpeakNone() throws Exception {
        try (ServerSocket server = listen("127.0.0.1")) {
            answerOnce(server, "this is no TLS record, by any means");
            SSLContext context = TlsStores.context(new Properties());
            assertThatThrownBy(() -> FourLetterWord.ask(
                            "127.0.0.1", server.getLocalPort(), "srvr", FourLetterWord.LIMIT, context))
                    .hasMessageStartingWith("No TLS connection to 127.0.0.1:" + server.getLocalPort() + ": ");
        }
    }

    @Test
    void aStoreThatCannotBeReadIsNamed(@TempDir Path folder) {
        Properties properties = new Properties();
        properties.setProperty(
                "zookeeper.ssl.trustStore.location", folder.resolve("none.jks").toString());
        assertThatThrownBy(() -> TlsStores.context(properties))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("none.jks cannot be read");
        properties.setProperty("zookeeper.ssl.trustStore.location", "store.pem");
        assertThatThrownBy(() -> TlsStores.context(properties)).hasMessageContaining("JKS and PKCS12 are");
    }

    private static void makeKeyPair(Path store) throws Exception {
        Process keytool = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin/keytool").toString(),
                        "-genkeypair",
                        "-keyalg",
                        "EC",
                        "-dname",
                        "CN=elsewhere",
                        "-alias",
                        "test",
                        "-storetype",
                        "PKCS12",
                        "-storepass",
                        PASSWORD,
                        "-keystore",
                        store.toString())
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        assertThat(keytool.waitFor(60, TimeUnit.SECONDS)).isTrue();
        assertThat(keytool.exitValue()).isZero();
    }

    private static void drip(ServerSocket server, CountDownLatch over) {
        try (Socket connection = server.accept()) {
            while (!over.await(5, TimeUnit.MILLISECONDS)) {
                connection.getOutputStream().write('.');
            }
        } catch (IOException clientHasGone) {
            // As it should.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** The future is what was asked. */
    private static CompletableFuture<String> answerOnce(ServerSocket server, String answer) {
        return CompletableFuture.supplyAsync(() -> {
            try (Socket connection = server.accept()) {
                byte[] word = connection.getInputStream().readNBytes(4);
                connection.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
                return new String(word, StandardCharsets.US_ASCII);
            } catch (IOException e) {
                throw new AssertionError(e);
            }
        });
    }

    private static ServerSocket listen(String address) throws IOException {
        return new ServerSocket(0, 5, InetAddress.getByName(address));
    }

    private static ServerSocket listenOrSkip(String address) {
        try {
            return listen(address);
        } catch (IOException unavailable) {
            assumeThat(unavailable).as("this machine has no " + address).isNull();
            throw new AssertionError(unavailable);
        }
    }
}
