package io.paddock.client.cli.connection;

import io.paddock.client.Client;
import io.paddock.client.ClientBuilder;
import io.paddock.client.ClientException;
import io.paddock.client.SessionInfo;
import io.paddock.client.SessionState;
import io.paddock.client.cli.output.Output;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.function.Consumer;

/**
 * The session that the shell works in, and the place that it is in.
 *
 * <p>Owned by the thread that executes lines; {@link #stateWord} and {@link #client} may be asked by any.
 */
public final class Connection {

    /** A request that finds no connection waits for one no longer than a person does. */
    private static final long REQUEST_WAIT_MS_MAX = 5_000;

    private final ConnectionSettings settings;
    private final Output output;
    private final EventPrinter events;

    /** Told of every state of every session, by callbacks. */
    private volatile Consumer<SessionState> listener = state -> {};

    /** Written by the owner, read by any. */
    private volatile Client client;

    private volatile String connectString;
    private ShellWatches watches;
    private boolean ephemeralsMade;

    public Connection(ConnectionSettings settings, Output output) {
        this.settings = settings;
        this.output = output;
        this.events = new EventPrinter(output);
    }

    /** Ends the session there is and begins one elsewhere.
     *
     * @throws IllegalArgumentException if this is no connect string; then nothing has changed
     */
    public void open(String servers) {
        ClientBuilder builder = Client.builder(servers)
                .sessionTimeout(Duration.ofMillis(settings.timeoutMs()))
                .connectionWait(Duration.ofMillis(Math.min(settings.timeoutMs(), REQUEST_WAIT_MS_MAX)))
                .requestBytesMax(Integer.MAX_VALUE) // Commands explain a server that hangs up, whatever its limit is.
                .replyBytesMax(settings.replyBytesMax());
        if (settings.readOnly()) {
            builder.allowReadOnly();
        }
        close();
        connectString = servers;
        ephemeralsMade = false;
        SessionNews news = new SessionNews();
        client = builder.listener(news::onSession).open();
        Client opened = client;
        watches = new ShellWatches(events, opened::state);
    }

    /** Shows what a session goes through. Used by callbacks of one client. */
    private final class SessionNews {

        private String server;

        void onSession(SessionState state) {
            events.session(state);
            switch (state) {
                case CONNECTED, CONNECTED_READ_ONLY -> server = serverOrNull();
                case CONNECTING -> output.hint("Connection to " + server + " lost, reconnecting...");
                case EXPIRED -> output.hint("Session expired; use connect");
                case AUTH_FAILED -> output.hint("The server refused the identity; use connect");
                case CLOSED -> {}
            }
            listener.accept(state);
        }
    }

    /** Tells this one of every state from now on, in a callback. */
    public void listenTo(Consumer<SessionState> states) {
        listener = states;
    }

    /** True if commands can be sent; they may have to wait for a connection. */
    public boolean isAlive() {
        Client current = client;
        return current != null && !current.isEnded();
    }

    /** The client of the session. Callers know that it {@link #isAlive}. */
    public Client client() {
        return client;
    }

    /** As it was typed. */
    public String connectString() {
        return connectString;
    }

    public EventPrinter events() {
        return events;
    }

    public ShellWatches watches() {
        return watches;
    }

    /** What the prompt says (specification, cli 3.1). */
    public String stateWord() {
        Client current = client;
        if (current == null) {
            return "NOT_CONNECTED";
        }
        return switch (current.state()) {
            case CONNECTING -> "CONNECTING";
            case CONNECTED -> "CONNECTED";
            case CONNECTED_READ_ONLY -> "CONNECTEDREADONLY";
            case EXPIRED, CLOSED -> "CLOSED";
            case AUTH_FAILED -> "AUTH_FAILED";
        };
    }

    /** Waits for the session; false if it is not there within this time, or never will be. */
    public boolean awaitConnected(Duration limit) throws InterruptedException {
        try {
            return client.blocking().awaitConnected(limit);
        } catch (ClientException e) {
            return false;
        }
    }

    /** An ephemeral znode lives as long as the session: see {@link #leave}. */
    public void noteEphemeral() {
        ephemeralsMade = true;
    }

    /** Ends the session and shows that. Without one it does nothing. */
    public void close() {
        if (isAlive()) {
            client.close();
        }
    }

    /**
     * At the end of the process, without a word. A session with ephemeral znodes is left to its timeout, because scripts use
     * them as markers that live a little longer (specification, cli 1.1); any other is ended.
     */
    public void leave() {
        events.setEnabled(false);
        if (!isAlive()) {
            return;
        }
        if (ephemeralsMade) {
            client.abandon().join();
        } else {
            client.close();
        }
    }

    private String serverOrNull() {
        Client current = client;
        InetSocketAddress address = current == null
                ? null
                : current.session().map(SessionInfo::server).orElse(null);
        return address == null ? connectString : address.getHostString() + ":" + address.getPort();
    }
}
