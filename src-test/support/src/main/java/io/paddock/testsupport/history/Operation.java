package io.paddock.testsupport.history;

/** One call of one client and, once it is there, its answer. Owned by its {@link History}. */
public final class Operation {

    static final long NEVER = Long.MAX_VALUE;

    private final long session;
    private final Call call;
    private final long invokedAt;
    /** It saw a state that was not older than that of this moment. */
    private long notBefore;

    private long answeredAt = NEVER;
    private Result result;

    Operation(long session, Call call, long invokedAt, long notBefore) {
        this.session = session;
        this.call = call;
        this.invokedAt = invokedAt;
        this.notBefore = notBefore;
    }

    public long session() {
        return session;
    }

    public Call call() {
        return call;
    }

    public long invokedAt() {
        return invokedAt;
    }

    /** Null while, or because, nobody knows. */
    public Result result() {
        return result;
    }

    boolean isAnswered() {
        return result != null;
    }

    long notBefore() {
        return notBefore;
    }

    long answeredAt() {
        return answeredAt;
    }

    void answer(Result given, long at) {
        if (isAnswered() || at < invokedAt) {
            throw new IllegalStateException(this + " is answered again, or before it was asked");
        }
        result = given;
        answeredAt = at;
    }

    @Override
    public String toString() {
        return "session " + Long.toHexString(session) + " [" + invokedAt + ", "
                + (isAnswered() ? answeredAt + "] " : "?] ") + call + (isAnswered() ? " -> " + result : "");
    }
}
