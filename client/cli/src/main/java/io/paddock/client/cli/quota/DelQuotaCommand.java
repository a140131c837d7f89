package io.paddock.client.cli.quota;

import io.paddock.client.BlockingClient;
import io.paddock.client.Client;
import io.paddock.client.NodeData;
import io.paddock.client.RefusedException;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.command.PathCheck;
import io.paddock.client.cli.output.Message;
import java.util.Optional;

/** {@code delquota}. */
public final class DelQuotaCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "delquota", "[-n|-b|-N|-B] path", "Takes one limit of a subtree away, or all.")
            .flag("n", "num soft quota")
            .flag("b", "bytes soft quota")
            .flag("N", "num hard quota")
            .flag("B", "bytes hard quota")
            .examples("delquota /app", "delquota -n /app")
            .needs(1);

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        String path = in.word(0);
        PathCheck.valid(QuotaPaths.limits(path));
        BlockingClient client = in.blocking();
        NodeData limits;
        try {
            limits = client.getData(QuotaPaths.limits(path));
        } catch (RefusedException.NoNode e) {
            // Not a failure to scripts: specification, cli 7.3.
            String text = "Quota does not exist for " + path;
            in.output().show(new Message(text + "\n", json -> json.writeStringField("warning", text)));
            return;
        }
        Optional<String> option =
                SetQuotaCommand.OPTIONS.stream().filter(in::has).findFirst();
        if (option.isPresent()) {
            byte[] changed =
                    QuotaText.parse(limits.data()).with(option.get(), -1).encoded();
            client.setData(QuotaPaths.limits(path), changed, limits.version());
        } else {
            remove(client, QuotaPaths.folder(path));
        }
    }

    /** The znodes of the quota, and those above it that nothing needs any more. */
    private static void remove(BlockingClient client, String folder) throws InterruptedException {
        for (String child : client.getChildren(folder).names()) {
            if (child.equals("zookeeper_limits") || child.equals("zookeeper_stats")) {
                client.delete(folder + "/" + child, Client.ANY_VERSION);
            }
        }
        for (String at = folder; !at.equals(QuotaPaths.ROOT); at = at.substring(0, at.lastIndexOf('/'))) {
            if (!client.getChildren(at).names().isEmpty()) {
                return;
            }
            client.delete(at, Client.ANY_VERSION);
        }
    }
}
