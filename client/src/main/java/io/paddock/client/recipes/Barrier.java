package io.paddock.client.recipes;

import io.paddock.client.Client;
import io.paddock.client.NewNode;
import io.paddock.common.ErrorCode;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A gate that holds everybody until somebody opens it: a znode that is there while the barrier is up, also when whoever
 * raised it has gone.
 *
 * <p>Usable by any thread.
 */
public final class Barrier {

    private final Client client;
    private final String path;

    /** The znode at this path is the barrier. */
    public Barrier(Client client, String path) {
        this.client = client;
        this.path = path;
    }

    /** From now on, whoever comes waits. That it is up already is as good. */
    public CompletableFuture<Void> raise() {
        return Znodes.ensure(client, NewNode.persistent(path));
    }

    /** Lets everybody pass. That it is down already is as good. */
    public CompletableFuture<Void> lower() {
        return Znodes.delete(client, path);
    }

    /** Completes when the barrier is down; fails if the session ends before. */
    public CompletableFuture<Void> passed() {
        CompletableFuture<Void> passed = new RecipeFuture<>(client);
        new Passing(passed).look();
        return passed;
    }

    /**
     * Waits until the barrier is down.
     *
     * @return false if it was not within this time
     * @throws IllegalStateException in a callback of the client
     */
    public boolean await(Duration limit) throws InterruptedException {
        RecipeFuture.requireOutside(client);
        CompletableFuture<Void> passed = passed();
        try {
            passed.get(RecipeFuture.nanos(limit), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            client.blocking().await(passed);
            throw new IllegalStateException(e);
        } finally {
            passed.cancel(false);
        }
    }

    /** One wait, from look to look. */
    private final class Passing {

        private final CompletableFuture<Void> passed;
        private volatile Wakeup wakeup;

        Passing(CompletableFuture<Void> passed) {
            this.passed = passed;
            passed.whenComplete((done, failure) -> {
                Wakeup last = wakeup;
                if (last != null) {
                    last.forget();
                }
            });
        }

        void look() {
            if (passed.isDone()) {
                return;
            }
            Wakeup next = new Wakeup(client, this::look, path);
            wakeup = next;
            // Reading the data, unlike exists, leaves no watch behind when the znode is gone.
            Retry.read(client, () -> client.getData(path, next)).whenComplete((data, failure) -> {
                if (passed.isDone()) {
                    next.forget();
                } else if (failure != null && Retry.is(failure, ErrorCode.NO_NODE)) {
                    passed.complete(null);
                } else if (failure != null) {
                    passed.completeExceptionally(Retry.cause(failure));
                }
            });
        }
    }
}
