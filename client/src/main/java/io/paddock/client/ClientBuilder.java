package io.paddock.client;

import io.paddock.client.session.SessionClient;
import io.paddock.client.transport.ChannelSetup;
import io.paddock.client.transport.ClientLoop;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * What a {@link Client} is to be like. Everything but the connect string has a default. Owned by the thread that fills it.
 *
 * <p>The connect string is {@code host:port,host:port/chroot}; the port defaults to 2181, an IPv6 address stands in
 * brackets, the chroot may be missing. Servers are tried in random order, and their names are resolved at each attempt.
 */
public final class ClientBuilder {

    /** What servers take by default, {@code jute.maxbuffer} (specification, client protocol 1.4). */
    private static final int SERVER_REQUEST_BYTES_MAX = 0xfffff;

    private final ConnectString connectString;
    private Duration sessionTimeout = Duration.ofSeconds(30);
    private Duration connectionWait;
    private boolean readOnlyAllowed;
    private boolean renewed;
    private Executor callbackExecutor;
    private final List<SessionListener> listeners = new ArrayList<>();
    private final List<Credential> credentials = new ArrayList<>();
    private SessionInfo resumed;
    private int outstandingMax = 65_536;
    private int requestBytesMax = SERVER_REQUEST_BYTES_MAX;
    private int replyBytesMax = 16 << 20;
    private ClientLoop loop;
    private ChannelSetup channelSetup = ChannelSetup.PLAIN;

    /** An identity to show to every server: see {@link Client#addAuth}. */
    public record Credential(String scheme, byte[] auth) {}

    ClientBuilder(String connectString) {
        this.connectString = ConnectString.parse(connectString);
    }

    /**
     * How long the session shall outlive silence, default 30 s. The server may grant more or less; from it come all other
     * times (specification, client protocol 6.3).
     */
    public ClientBuilder sessionTimeout(Duration timeout) {
        sessionTimeout = requirePositive(timeout, "session timeout");
        return this;
    }

    /** How long a request waits for a connection before it fails; default: the session timeout. */
    public ClientBuilder connectionWait(Duration limit) {
        connectionWait = requirePositive(limit, "connection wait");
        return this;
    }

    /** Allows servers that have lost their quorum, while no other is found. */
    public ClientBuilder allowReadOnly() {
        readOnlyAllowed = true;
        return this;
    }

    /**
     * Opens a new session when one expires, instead of ending there. The state {@link SessionState#EXPIRED} is told in
     * between; ephemeral znodes and one-shot watches of the old session are gone, persistent watches are set again.
     */
    public ClientBuilder renewSession() {
        renewed = true;
        return this;
    }

    /**
     * Where callbacks run; default: a pool of daemon threads that all clients share, four or one per processor. Callbacks
     * that block, be it on another client, need an executor of their own. The client gives it one task at a time, so
     * callbacks of one client never overlap, whatever the executor. {@code Runnable::run} runs them on the I/O
     * thread, which they must then not hold up.
     */
    public ClientBuilder callbackExecutor(Executor executor) {
        callbackExecutor = Objects.requireNonNull(executor);
        return this;
    }

    /** Told of the session from the first connection on. */
    public ClientBuilder listener(SessionListener listener) {
        listeners.add(Objects.requireNonNull(listener));
        return this;
    }

    /** An identity from the first request on. */
    public ClientBuilder auth(String scheme, byte[] auth) {
        credentials.add(new Credential(Objects.requireNonNull(scheme), auth.clone()));
        return this;
    }

    /** {@code auth("digest", "user:password")}. */
    public ClientBuilder auth(String scheme, String auth) {
        return auth(scheme, auth.getBytes(StandardCharsets.UTF_8));
    }

    /** Takes over the session of another client, whose connection then ends. */
    public ClientBuilder resume(SessionInfo session) {
        resumed = Objects.requireNonNull(session);
        return this;
    }

    /**
     * How many requests may wait for their answers, default 65536. One more fails at once with {@link
     * DidNotHappenException}.
     */
    public ClientBuilder outstandingMax(int requests) {
        outstandingMax = requirePositive(requests, "limit of outstanding requests");
        return this;
    }

    /**
     * The largest request to send, in bytes of its frame, path and headers included; default 1048575, which is what servers
     * take by default ({@code jute.maxbuffer}). A larger one fails at once with {@link DidNotHappenException}, {@code
     * MARSHALLING_ERROR}: a server would say nothing and end the connection, and with it all that is under way.
     */
    public ClientBuilder requestBytesMax(int bytes) {
        requestBytesMax = requirePositive(bytes, "limit of a request");
        return this;
    }

    /**
     * The largest reply to accept, default 16 MiB. A longer one is read over, and only its request fails, with {@code
     * MARSHALLING_ERROR}.
     */
    public ClientBuilder replyBytesMax(int bytes) {
        replyBytesMax = requirePositive(bytes, "limit of a reply");
        return this;
    }

    /** The I/O thread to use; default: one that all clients of the process share. */
    public ClientBuilder loop(ClientLoop ioLoop) {
        loop = Objects.requireNonNull(ioLoop);
        return this;
    }

    /** What stands between the socket and the protocol, for TLS; default: nothing. */
    public ClientBuilder channelSetup(ChannelSetup setup) {
        channelSetup = Objects.requireNonNull(setup);
        return this;
    }

    /** A client that begins to connect now. */
    public Client open() {
        return SessionClient.open(new ClientOptions(
                connectString,
                sessionTimeout,
                connectionWait == null ? sessionTimeout : connectionWait,
                readOnlyAllowed,
                renewed,
                callbackExecutor,
                List.copyOf(listeners),
                List.copyOf(credentials),
                resumed,
                outstandingMax,
                requestBytesMax,
                replyBytesMax,
                loop,
                channelSetup));
    }

    private static Duration requirePositive(Duration value, String what) {
        if (value.isNegative() || value.isZero() || value.toMillis() > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("a " + what + " of " + value + " is not possible");
        }
        return value;
    }

    private static int requirePositive(int value, String what) {
        if (value <= 0) {
            throw new IllegalArgumentException("a " + what + " of " + value + " is not possible");
        }
        return value;
    }
}
