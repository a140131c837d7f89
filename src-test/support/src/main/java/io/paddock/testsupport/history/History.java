package io.paddock.testsupport.history;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What the clients of a run asked and were told. Times are of any one clock that all clients share, in any unit.
 *
 * <p>An operation whose answer never came stays without one: it may have been carried out at any time from its beginning on,
 * or never. An operation that was refused without being judged (the session was over, say) is taken out with {@link
 * #forget}.
 *
 * <p>Used by one thread.
 */
public final class History {

    private final List<Operation> operations = new ArrayList<>();
    private final Map<Long, Operation> lastOfSession = new HashMap<>();

    /** A write begins. The operations of a session are to be told in the order in which they were sent. */
    public Operation invoke(long session, Call call, long at) {
        return add(new Operation(session, call, at, at));
    }

    /** A read without a sync before it: it may see an old state, but none that is older than what the session has seen. */
    public Operation invokePlainRead(long session, Call call, long at) {
        Operation last = lastOfSession.get(session);
        return add(new Operation(session, call, at, last == null ? Long.MIN_VALUE : last.notBefore()));
    }

    /** A read behind a sync: it sees all that was answered to anybody before the sync was sent. */
    public Operation invokeReadBehindSync(long session, Call call, long syncedAt, long at) {
        return add(new Operation(session, call, at, syncedAt));
    }

    private Operation add(Operation operation) {
        operations.add(operation);
        if (!(operation.call() instanceof Call.EndSession)) {
            lastOfSession.put(operation.session(), operation); // The end says nothing of what the session has seen.
        }
        return operation;
    }

    public void answer(Operation operation, Result result, long at) {
        operation.answer(result, at);
    }

    /** It is known to have had no effect, and its answer says nothing about the data. */
    public void forget(Operation operation) {
        operations.remove(operation);
    }

    /** In the order in which they were told. Not to be changed. */
    List<Operation> operations() {
        return operations;
    }

    public int size() {
        return operations.size();
    }
}
