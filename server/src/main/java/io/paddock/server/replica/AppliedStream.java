package io.paddock.server.replica;

import io.paddock.common.OpCode;
import io.paddock.server.txn.Change;
import io.paddock.server.txn.Outcome;
import io.paddock.server.txn.WriteRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The stream that client loops follow, at the end where it grows: collects what a step shows to others, and links it when the step
 * ends.
 *
 * <p>Owned by the replica thread. {@link #end} is for behind the gate.
 */
final class AppliedStream {

    private static final Outcome SYNCED = new Outcome(OpCode.SYNC, 0, null, null, null);

    private final ArrayList<Change> changes = new ArrayList<>();
    private final ArrayList<SessionOpened> opened = new ArrayList<>();
    private final ArrayList<Answer> answers = new ArrayList<>();
    private final ArrayList<Long> closed = new ArrayList<>();
    /** Answered when what was committed before them is applied. */
    private final ArrayList<WriteRequest.Origin> synced = new ArrayList<>();

    private Applied tail;

    AppliedStream(long lastZxid) {
        tail = Applied.start(lastZxid);
    }

    /** Takes what is done to znodes, in its order. */
    Consumer<Change> changes() {
        return changes::add;
    }

    int changeCount() {
        return changes.size();
    }

    /** What was done behind the first so many. */
    List<Change> changesSince(int count) {
        return changes.subList(count, changes.size());
    }

    void opened(SessionOpened answer) {
        opened.add(answer);
    }

    void answered(Answer answer) {
        answers.add(answer);
    }

    void closed(long sessionId) {
        closed.add(sessionId);
    }

    void synced(WriteRequest.Origin origin) {
        synced.add(origin);
    }

    /** Whether somebody waits for what was collected. */
    boolean hasAnswers() {
        return !opened.isEmpty() || !answers.isEmpty() || !synced.isEmpty();
    }

    /** Links what was collected, of a tree that is at that zxid now. */
    Applied end(long lastZxid) {
        for (WriteRequest.Origin origin : synced) {
            answers.add(new Answer(origin, lastZxid, SYNCED));
        }
        Applied step = new Applied(
                lastZxid, List.copyOf(changes), List.copyOf(opened), List.copyOf(answers), List.copyOf(closed));
        changes.clear();
        opened.clear();
        answers.clear();
        closed.clear();
        synced.clear();
        tail.link(step);
        tail = step;
        return step;
    }

    Applied tail() {
        return tail;
    }
}
