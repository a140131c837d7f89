package io.paddock.client.cli.nodes;

import com.fasterxml.jackson.core.JsonGenerator;
import io.paddock.client.ClientException;
import io.paddock.client.Created;
import io.paddock.client.NewNode;
import io.paddock.client.cli.access.AclText;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.command.PathCheck;
import io.paddock.client.cli.output.Style;
import io.paddock.client.cli.output.View;
import io.paddock.common.Acl;
import io.paddock.common.ErrorCode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** {@code create}. */
public final class CreateCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "create", "[-s] [-e] [-c] [-t ttl] path [data] [acl]", "Creates a znode.")
            .flag("s", "Sequential: the server appends ten digits to the path")
            .flag("e", "Ephemeral: it goes with this session")
            .flag("c", "Container: it goes when its last child has gone")
            .value("t", "It goes when it was not written for so many ms and has no children")
            .examples(
                    "create /app \"some data\"",
                    "create -e -s /app/member- host-1",
                    "create /app/secret data digest:bob:HASH:cdrwa")
            .needs(1);

    private record NewPath(Created created) implements View {

        @Override
        public String text(Style style) {
            return created.path() + "\n";
        }

        @Override
        public void json(JsonGenerator json) throws IOException {
            json.writeStartObject();
            json.writeStringField("path", created.path());
            json.writeEndObject();
        }
    }

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws CommandFailure, InterruptedException {
        NewNode node = node(in);
        try {
            in.noteSent(node.data());
            Created created = in.blocking().create(node);
            if (in.has("e")) {
                in.connection().noteEphemeral();
            }
            if (in.output().isJson() || in.output().isQuiet()) {
                in.output().show(new NewPath(created));
            } else {
                in.output().error("Created " + created.path());
            }
        } catch (ClientException e) {
            explain(in, e);
            throw e;
        }
    }

    private static NewNode node(Invocation in) throws CommandFailure {
        boolean ephemeral = in.has("e");
        boolean sequential = in.has("s");
        boolean container = in.has("c");
        if (container && (ephemeral || sequential)) {
            throw new CommandFailure(
                    "-c cannot be combined with -s or -e. Containers cannot be ephemeral or sequential.");
        }
        long ttlMs = ttlMs(in.value("t"), ephemeral, container);
        String word = in.word(0);
        String path = sequential ? PathCheck.validSequential(word) : PathCheck.valid(word);
        NewNode node;
        if (ttlMs > 0) {
            node = NewNode.ttl(path, Duration.ofMillis(ttlMs));
        } else if (ephemeral) {
            node = NewNode.ephemeral(path);
        } else {
            node = container ? NewNode.container(path) : NewNode.persistent(path);
        }
        byte[] data = in.count() > 1 ? in.word(1).getBytes(StandardCharsets.UTF_8) : null;
        return (sequential ? node.sequential() : node).data(data).acl(acl(in));
    }

    /** 0 if none is asked for. */
    private static long ttlMs(String text, boolean ephemeral, boolean container) throws CommandFailure {
        if (text == null) {
            return 0;
        }
        long ttlMs;
        try {
            ttlMs = Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw new CommandFailure("-t argument must be a long value", "It is a number of ms.");
        }
        if (ephemeral) {
            throw new CommandFailure(
                    "TTLs cannot be used with Ephemeral znodes",
                    "An ephemeral one goes with its session: leave out -t or -e.");
        }
        if (container) {
            throw new CommandFailure(
                    "TTLs cannot be used with Container znodes",
                    "A container goes with its last child: leave out -t or -c.");
        }
        long maxMs = NewNode.TTL_MAX.toMillis();
        if (ttlMs <= 0 || ttlMs > maxMs) {
            throw new CommandFailure("ttl must be positive and cannot be larger than: " + maxMs);
        }
        return ttlMs;
    }

    private static List<Acl> acl(Invocation in) throws CommandFailure {
        if (in.count() < 3) {
            return Acl.OPEN;
        }
        List<Acl> acl = AclText.parse(in.word(2), in.output());
        if (acl.isEmpty()) {
            in.output().error("KeeperErrorCode = InvalidACL");
            throw new CommandFailure("Acl is not valid : null", "Write it as world:anyone:cdrwa");
        }
        return acl;
    }

    /** Two errors have a line of their own before the usual one. */
    private static void explain(Invocation in, ClientException failure) {
        if (failure.is(ErrorCode.INVALID_ACL)) {
            in.output().error("KeeperErrorCode = InvalidACL for " + failure.path());
        } else if (failure.is(ErrorCode.EPHEMERAL_ON_LOCAL_SESSION)) {
            in.output().error("Unable to create ephemeral node on a local session");
        }
    }
}
