package io.paddock.interop.shell;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;

/** Types commands at prompts and compares what comes until the next prompt. Owned by the test, which closes it. */
final class Typist implements AutoCloseable {

    private final Conversation shell;
    private final String server;
    private final boolean echoes;
    private int line;

    Typist(Conversation shell, String server, boolean echoes) {
        this.shell = shell;
        this.server = server;
        this.echoes = echoes;
        assertThat(shell.await(prompt("CONNECTED"))).isEqualTo("""
                Connecting to %s
                Welcome to ZooKeeper!
                JLine support is enabled

                WATCHER::

                WatchedEvent state:SyncConnected type:None path:null zxid: -1
                """.formatted(server));
    }

    private String prompt(String state) {
        return "[zk: " + server + "(" + state + ") " + line + "] ";
    }

    void says(String command, String answer) throws IOException {
        assertThat(answer(command)).as(command).isEqualTo(answer);
    }

    /** What the shell prints until the next prompt. */
    String answer(String command) throws IOException {
        shell.type(command);
        if (echoes) {
            shell.await(command + "\n");
        }
        line++;
        return shell.await(prompt("CONNECTED"));
    }

    /** Waits for an event. On a terminal the prompt is drawn again behind it. */
    void sees(String type, String path) {
        shell.await("\nWATCHER::\n\nWatchedEvent state:SyncConnected type:" + type + " path:" + path + " zxid: ");
        shell.await("\n");
        if (echoes) {
            shell.await(prompt("CONNECTED"));
        }
    }

    /** The exit code. */
    int quit() throws IOException {
        shell.type("quit");
        shell.await("WatchedEvent state:Closed type:None path:null zxid: -1\n");
        return shell.awaitExit();
    }

    Conversation shell() {
        return shell;
    }

    @Override
    public void close() {
        shell.close();
    }
}
