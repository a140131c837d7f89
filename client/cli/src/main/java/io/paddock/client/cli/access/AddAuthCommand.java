package io.paddock.client.cli.access;

import io.paddock.client.ClientException;
import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.common.ErrorCode;
import java.nio.charset.StandardCharsets;

/** {@code addauth}. */
public final class AddAuthCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "addauth", "scheme auth", "Adds an identity to this session.")
            .examples("addauth digest bob:secret")
            .needs(1);

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) throws InterruptedException {
        byte[] auth = in.count() < 2 ? new byte[0] : in.word(1).getBytes(StandardCharsets.UTF_8);
        try {
            in.blocking().addAuth(in.word(0), auth);
        } catch (ClientException e) {
            // The session is over, and its event says so (specification, cli 6).
            if (!e.is(ErrorCode.AUTH_FAILED)) {
                throw e;
            }
        }
    }
}
