package io.paddock.client.cli.quota;

import io.paddock.client.BlockingClient;
import io.paddock.client.Client;
import io.paddock.client.NewNode;
import io.paddock.client.NodeData;
import io.paddock.client.RefusedException;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.command.PathCheck;
import io.paddock.client.cli.output.Message;
import io.paddock.client.cli.output.Output;
import io.paddock.client.cli.subtree.Walk;
import java.util.List;

/** {@code setquota}. */
public final class SetQuotaCommand implements Command {

    static final List<String> OPTIONS = List.of("n", "b", "N", "B");

    private static final CommandSpec SPEC = CommandSpec.of(
                    "setquota", "-n|-b|-N|-B val path", "Limits the number of znodes or bytes below a path.")
            .choice("n", true, "num soft quota")
            .choice("b", true, "bytes soft quota")
            .choice("N", true, "num hard quota")
            .choice("B", true, "bytes hard quota")
            .examples("setquota -n 1000 /app", "setquota -B 10000000 /app")
            .needs(1);

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        String path = in.word(0);
        Output output = in.output();
        if (path.startsWith(QuotaPaths.ROOT)) {
            // This and the next three are no failures to scripts: specification, cli 7.3.
            output.error("cannot set a quota under the path: " + QuotaPaths.ROOT);
            return;
        }
        String option = OPTIONS.stream().filter(in::has).findFirst().orElseThrow();
        long limit;
        try {
            limit = Long.parseLong(in.value(option));
        } catch (NumberFormatException e) {
            output.error("NumberFormatException happens when parsing the option value");
            return;
        }
        boolean counts = option.equalsIgnoreCase("n");
        if (counts && limit <= 0) {
            output.error("the num quota must be greater than zero");
            return;
        }
        if (!counts && limit < 0) {
            output.error("the bytes quota must be greater than or equal to zero");
            return;
        }
        PathCheck.valid(path);
        if (path.equals("/")) {
            throw new CommandFailure("Path must not end with / character", "A quota is for something below /.");
        }
        PathCheck.valid(QuotaPaths.folder(path));
        set(in, path, option, limit);
    }

    private static void set(Invocation in, String path, String option, long limit)
            throws CommandFailure, InterruptedException {
        BlockingClient blocking = in.blocking();
        if (blocking.exists(path).isEmpty()) {
            throw new CommandFailure(path + " does not exist.", "A quota is set on a znode that is there.");
        }
        refuseBelow(in.client(), path);
        refuseAbove(blocking, path);
        NodeData limits = null;
        try {
            limits = blocking.getData(QuotaPaths.limits(path));
        } catch (RefusedException.NoNode e) {
            createFolders(blocking, path);
        }
        QuotaText changed = (limits == null ? QuotaText.NO_LIMITS : QuotaText.parse(limits.data())).with(option, limit);
        if (limits != null) {
            blocking.setData(QuotaPaths.limits(path), changed.encoded(), limits.version());
        } else {
            blocking.create(NewNode.persistent(QuotaPaths.limits(path)).data(changed.encoded()));
            blocking.create(NewNode.persistent(QuotaPaths.usage(path)).data("count=0,bytes=0"));
        }
        warn(in, path, changed);
    }

    private static void createFolders(BlockingClient client, String path) throws InterruptedException {
        String folder = QuotaPaths.folder(path);
        for (int slash = folder.indexOf('/', 1); slash > 0; slash = folder.indexOf('/', slash + 1)) {
            create(client, folder.substring(0, slash));
        }
        create(client, folder);
    }

    private static void create(BlockingClient client, String path) throws InterruptedException {
        if (client.exists(path).isEmpty()) {
            client.create(NewNode.persistent(path).data((byte[]) null));
        }
    }

    private static void refuseAbove(BlockingClient client, String path) throws CommandFailure, InterruptedException {
        for (int slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
            String above = path.substring(0, slash);
            if (client.exists(QuotaPaths.limits(above)).isPresent()) {
                throw new CommandFailure(path + " has a parent " + above + " which has a quota");
            }
        }
    }

    private static void refuseBelow(Client client, String path) throws CommandFailure, InterruptedException {
        String root = QuotaPaths.folder(path);
        try {
            Walk.ofChildren(client).run(root, (step, children) -> {
                if (step.parent() != null && children.names().contains("zookeeper_limits")) {
                    String child = step.path().substring(QuotaPaths.ROOT.length());
                    throw new CommandFailure(path + " has a child " + child + " which has a quota");
                }
                return true;
            });
        } catch (RefusedException.NoNode e) {
            // No quota was ever set on it or below.
        }
    }

    /** Of soft limits that are exceeded already. */
    private static void warn(Invocation in, String path, QuotaText limits) throws InterruptedException {
        QuotaText usage =
                QuotaText.parse(in.blocking().getData(QuotaPaths.usage(path)).data());
        if (limits.count() >= 0 && limits.count() < usage.count()) {
            warn(in, "count", usage.count());
        }
        if (limits.bytes() >= 0 && limits.bytes() < usage.bytes()) {
            warn(in, "bytes", usage.bytes());
        }
    }

    private static void warn(Invocation in, String what, long existing) {
        String text = "[Warning]: the " + what + " quota you create is less than the existing " + what + ":" + existing;
        in.output().show(new Message(text + "\n", json -> json.writeStringField("warning", text)));
    }
}
