package io.paddock.client.cli.shell;

import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.command.UsageFailure;
import io.paddock.client.cli.output.Message;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;

/** {@code version}: in the shape of ZooKeeper's, because scripts take it apart. */
final class VersionCommand implements Command {

    private static final CommandSpec SPEC =
            CommandSpec.of("version", "", "Shows the version of the shell.").examples("version");

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws UsageFailure {
        if (in.count() > 0) {
            throw new UsageFailure(in.spec()); // ZooKeeper's shell takes no other word here.
        }
        Properties build = new Properties();
        try (InputStream file = VersionCommand.class.getResourceAsStream("version.properties")) {
            build.load(file);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("version.properties of this jar cannot be read", unreadable);
        }
        String release = build.getProperty("release");
        String revision = build.getProperty("revision");
        String built = build.getProperty("built");
        in.output()
                .show(new Message(
                        "ZooKeeper CLI version: " + release + "-" + revision + ", built on " + built + "\n", json -> {
                            json.writeStringField("version", release);
                            json.writeStringField("revision", revision);
                            json.writeStringField("built", built);
                        }));
    }
}
