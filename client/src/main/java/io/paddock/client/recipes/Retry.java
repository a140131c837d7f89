package io.paddock.client.recipes;

import io.paddock.client.Client;
import io.paddock.client.ClientException;
import io.paddock.client.DidNotHappenException;
import io.paddock.client.MayHaveHappenedException;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.function.Supplier;

/**
 * Repeats what lost connections interrupt. What begins a recipe ({@link #read}, {@link #write}) is repeated after a lost
 * answer only: that no connection came up in time, or that too much is waiting, is for the caller to know, since nothing has
 * happened. What a recipe owes once it has begun ({@link #inSession}, {@link #acrossSessions}) is repeated after these too.
 *
 * <p>Usable by any thread.
 */
final class Retry {

    private static final long PAUSE_MS_MIN = 10;
    private static final int PAUSE_DOUBLINGS_MAX = 10;

    private Retry() {}

    /** The operation changes nothing, or nothing that matters. */
    static <T> CompletableFuture<T> read(Client client, Supplier<CompletableFuture<T>> operation) {
        return new Repetition<>(client, operation, Retry::isLoss, false).start();
    }

    /**
     * The operation may be executed more than once, but that it was executed at all matters: after a lost answer, every
     * failure is a {@link MayHaveHappenedException}, with the error of the last.
     */
    static <T> CompletableFuture<T> write(Client client, Supplier<CompletableFuture<T>> operation) {
        return new Repetition<>(client, operation, Retry::isLoss, true).start();
    }

    /** The operation may be executed more than once. Fails with {@code SESSION_EXPIRED} when that session is over. */
    static <T> CompletableFuture<T> inSession(Client client, long session, Supplier<CompletableFuture<T>> operation) {
        Supplier<CompletableFuture<T>> bound = () -> session != 0 && Znodes.sessionId(client) == session
                ? operation.get()
                : CompletableFuture.failedFuture(sessionOver());
        return new Repetition<>(client, bound, Retry::isPassing, false).start();
    }

    /** The same, and goes on in the next session of a client that renews its session. */
    static <T> CompletableFuture<T> acrossSessions(Client client, Supplier<CompletableFuture<T>> operation) {
        Predicate<Throwable> passing =
                failure -> isPassing(failure) || is(failure, ErrorCode.SESSION_EXPIRED) && !client.isEnded();
        return new Repetition<>(client, operation, passing, false).start();
    }

    /** Runs it after a pause that grows with the number of attempts so far, from 10 ms to 10 s. Never on this thread. */
    static void later(int attempts, Runnable task) {
        long pauseMs = PAUSE_MS_MIN << Math.min(attempts, PAUSE_DOUBLINGS_MAX);
        CompletableFuture.delayedExecutor(pauseMs, TimeUnit.MILLISECONDS, ForkJoinPool.commonPool())
                .execute(task);
    }

    /** The answer was lost with the connection; the session may live on. */
    static boolean isLoss(Throwable failure) {
        return cause(failure) instanceof MayHaveHappenedException e && e.is(ErrorCode.CONNECTION_LOSS);
    }

    /** Nothing of lasting significance: the connection, or too much at once. */
    static boolean isPassing(Throwable failure) {
        return is(failure, ErrorCode.CONNECTION_LOSS) || is(failure, ErrorCode.THROTTLED_OP);
    }

    /** It will fail again when it is tried again at once: it is not permitted, for example, or too large. */
    static boolean isLasting(Throwable failure) {
        return !isPassing(failure) && !is(failure, ErrorCode.SESSION_EXPIRED);
    }

    /**
     * What the caller of a write is told whose answer was lost, when the attempt to find out what became of it has failed.
     *
     * @param lost the failure of the write
     * @param failure that of the attempt
     */
    static MayHaveHappenedException unsettled(Throwable lost, Throwable failure) {
        ClientException write = (ClientException) cause(lost);
        ErrorCode error = cause(failure) instanceof ClientException e && e.error() != null
                ? e.error()
                : ErrorCode.CONNECTION_LOSS;
        return new MayHaveHappenedException(
                error,
                write.operation(),
                write.path(),
                "the answer was lost, and it could not be found out what became of it: "
                        + cause(failure).getMessage());
    }

    static boolean is(Throwable failure, ErrorCode error) {
        return cause(failure) instanceof ClientException e && e.is(error);
    }

    /** Without the wrappers of futures. */
    static Throwable cause(Throwable failure) {
        Throwable cause = failure;
        while ((cause instanceof CompletionException || cause instanceof ExecutionException)
                && cause.getCause() != null) {
            cause = cause.getCause();
        }
        return cause;
    }

    private static DidNotHappenException sessionOver() {
        return new DidNotHappenException(
                ErrorCode.SESSION_EXPIRED, OpCode.CREATE_SESSION, null, "the session of the recipe is over");
    }

    /** One operation, from its first attempt to its result. Each attempt begins when the one before has ended. */
    private static final class Repetition<T> {

        private final Supplier<CompletableFuture<T>> operation;
        private final Predicate<Throwable> passing;
        private final boolean write;
        private final RecipeFuture<T> result;

        /** The failure of the first attempt that may have been executed; null if there was none. */
        private Throwable lost;

        private int pauses;

        Repetition(
                Client client, Supplier<CompletableFuture<T>> operation, Predicate<Throwable> passing, boolean write) {
            this.operation = operation;
            this.passing = passing;
            this.write = write;
            this.result = new RecipeFuture<>(client);
        }

        CompletableFuture<T> start() {
            attempt();
            return result;
        }

        private void attempt() {
            if (result.isDone()) {
                return; // Cancelled meanwhile.
            }
            operation.get().whenComplete((value, failure) -> {
                if (failure == null) {
                    result.complete(value);
                } else if (passing.test(failure)) {
                    repeat(failure);
                } else {
                    result.completeExceptionally(write && lost != null ? unsettled(lost, failure) : cause(failure));
                }
            });
        }

        /** After a lost connection, or when none came up, the next attempt waits for one by itself; else it pauses. */
        private void repeat(Throwable failure) {
            if (lost == null && isLoss(failure)) {
                lost = failure;
            }
            if (is(failure, ErrorCode.CONNECTION_LOSS)) {
                attempt();
            } else {
                later(Math.min(pauses++, 6), this::attempt);
            }
        }
    }
}
