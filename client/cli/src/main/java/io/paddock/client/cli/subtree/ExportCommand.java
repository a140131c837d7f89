package io.paddock.client.cli.subtree;

import io.paddock.client.RefusedException;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.output.Message;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
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
            .longOption("overwrite", null, "Replace the file if it is there, and what is left of an interrupted export")
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
        if (in.blocking().exists(root).isEmpty()) {
            throw RefusedException.of(ErrorCode.NO_NODE.code(), OpCode.EXISTS, root);
        }
        ExportRun run;
        if (in.has("dry-run")) {
            run = new ExportRun(in.client(), in.output(), root, null, expected(in, root));
            run.walk(node -> {});
        } else {
            run = export(in, root);
        }
        in.output().show(summary(in, root, run));
        if (!run.isWhole()) {
            throw new CommandFailure(
                    "Not exported: " + run.refused() + " znodes that you may not read, and what is below them.",
                    "addauth as somebody who may.");
        }
    }

    private static ExportRun export(Invocation in, String root) throws CommandFailure, InterruptedException {
        Path path = Path.of(in.word(1));
        try (ExportFile file = ExportFile.open(path, new ExportHeader(root), in.has("resume"), in.has("overwrite"))) {
            ExportRun run = new ExportRun(in.client(), in.output(), root, file.earlier(), expected(in, root));
            run.walk(file::write);
            file.complete();
            return run;
        } catch (InterruptedException e) {
            in.output().hint("export --resume goes on with what is there.");
            throw e;
        } catch (NoSuchFileException e) {
            throw new CommandFailure("The export cannot be written: there is no folder for " + e.getFile() + ".");
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailure("The export cannot be written: " + e.getMessage());
        }
    }

    /** For who watches; old servers cannot count. */
    private static long expected(Invocation in, String root) throws InterruptedException {
        try {
            return in.output().sink().isErrorTerminal() ? in.blocking().getAllChildrenNumber(root) + 1L : 0;
        } catch (RefusedException e) {
            return 0;
        }
    }

    private static Message summary(Invocation in, String root, ExportRun run) {
        boolean dry = in.has("dry-run");
        String text =
                (dry ? "Would export " : "Exported ") + run.summary() + " of " + root + " to " + in.word(1) + "\n";
        return new Message(text, json -> {
            json.writeStringField("root", root);
            json.writeStringField("file", in.word(1));
            json.writeBooleanField("dryRun", dry);
            json.writeNumberField("nodes", run.nodes());
            json.writeNumberField("bytes", run.bytes());
            json.writeNumberField("reused", run.reused());
            json.writeNumberField("masked", run.masked());
            json.writeNumberField("refused", run.refused());
        });
    }
}
