package io.paddock.client.cli.subtree;

import com.fasterxml.jackson.core.JsonGenerator;
import io.paddock.client.Children;
import io.paddock.client.RefusedException;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.output.Output;
import io.paddock.client.cli.output.StatView;
import io.paddock.client.cli.output.Style;
import io.paddock.client.cli.output.View;
import io.paddock.common.Stat;
import java.io.IOException;

/** {@code find}: the znodes of a subtree with a name, an owner or an age. */
public final class FindCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "find",
                    "path [--name glob] [--owner session] [--older age] [--newer age] [--larger bytes]",
                    "Finds znodes by name, owner, age or size.")
            .longOption("name", "glob", "The last component of the path matches; with a / in it, the whole path")
            .longOption("owner", "session", "Ephemeral znodes of this session, such as 0x1000; any for all of them")
            .longOption("older", "age", "Not written for so long: 30s, 5m, 2h, 7d")
            .longOption("newer", "age", "Written within this time")
            .longOption("larger", "bytes", "With at least so many bytes of data")
            .examples("find / --name 'lock-*'", "find /app --owner any", "find / --older 30d --larger 100000")
            .ours()
            .needs(1);

    private record Found(String path, Stat stat) implements View {

        @Override
        public String text(Style style) {
            return (stat.ephemeralOwner() == 0 ? path : style.ephemeral(path)) + "\n";
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            new StatView(path, stat).json(json);
        }
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        Filter filter = Filter.of(in, System.currentTimeMillis());
        Output output = in.pagedOutput();
        Walk.ofChildren(in.client()).run(in.path(), new Walk.Visitor<>() {
            @Override
            public boolean visit(Step step, Children children) {
                if (filter.matches(step.path(), children.stat())) {
                    output.show(new Found(step.path(), children.stat()));
                }
                return true;
            }

            @Override
            public void refused(Step step, RefusedException failure) {
                output.error("Insufficient permission : " + step.path());
            }

            @Override
            public boolean isDone() {
                return output.isBroken();
            }
        });
    }
}
