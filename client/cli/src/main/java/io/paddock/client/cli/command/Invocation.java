package io.paddock.client.cli.command;

import io.paddock.client.BlockingClient;
import io.paddock.client.Client;
import io.paddock.client.cli.connection.Connection;
import io.paddock.client.cli.output.Output;
import java.util.List;
import org.apache.commons.cli.CommandLine;

/**
 * One call of a command: its words, its options, and what it works with.
 *
 * <p>Owned by the thread that executes lines.
 */
public final class Invocation {

    /** Of a server that is not told otherwise. */
    private static final int REQUEST_BYTES_MAX = 0xfffff;

    /** About so many bytes a request has besides its data. */
    private static final int HEAD_BYTES = 100;

    private final CommandSpec spec;
    private final CommandLine parsed;
    private final List<String> words;
    private final Connection connection;
    private final Output output;
    private final Screen screen;
    private int sentBytes;

    Invocation(CommandSpec spec, CommandLine parsed, Connection connection, Output output, Screen screen) {
        this.spec = spec;
        this.parsed = parsed;
        this.words = parsed.getArgList().subList(1, parsed.getArgList().size());
        this.connection = connection;
        this.output = output;
        this.screen = screen;
    }

    public CommandSpec spec() {
        return spec;
    }

    /** The words behind the name that are neither options nor their values. */
    public List<String> words() {
        return words;
    }

    public int count() {
        return words.size();
    }

    /** A word, counted from 0; null if there are fewer. */
    public String word(int index) {
        return index < words.size() ? words.get(index) : null;
    }

    /** The first word as a path that can be valid. */
    public String path() throws CommandFailure {
        return PathCheck.valid(word(0));
    }

    public boolean has(String option) {
        return parsed.hasOption(option);
    }

    /** The value of an option; null if it is not there. */
    public String value(String option) {
        return parsed.getOptionValue(option);
    }

    /** The value of an option as a number, or what stands for its absence. */
    public int number(String option, int absent) throws CommandFailure {
        String text = value(option);
        if (text == null) {
            return absent;
        }
        try {
            return Integer.parseInt(text);
        } catch (NumberFormatException e) {
            throw new CommandFailure(e.getMessage(), "-" + option + " takes a number, such as -" + option + " 3.");
        }
    }

    public Connection connection() {
        return connection;
    }

    public Client client() {
        return connection.client();
    }

    /** The same client for who waits. */
    public BlockingClient blocking() {
        return connection.client().blocking();
    }

    public Output output() {
        return output;
    }

    /** The output that stops when the screen of a person is full; the same one if nobody is there, or JSON is wanted. */
    public Output pagedOutput() {
        boolean pages = output.isTerminal() && !output.isJson() && screen.isThere();
        return pages ? output.to(new Pager(output.sink(), screen)) : output;
    }

    /**
     * What this call sends has so many bytes. If it is more than servers take by default, and the connection breaks, that is what
     * the user is told: a server says nothing, it hangs up.
     */
    public void noteSent(byte[] data) {
        sentBytes = data == null ? 0 : data.length;
    }

    /** What may have broken the connection; null if nothing comes to mind. */
    String suspicion() {
        return sentBytes < REQUEST_BYTES_MAX - HEAD_BYTES
                ? null
                : "Servers hang up on requests of more than " + REQUEST_BYTES_MAX
                        + " bytes, unless their jute.maxbuffer says" + " so; the data has " + sentBytes + ".";
    }

    public Screen screen() {
        return screen;
    }
}
