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

/** {@code tree}: a subtree as a drawing, each znode with its size. */
public final class TreeCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of("tree", "[-L depth] path", "Draws a subtree, with sizes.")
            .value("L", "So many levels below the path")
            .examples("tree /app", "tree -L 2 /")
            .ours()
            .needs(1);

    private record Branch(Step step, Stat stat) implements View {

        @Override
        public String text(Style style) {
            String name = step.name();
            String size = Size.of(stat.dataLength());
            if (stat.ephemeralOwner() != 0) {
                return lines() + style.ephemeral(name) + "  " + style.dim(size + ", ephemeral") + "\n";
            }
            return stat.numChildren() == 0
                    ? lines() + name + "  " + style.dim(size) + "\n"
                    : lines() + style.parent(name) + "  " + style.dim(size + ", " + children()) + "\n";
        }

        private String children() {
            return stat.numChildren() == 1 ? "1 child" : stat.numChildren() + " children";
        }

        private String lines() {
            if (step.parent() == null) {
                return "";
            }
            StringBuilder lines = new StringBuilder(step.isLast() ? "└── " : "├── ");
            for (Step above = step.parent(); above.parent() != null; above = above.parent()) {
                lines.insert(0, above.isLast() ? "    " : "│   ");
            }
            return lines.toString();
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("path", step.path());
            json.writeNumberField("depth", step.depth());
            StatView.writeFields(json, stat);
            json.writeEndObject();
        }
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        int depthMax = in.number("L", Integer.MAX_VALUE);
        Output output = in.pagedOutput();
        Walk.ofChildren(in.client()).run(in.path(), new Walk.Visitor<>() {
            @Override
            public boolean visit(Step step, Children children) {
                output.show(new Branch(step, children.stat()));
                return step.depth() < depthMax;
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
