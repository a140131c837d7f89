package io.paddock.client.cli.nodes;

import io.paddock.client.Children;
import io.paddock.client.Watcher;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.command.UsageFailure;
import io.paddock.client.cli.connection.WatchKind;
import io.paddock.client.cli.output.Message;
import io.paddock.client.cli.output.Output;
import io.paddock.client.cli.subtree.Step;
import io.paddock.client.cli.subtree.Walk;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;

/** {@code ls}. */
public final class LsCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "ls", "[-s] [-w] [-R] path", "Lists the children of a znode.")
            .flag("?", "help")
            .flag("R", "recurse")
            .flag("s", "stat")
            .flag("w", "watch")
            .flag("1", "one name per line")
            .flag("l", "a table of the children with their sizes and times")
            .examples("ls /", "ls -s -w /app", "ls -R /app", "ls -l /app");

    /** Among many children, so often it looks whether somebody still wants to see them. */
    private static final int LOOK_EVERY = 256;

    /** As ZooKeeper's shell has it. */
    private static final String HELP = """
            usage: ls [options] path
             -?   help
             -R   recurse
             -s   stat
             -w   watch
            """;

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        if (in.has("?")) {
            in.output().show(new Message(HELP, json -> json.writeStringField("usage", HELP)));
        }
        if (in.count() == 0) {
            throw new UsageFailure(in.spec());
        }
        boolean watched = OldWatchWord.isWatched(in, "'ls path [watch]'", "'ls [-w] path'");
        String path = in.path();
        if (in.has("R")) {
            recurse(in, path, watched);
            return;
        }
        Children children = watched
                ? in.blocking().getChildren(path, in.connection().watches().watcher(WatchKind.CHILD))
                : in.blocking().getChildren(path);
        if (in.has("l")) {
            ChildTable.show(in, path, children);
        } else {
            in.pagedOutput().show(new ChildrenView(path, children, in.has("1"), in.has("s")));
        }
    }

    /** Children come before grandchildren: each znode that is visited prints the paths of its children. */
    private static void recurse(Invocation in, String path, boolean watched)
            throws CommandFailure, InterruptedException {
        Output output = in.pagedOutput();
        if (watched) {
            // Also the data of the first znode: specification, cli 5.
            in.blocking().getData(path, in.connection().watches().watcher(WatchKind.DATA));
        }
        Watcher watcher = in.connection().watches().watcher(WatchKind.CHILD);
        Walk<Children> walk = watched
                ? Walk.of(in.client(), at -> watchedChildren(in, at, watcher), Children::names, 16)
                : Walk.ofChildren(in.client());
        walk.run(path, new Walk.Visitor<Children>() {
            @Override
            public boolean visit(Step step, Children children) {
                if (step.parent() == null) {
                    output.show(new PathView(path));
                }
                String at = step.path();
                Iterator<String> names = children.names().stream().sorted().iterator();
                for (int i = 1; names.hasNext(); i++) {
                    output.show(new PathView(Step.join(at, names.next())));
                    if (i % LOOK_EVERY == 0
                            && (output.isBroken() || Thread.currentThread().isInterrupted())) {
                        return false;
                    }
                }
                return true;
            }

            @Override
            public boolean isDone() {
                return output.isBroken();
            }
        });
    }

    private static CompletableFuture<Children> watchedChildren(Invocation in, String path, Watcher watcher) {
        return in.client().getChildren(path, watcher);
    }
}
