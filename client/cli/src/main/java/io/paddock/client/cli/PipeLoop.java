package io.paddock.client.cli;

import io.paddock.client.cli.output.Output;
import io.paddock.client.cli.shell.Shell;
import java.io.BufferedReader;
import java.io.IOException;

/**
 * Executes the lines of a pipe or file: prompts are printed, the lines are not (specification, cli 3.4). An error does not
 * end it, unless that is asked for.
 */
final class PipeLoop {

    private final Shell shell;
    private final Output output;
    private final boolean stopAtError;

    PipeLoop(Shell shell, Output output, boolean stopAtError) {
        this.shell = shell;
        this.output = output;
        this.stopAtError = stopAtError;
    }

    /** Returns when the input or the shell has ended. */
    void run(BufferedReader lines) throws IOException {
        while (!shell.isOver()) {
            if (!output.isQuiet()) {
                output.text(shell.prompt());
                output.flush();
            }
            String line = lines.readLine();
            if (line == null) {
                // What ZooKeeper's shell says there; it also ends the line of the prompt.
                output.event("JLine support is disabled\n");
                return;
            }
            shell.executeLine(line);
            if (stopAtError && shell.exitCode() != 0) {
                return;
            }
        }
    }
}
