package io.paddock.client.cli.watches;

import io.paddock.client.cli.command.Command;
import io.paddock.client.cli.command.CommandSpec;
import io.paddock.client.cli.command.Invocation;
import io.paddock.client.cli.connection.EventPrinter;
import io.paddock.client.cli.output.Message;

/** {@code printwatches}. */
public final class PrintWatchesCommand implements Command {

    private static final CommandSpec SPEC = CommandSpec.of(
                    "printwatches", "on|off", "Says whether events are shown, or changes it.")
            .examples("printwatches", "printwatches off")
            .withoutSession();

    @Override
    public CommandSpec spec() {
        return SPEC;
    }

    @Override
    public void run(Invocation in) {
        EventPrinter events = in.connection().events();
        if (in.count() == 0) {
            in.output()
                    .show(new Message(
                            "printwatches is " + (events.isEnabled() ? "on" : "off") + "\n",
                            json -> json.writeBooleanField("printwatches", events.isEnabled())));
        } else {
            events.setEnabled(in.word(0).equals("on"));
        }
    }
}
