package io.paddock.client.cli;

import io.paddock.client.cli.output.Format;
import java.util.ArrayList;
import java.util.List;

/**
 * The command line of {@code zkCli.sh} (specification, cli 1): options up to the first word that does not begin with a dash,
 * which is the command. Immutable.
 *
 * @param server the connect string
 * @param clientConfiguration a file of properties; null for none
 * @param log the file that the log goes to; null for none
 * @param raw true to print on a terminal what a pipe would get
 * @param command the words of the one command to run; empty for a conversation
 * @param complaints what is wrong, none of it so that the shell could not go on
 */
record StartOptions(
        String server,
        int timeoutMs,
        boolean readOnly,
        boolean waitForConnection,
        String clientConfiguration,
        boolean verbose,
        String log,
        boolean quiet,
        boolean stopAtError,
        boolean raw,
        boolean help,
        Format format,
        List<String> command,
        List<String> complaints) {

    static final String DEFAULT_SERVER = "localhost:2181";
    static final int DEFAULT_TIMEOUT_MS = 30_000;

    static final String USAGE = """
            Usage: zkCli.sh [options] [command [argument...]]

              -server <servers>       host:port,host:port/chroot; localhost:2181 if not given
              -timeout <ms>           session timeout to ask for, 30000 if not given
              -r                      accept a server that has lost its quorum
              -waitforconnection      wait for the session before going on, and fail if there is none
              -client-configuration <file>
                                      properties of the client
              -v                      show the log, on standard error
              --log <file>            write the log to a file
              -q                      results only: no banner, no events, no prompts in a pipe
              -e                      in a pipe, stop at the first command that fails
              --raw                   print on a terminal what a pipe would get: no pages, no hex, no colours, no hints;
                                      ZKCLI_RAW=1 does the same
              --output json           results as JSON, one value per line; also an option of each command
              -h, --help              this text

            Without a command the shell reads lines, from a terminal or a pipe. help, typed there, lists the commands;
            help COMMAND explains one.
            """;

    /** @throws NumberFormatException if the timeout is no number */
    static StartOptions parse(String... arguments) {
        return new Parser(List.of(arguments)).parse();
    }

    /** Reads one command line. Owned by its caller. */
    private static final class Parser {
        private final List<String> words;
        private int at;
        private String server = DEFAULT_SERVER;
        private int timeoutMs = DEFAULT_TIMEOUT_MS;
        private boolean readOnly;
        private boolean waitForConnection;
        private String clientConfiguration;
        private boolean verbose;
        private String log;
        private boolean quiet;
        private boolean stopAtError;
        private boolean raw;
        private boolean help;
        private Format format = Format.TEXT;
        private final List<String> complaints = new ArrayList<>();

        Parser(List<String> words) {
            this.words = words;
        }

        StartOptions parse() {
            while (at < words.size() && words.get(at).startsWith("-")) {
                option(words.get(at++));
            }
            return new StartOptions(
                    server,
                    timeoutMs,
                    readOnly,
                    waitForConnection,
                    clientConfiguration,
                    verbose,
                    log,
                    quiet,
                    stopAtError,
                    raw,
                    help,
                    format,
                    List.copyOf(words.subList(at, words.size())),
                    List.copyOf(complaints));
        }

        private void option(String word) {
            switch (word) {
                case "-server" -> server = value(word, server);
                case "-timeout" -> timeoutMs = Integer.parseInt(value(word, String.valueOf(timeoutMs)));
                case "-client-configuration" -> clientConfiguration = value(word, null);
                case "-r" -> readOnly = true;
                case "-waitforconnection" -> waitForConnection = true;
                case "-v" -> verbose = true;
                case "--log" -> log = value(word, null);
                case "-q" -> quiet = true;
                case "-e" -> stopAtError = true;
                case "--raw" -> raw = true;
                case "-h", "--help", "-?" -> help = true;
                case "--json" -> format = Format.JSON;
                case "--output" -> setFormat(value(word, "text"));
                case "--output=json", "--output=text" -> setFormat(word.substring(word.indexOf('=') + 1));
                default ->
                    complaints.add("The option " + word + " is unknown and ignored; --help shows those there are.");
            }
        }

        private String value(String option, String otherwise) {
            if (at < words.size()) {
                return words.get(at++);
            }
            complaints.add("Error: no argument found for option " + option);
            return otherwise;
        }

        private void setFormat(String name) {
            Format known = Format.of(name);
            if (known == null) {
                complaints.add("There is no output format " + name + ": text and json are known.");
            } else {
                format = known;
            }
        }
    }
}
