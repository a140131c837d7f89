package io.paddock.client;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;

/**
 * Asks a server a four-letter word, on its ordinary client port (operations, section 9.1). As a program it is what {@code
 * zkServer.sh status} runs. May be used by any thread; each question has a connection of its own.
 */
public final class FourLetterWord {

    /** How long {@link #ask(String, int, String)} waits in all. */
    public static final Duration LIMIT = Duration.ofSeconds(5);

    private static final String USAGE = "Usage: FourLetterWord host port word [secure(optional)]";
    private static final int PORT_MAX = 65535;

    private FourLetterWord() {}

    /** As {@link #ask(String, int, String, Duration)}, within {@link #LIMIT}. */
    public static String ask(String host, int port, String word) throws IOException {
        return ask(host, port, word, LIMIT);
    }

    /**
     * The answer as text; empty if the server closed the connection without one, which is how it treats what it does not
     * know.
     *
     * @param host a name or an address; an IPv6 address with or without brackets
     * @param port 1 to 65535
     * @param word four ASCII letters
     * @param limit for connecting and the whole answer together
     * @throws IOException if there is no connection or no end of the answer within the limit; the message is a sentence
     *     that names host and port
     */
    public static String ask(String host, int port, String word, Duration limit) throws IOException {
        return ask(host, port, word, limit, null);
    }

    /**
     * As {@link #ask(String, int, String, Duration)}, over TLS. That the certificate is for this host is not checked: the
     * question is mostly asked of {@code localhost}, and the answer is no secret.
     */
    public static String ask(String host, int port, String word, Duration limit, SSLContext tls) throws IOException {
        String name = withoutBrackets(host);
        String place = name.indexOf(':') < 0 ? name + ":" + port : "[" + name + "]:" + port;
        long end = System.nanoTime() + limit.toNanos();
        try (Socket socket = new Socket()) {
            InetSocketAddress address = new InetSocketAddress(name, port);
            if (address.isUnresolved()) {
                throw new UnknownHostException("The host name " + name + " has no address.");
            }
            socket.connect(address, leftMs(end));
            socket.setSoTimeout(leftMs(end));
            return tls == null
                    ? converse(socket, word, end)
                    : converse(tls.getSocketFactory().createSocket(socket, name, port, true), word, end);
        } catch (SocketTimeoutException e) {
            throw new IOException("No answer from " + place + " within " + limit.toMillis() + " ms.", e);
        } catch (ConnectException e) {
            throw new IOException("Nobody listens on " + place + ": " + e.getMessage(), e);
        } catch (UnknownHostException e) {
            throw e;
        } catch (SSLException e) {
            throw new IOException("No TLS connection to " + place + ": " + e.getMessage(), e);
        } catch (IOException e) {
            throw new IOException("The connection to " + place + " broke: " + e.getMessage(), e);
        }
    }

    private static String converse(Socket socket, String word, long end) throws IOException {
        socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
        InputStream in = socket.getInputStream();
        StringBuilder answer = new StringBuilder();
        byte[] part = new byte[8192];
        for (; ; ) {
            // An answer that drips in must not take longer than one that comes at once.
            socket.setSoTimeout(leftMs(end));
            int length = in.read(part);
            if (length < 0) {
                return answer.toString();
            }
            answer.append(new String(part, 0, length, StandardCharsets.ISO_8859_1));
        }
    }

    /** At least 1, because 0 means no limit to a socket. */
    private static int leftMs(long end) throws SocketTimeoutException {
        long leftMs = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
        if (leftMs <= 0) {
            throw new SocketTimeoutException();
        }
        return (int) Math.min(leftMs, Integer.MAX_VALUE);
    }

    private static String withoutBrackets(String host) {
        return host.startsWith("[") && host.endsWith("]") ? host.substring(1, host.length() - 1) : host;
    }

    /**
     * {@code host port word [secure]}: prints the answer. With {@code true} as the last one it speaks TLS, with the stores
     * that {@code zookeeper.ssl.*} names. Exit codes: 0 answered, if only with nothing; 1 not reached; 2
     * wrong arguments.
     */
    public static void main(String[] arguments) {
        System.exit(run(arguments));
    }

    private static int run(String[] arguments) {
        if (arguments.length < 3 || arguments.length > 4) {
            System.err.println(USAGE);
            return 2;
        }
        int port = port(arguments[1]);
        if (port < 0) {
            System.err.println(arguments[1] + " is not a port: expected a number from 1 to " + PORT_MAX + ".");
            return 2;
        }
        if (arguments[2].length() != 4) {
            System.err.println(arguments[2] + " is not a word of four letters.");
            return 2;
        }
        try {
            boolean secure = arguments.length == 4 && Boolean.parseBoolean(arguments[3]);
            SSLContext tls = secure ? TlsStores.context(System.getProperties()) : null;
            System.out.print(ask(arguments[0], port, arguments[2], LIMIT, tls));
            System.out.flush();
            return 0;
        } catch (IOException e) {
            System.err.println(e.getMessage());
            return 1;
        }
    }

    /** -1 if it is none. */
    private static int port(String text) {
        try {
            int port = Integer.parseInt(text);
            return port >= 1 && port <= PORT_MAX ? port : -1;
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
