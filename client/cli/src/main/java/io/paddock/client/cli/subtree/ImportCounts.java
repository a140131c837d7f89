package io.paddock.client.cli.subtree;

import io.paddock.client.cli.output.Message;

/** What came of the lines of an import: each znode counts once. Owned by the thread that imports. */
final class ImportCounts {

    private static final int TOLD_MAX = 20;

    long created;
    long replaced;
    long same;
    long ephemerals;
    long failures;

    /** Changes that were on their way when the import ended too early, and are not known to have happened. */
    long unanswered;

    private int told;

    /** True if one more failure may have a line; a thousand lines help nobody. */
    boolean mayTell() {
        return ++told <= TOLD_MAX;
    }

    Message summary(boolean dry) {
        String text = (dry ? "Would create " : "Created ") + created + ", " + (dry ? "would replace " : "replaced ")
                + replaced
                + ", " + same + (same == 1 ? " is" : " are") + " the same"
                + (ephemerals > 0
                        ? ", " + ephemerals + " ephemeral " + (ephemerals == 1 ? "one is" : "ones are") + " left out"
                        : "")
                + (failures > 0 ? ", " + failures + " refused" : "")
                + (unanswered > 0 ? ", " + unanswered + " without an answer" : "")
                + "\n";
        return new Message(text, json -> {
            json.writeBooleanField("dryRun", dry);
            json.writeNumberField("created", created);
            json.writeNumberField("replaced", replaced);
            json.writeNumberField("same", same);
            json.writeNumberField("ephemerals", ephemerals);
            json.writeNumberField("refused", failures);
            json.writeNumberField("unanswered", unanswered);
        });
    }
}
