package io.paddock.client.recipes;

import io.paddock.client.Client;
import io.paddock.client.ClientException;
import io.paddock.common.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.function.Predicate;
import java.util.function.Supplier;

/** Repeats what lost connections interrupt, until the session ends. */
final class Retry {

    private Retry() {}

    /** The operation may be executed more than once: it must not matter. */
    static <T> CompletableFuture<T> idempotent(Supplier<CompletableFuture<T>> operation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        attempt(operation, result, Retry::isConnectionLoss);
        return result;
    }

    /** The same, and goes on in the next session of a client that renews its session. */
    static <T> CompletableFuture<T> acrossSessions(Client client, Supplier<CompletableFuture<T>> operation) {
        CompletableFuture<T> result = new CompletableFuture<>();
        attempt(
                operation,
                result,
                failure -> isConnectionLoss(failure) || is(failure, ErrorCode.SESSION_EXPIRED) && !client.isEnded());
        return result;
    }

    private static <T> void attempt(
            Supplier<CompletableFuture<T>> operation, CompletableFuture<T> result, Predicate<Throwable> passing) {
        if (result.isDone()) {
            return; // Cancelled meanwhile.
        }
        operation.get().whenComplete((value, failure) -> {
            if (failure == null) {
                result.complete(value);
            } else if (passing.test(failure)) {
                attempt(operation, result, passing); // It waits for the next connection.
            } else {
                result.completeExceptionally(cause(failure));
            }
        });
    }

    /** True if the connection is to blame and the session may live on. */
    static boolean isConnectionLoss(Throwable failure) {
        return is(failure, ErrorCode.CONNECTION_LOSS);
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
}
