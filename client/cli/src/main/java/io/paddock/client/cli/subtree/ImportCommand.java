package io.paddock.client.cli.subtree;

import io.paddock.client.ClientException;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.command.PathCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/**
 * {@code import}: makes the znodes of an export. What is there already and the same is left alone, so that an import that was
 * interrupted is resumed by doing it again.
 */
public final class ImportCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "import", "[--overwrite] [--dry-run] file [path]", "Makes the znodes of an export.")
            .longOption("overwrite", null, "Give znodes that are there the data and list of the export")
            .longOption("dry-run", null, "Only say what would be done")
            .examples("import app.jsonl", "import --dry-run app.jsonl /copy")
            .ours()
            .needs(1);

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        Path file = Path.of(in.word(0));
        ImportRun run = null;
        try (LineFile lines = LineFile.open(file)) {
            ExportHeader header = ExportHeader.parse(lines.next());
            String root = in.count() > 1 ? PathCheck.valid(in.word(1)) : header.root();
            run = new ImportRun(in.client(), in.output(), root, in.has("overwrite"), in.has("dry-run"));
            run.take(lines, Files.size(file));
        } catch (NoSuchFileException e) {
            throw new CommandFailure("There is no file " + file + ".");
        } catch (IOException e) {
            if (run != null) {
                show(in, run);
            }
            throw new CommandFailure("The import cannot be read from " + file + ": " + e.getMessage());
        } catch (ClientException | IllegalArgumentException | InterruptedException e) {
            if (run != null) {
                run.countAnswered();
                show(in, run);
                in.output().hint("Import it again to go on: what is there by then is left alone.");
            }
            throw e;
        }
        show(in, run);
        if (run.counts().failures > 0) {
            throw new CommandFailure(
                    "Not imported: " + run.counts().failures + "; see above.",
                    "--overwrite replaces those that are different; a missing parent must be created before.");
        }
    }

    private static void show(Invocation in, ImportRun run) {
        in.output().show(run.counts().summary(in.has("dry-run")));
    }
}
