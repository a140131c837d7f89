package io.paddock.client.cli.nodes;

import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.output.StatView;
import io.paddock.common.Stat;
import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** {@code set}. */
public final class SetCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "set", "path data [-s] [-v version] [-b]", "Replaces the data of a znode.")
            .flag("s", "Print znode stats additionally")
            .value("v", "Set with an expected version")
            .flag("b", "Supply data in base64 format")
            .examples("set /app \"new data\"", "set -v 3 /app data", "set -b /app aGVsbG8=")
            .needs(2);

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        int version = in.number("v", -1);
        byte[] data = data(in.word(1), in.has("b"));
        String path = in.path();
        in.noteSent(data);
        Stat stat = in.blocking().setData(path, data, version);
        if (in.has("s")) {
            in.output().show(new StatView(path, stat));
        }
    }

    private static byte[] data(String word, boolean base64) throws CommandFailure {
        try {
            return base64 ? Base64.getDecoder().decode(word) : word.getBytes(StandardCharsets.UTF_8);
        } catch (IllegalArgumentException e) {
            throw new CommandFailure(e.getMessage(), "With -b the data is base64; without, it is text.");
        }
    }
}
