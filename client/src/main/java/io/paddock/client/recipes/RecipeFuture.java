package io.paddock.client.recipes;

import io.paddock.client.Client;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A future that a recipe completes in callbacks of its client, and that refuses to be waited for there. */
final class RecipeFuture<T> extends CompletableFuture<T> {

    private final Client client;

    RecipeFuture(Client client) {
        this.client = client;
    }

    /** For what waits: before anything is sent. */
    static void requireOutside(Client client) {
        if (client.isCallbackThread()) {
            throw new IllegalStateException("A callback of the client waits for the client: it would wait for itself."
                    + " Go on with a stage of the future, or hand the work to another thread.");
        }
    }

    /** In ns; what is too long to be counted is as good as for ever. */
    static long nanos(Duration limit) {
        try {
            return Math.min(limit.toNanos(), Long.MAX_VALUE / 2);
        } catch (ArithmeticException e) {
            return limit.isNegative() ? 0 : Long.MAX_VALUE / 2;
        }
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new RecipeFuture<>(client);
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        requireDone();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        requireDone();
        return super.get(timeout, unit);
    }

    @Override
    public T join() {
        requireDone();
        return super.join();
    }

    private void requireDone() {
        if (!isDone()) {
            requireOutside(client);
        }
    }
}
