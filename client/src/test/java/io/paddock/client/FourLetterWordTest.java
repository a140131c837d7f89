package io.paddock.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FourLetterWordTest {

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
