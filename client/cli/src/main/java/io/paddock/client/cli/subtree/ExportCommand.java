package io.paddock.client.cli.subtree;

import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;

/**
 * {@code export}: a subtree as lines of JSON, parents before their children. Until it is complete the file has {@code .part}
 * behind its name, and {@code --resume} goes on with that.
 */
public final class ExportCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "export",
                    "[--resume] [--overwrite] [--dry-run] path file",
                    "Writes a subtree to a file, with data and access control lists.")
            .longOption("resume", null, "Go on with an export that was interrupted")
            .longOption("overwrite", null, "Replace the file if it is there")
            .longOption("dry-run", null, "Only say how much it is")
            .examples("export /app app.jsonl", "export --dry-run / all.jsonl", "export --resume /app app.jsonl")
            .ours()
            .needs(2);

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        String root = in.path();
        ExportRun export =
                new ExportRun(in.client(), in.output(), root, in.blocking().getAllChildrenNumber(root) + 1);
        if (in.has("dry-run")) {
            export.walk(node -> {});
            in.output().line("Would export " + export.summary() + " of " + root + " to " + in.word(1));
            return;
        }
        try (ExportFile file =
                ExportFile.open(Path.of(in.word(1)), new ExportHeader(root), in.has("resume"), in.has("overwrite"))) {
            export.walk(file::write);
            file.complete();
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailure("The export cannot be written: " + e.getMessage());
        }
        in.output().line("Exported " + export.summary() + " of " + root + " to " + in.word(1));
    }
}
