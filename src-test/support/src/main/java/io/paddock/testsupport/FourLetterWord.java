package io.paddock.testsupport;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a server one of the plain text commands (client protocol, section 2.2). */
public final class FourLetterWord {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    private FourLetterWord() {}

    /** The whole answer; empty if the server closed without one. */
    public static String ask(int port, String word) throws IOException {
        return ask(port, word.getBytes(StandardCharsets.US_ASCII), LIMIT);
    }

    /** Any bytes instead of a command, and how long to wait for each part of the answer. */
    public static String ask(int port, byte[] bytes, Duration limit) throws IOException {
        return ask(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), bytes, limit);
    }

    static String ask(InetSocketAddress server, byte[] bytes, Duration limit) throws IOException {
        try (Socket socket = new Socket()) {
            socket.setSoTimeout((int) limit.toMillis());
            socket.connect(server, (int) limit.toMillis());
            socket.getOutputStream().write(bytes);
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
