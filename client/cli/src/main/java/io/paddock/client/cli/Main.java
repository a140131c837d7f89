package io.paddock.client.cli;

import io.paddock.client.cli.command.Failures;
import io.paddock.client.cli.command.Invoker;
import io.paddock.client.cli.command.Screen;
import io.paddock.client.cli.connection.Connection;
import io.paddock.client.cli.connection.ConnectionSettings;
import io.paddock.client.cli.output.Format;
import io.paddock.client.cli.output.Output;
import io.paddock.client.cli.output.Sink;
import io.paddock.client.cli.output.StreamSink;
import io.paddock.client.cli.output.Style;
import io.paddock.client.cli.shell.Shell;
import io.paddock.client.cli.terminal.Cancellation;
import io.paddock.client.cli.terminal.LateScreen;
import io.paddock.client.cli.terminal.TerminalConsole;
import java.io.BufferedReader;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/**
 * The program. Exit codes (specification, cli 2): that of the last command; 1 if it cannot start, 2 if the client
 * configuration cannot be read.
 */
public final class Main {

    /** So long the first prompt waits for the state that it will show. */
    private static final Duration PATIENCE = Duration.ofSeconds(2);

    private final StartOptions options;
    private final Streams streams;

    private Main(StartOptions options, Streams streams) {
        this.options = options;
        this.streams = streams;
    }

    public static void main(String[] arguments) {
        int code = run(arguments);
        System.out.flush();
        System.exit(code);
    }

    /** One run of the program; its exit code. */
    static int run(String... arguments) {
        Streams streams = Streams.ofProcess();
        StartOptions options;
        try {
            options = StartOptions.parse(arguments);
        } catch (NumberFormatException e) {
            boolean json = Invoker.asksForJson(List.of(arguments));
            return refuse(errors(json, streams), "-timeout takes a number of ms. " + e.getMessage(), 1);
        }
        if (options.help()) {
            System.out.print(StartOptions.USAGE);
            return 0;
        }
        Main main = new Main(options, streams);
        Output errors = errors(main.wantsJson(), streams);
        options.complaints().forEach(errors::error);
        String complaint = Logging.set(options.verbose(), options.log());
        if (complaint != null) {
            return refuse(errors, complaint, 1);
        }
        try {
            return main.start(errors);
        } catch (ClientProperties.Unreadable e) {
            return refuse(errors, e.getMessage(), 2);
        } catch (IOException e) {
            return refuse(errors, "The shell cannot read or write: " + e.getMessage(), 1);
        } catch (InterruptedException e) {
            return 130;
        }
    }

    /** Where is said what is wrong before there is anything to work with. */
    private static Output errors(boolean json, Streams streams) {
        Sink sink = new StreamSink(System.out, System.err, false, streams.err());
        return new Output(sink, json ? Format.JSON : Format.TEXT, Style.PLAIN, true);
    }

    private static int refuse(Output errors, String why, int code) {
        Failures.report(errors, "Failed", why, null);
        return code;
    }

    /** Opens and closes a conversation, on whatever the process has instead of a terminal. */
    static void rehearseTerminal(String server) throws IOException {
        Main main = new Main(StartOptions.parse("-server", server), new Streams(true, true, true));
        try (TerminalConsole console = TerminalConsole.open(true, false)) {
            main.converse(console, new ConnectionSettings(StartOptions.DEFAULT_TIMEOUT_MS, false, 1 << 20));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private int start(Output errors) throws ClientProperties.Unreadable, IOException, InterruptedException {
        ClientProperties properties = ClientProperties.read(options.clientConfiguration(), System.getProperties());
        if (properties.secure()) {
            return refuse(errors, "zookeeper.client.secure is set, and this release of the shell has no TLS yet.", 1);
        }
        ConnectionSettings settings =
                new ConnectionSettings(options.timeoutMs(), options.readOnly(), properties.replyBytesMax());
        if (options.command().isEmpty() && streams.isConversation()) {
            try (TerminalConsole console = TerminalConsole.open(streams.err(), isRaw())) {
                return converse(console, settings);
            }
        }
        return work(settings);
    }

    /** One command, or the lines of a pipe. */
    private int work(ConnectionSettings settings) throws IOException, InterruptedException {
        Sink sink = new StreamSink(
                new FileOutputStream(FileDescriptor.out),
                new FileOutputStream(FileDescriptor.err),
                streams.out() && !isRaw(),
                streams.err() && !isRaw());
        if (!streams.isConversation()) {
            return work(sink, Screen.NONE, settings);
        }
        try (LateScreen screen = new LateScreen(Cancellation.of(Thread.currentThread()))) {
            return work(sink, screen, settings);
        }
    }

    private int work(Sink sink, Screen screen, ConnectionSettings settings) throws IOException, InterruptedException {
        Output output = new Output(sink, options.format(), style(), options.quiet() || wantsJson());
        Connection connection = new Connection(settings, output);
        Shell shell = new Shell(Commands.table(), connection, output, new Invoker(connection, output, screen));
        if (!connect(connection, wantsJson() ? output.as(Format.JSON) : output)) {
            return 1;
        }
        if (options.command().isEmpty()) {
            welcome(output);
            connection.awaitConnected(PATIENCE);
            BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
            new PipeLoop(shell, output, options.stopAtError()).run(lines);
        } else {
            shell.execute(options.command());
        }
        connection.leave();
        output.flush();
        return shell.exitCode();
    }

    private Style style() {
        return streams.out() && !isRaw() ? Style.ofTerminal() : Style.PLAIN;
    }

    /** A terminal that a program reads gets what a pipe would. */
    private boolean isRaw() {
        String wish = System.getenv("ZKCLI_RAW");
        return options.raw() || wish != null && !wish.isEmpty();
    }

    private int converse(TerminalConsole console, ConnectionSettings settings) throws InterruptedException {
        Output output = new Output(console.sink(), options.format(), style(), options.quiet());
        Connection connection = new Connection(settings, output);
        Shell shell =
                new Shell(Commands.table(), connection, output, new Invoker(connection, output, console.screen()));
        if (!connect(connection, output)) {
            return 1;
        }
        welcome(output);
        connection.awaitConnected(PATIENCE);
        console.converse(shell, connection);
        connection.close();
        output.flush();
        return shell.exitCode();
    }

    /** Begins the session; false, with the reason on standard error, if there is none. */
    private boolean connect(Connection connection, Output output) throws InterruptedException {
        output.event("Connecting to " + options.server() + "\n");
        try {
            connection.open(options.server());
        } catch (IllegalArgumentException e) {
            Failures.report(output, "Failed", e.getMessage(), null);
            return false;
        }
        if (options.waitForConnection() && !connection.awaitConnected(Duration.ofMillis(options.timeoutMs()))) {
            String message = "Unable to connect to " + options.server() + " within " + options.timeoutMs() + " ms";
            Failures.report(output, "ConnectionLoss", message, null);
            return false;
        }
        return true;
    }

    private static void welcome(Output output) {
        output.event("Welcome to ZooKeeper!\nJLine support is enabled\n");
    }

    /** What parses JSON cannot use a banner before it. */
    private boolean wantsJson() {
        return options.format() == Format.JSON || Invoker.asksForJson(options.command());
    }
}
