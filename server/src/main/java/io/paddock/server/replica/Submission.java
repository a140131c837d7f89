package io.paddock.server.replica;

import io.paddock.server.txn.WriteRequest;
import java.util.List;

/** What client loops ask of the replica. */
public sealed interface Submission {

    /** @param connection that the request came by */
    record Write(WriteRequest request, Object connection) implements Submission {}

    /** A new session, please. Answered by {@link SessionOpened}. */
    record OpenSession(Object connection, int timeoutMs) implements Submission {}

    /** A client with the right password comes back. Answered by {@link SessionOpened}. */
    record ResumeSession(Object connection, long sessionId, int timeoutMs) implements Submission {}

    /** Sessions that were heard since the last report, each at its (monotonic) time. */
    record Touched(List<Long> sessionIds, List<Long> heardMs) implements Submission {}

    /** Takes submissions from any thread, in the order in which one thread gives them. */
    interface Port {
        void submit(List<Submission> batch);
    }
}
