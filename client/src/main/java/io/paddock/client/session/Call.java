package io.paddock.client.session;

import io.paddock.client.ClientException;
import io.paddock.client.DidNotHappenException;
import io.paddock.client.MayHaveHappenedException;
import io.paddock.client.watch.WatchTable;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.wire.WireInput;
import java.util.function.BooleanSupplier;

/**
 * A request on its way, and the future of its result: made by the caller, then owned by the I/O thread until it is settled,
 * then by the callback queue.
 */
final class Call<T> extends CallbackFuture<T> implements Delivery {

    /** What the watch table is to learn when the reply is there. */
    interface WatchHook {
        void onReply(int code, WatchTable table);
    }

    private final OpCode op;
    private final String path;
    private final ClientRequest request;
    private final ReplyReader<T> reader;
    private final Runnable onDelivered;

    /** Link of the {@link Outbox}. */
    Call<?> next;

    /** Given when it is sent. */
    int xid;

    /** When it stops waiting for a connection: ms of the session's clock. */
    long waitUntilMs;

    private WatchHook watchHook;
    private Runnable acceptHook;
    private BooleanSupplier needless;
    private T result;
    private RuntimeException failure;
    private boolean settled;

    Call(
            CallbackQueue callbacks,
            OpCode op,
            String path,
            ClientRequest request,
            ReplyReader<T> reader,
            Runnable onDelivered) {
        super(callbacks);
        this.op = op;
        this.path = path;
        this.request = request;
        this.reader = reader;
        this.onDelivered = onDelivered;
    }

    Call<T> watching(WatchHook hook) {
        watchHook = hook;
        return this;
    }

    /** Run on the I/O thread when the call's turn comes, connected or not. */
    Call<T> acceptedBy(Runnable hook) {
        acceptHook = hook;
        return this;
    }

    /** Asked right before it is sent: if true, the call succeeds with null and is not sent. */
    Call<T> unless(BooleanSupplier condition) {
        needless = condition;
        return this;
    }

    void onAccepted() {
        if (acceptHook != null) {
            acceptHook.run();
        }
    }

    /** True if it need not be sent: what it is for is so already, or nobody wants it any more. */
    boolean isNeedless() {
        return isGivenUp() || needless != null && needless.getAsBoolean();
    }

    /** The caller has cancelled it; what has begun by its acceptance is finished all the same. */
    private boolean isGivenUp() {
        return isDone() && acceptHook == null;
    }

    OpCode op() {
        return op;
    }

    ClientRequest request() {
        return request;
    }

    /** Takes the result from a reply; the watch table learns of it. */
    void settle(int code, long zxid, WireInput body, WatchTable table) {
        try {
            result = code == 0 ? reader.read(body, zxid) : reader.refused(code, op, path);
        } catch (ClientException e) {
            failure = e;
        }
        if (watchHook != null) {
            watchHook.onReply(code, table);
        }
        settle();
    }

    /** It was sent, and no answer came. */
    void settleUnknown(ErrorCode error, String why) {
        fail(new MayHaveHappenedException(error, op, path, why));
    }

    /** It was not sent. */
    void settleUnsent(ErrorCode error, String why) {
        fail(new DidNotHappenException(error, op, path, why));
    }

    /** Settled by the client alone. */
    void settleLocally(T value) {
        result = value;
        settle();
    }

    private void settle() {
        if (!settled) {
            settled = true;
            callbacks().add(this);
        }
    }

    @Override
    public void deliver() {
        onDelivered.run();
        if (failure != null) {
            completeExceptionally(failure);
        } else {
            complete(result);
        }
        result = null;
    }

    /** At once, on the caller's thread: the call was never handed over. */
    Call<T> failedAtOnce(ErrorCode error, String why) {
        if (op == OpCode.CLOSE_SESSION) {
            complete(null);
        } else {
            completeExceptionally(new DidNotHappenException(error, op, path, why));
        }
        return this;
    }

    private void fail(RuntimeException e) {
        if (op == OpCode.CLOSE_SESSION) {
            return; // The session settles it when all else is settled, and it never fails.
        }
        if (!settled) {
            failure = e;
            settle();
        }
    }
}
