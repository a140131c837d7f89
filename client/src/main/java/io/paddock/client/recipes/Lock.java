package io.paddock.client.recipes;

import io.paddock.client.Client;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A lock between processes: fair (first come, first served), not reentrant, held at most as long as the session.
 *
 * <pre>{@code
 * Lock lock = new Lock(client, "/locks/ledger");
 * try (Lock.Held held = lock.acquire()) {
 *     ledger.append(entry, held.token());
 * }
 * }</pre>
 *
 * <p>A process can stand still for longer than its session, and somebody else gets the lock while it still believes to hold
 * it. What the lock protects should therefore compare the {@linkplain Held#token fencing token} and refuse a lower one than
 * it has seen.
 *
 * <p>Usable by any thread. Each acquisition is one of its own, also in the same thread.
 */
public final class Lock {

    private static final Place.Kind KIND = new Place.Kind("lock-", List.of("lock-"));

    private final Client client;
    private final String path;
    private final Place.Kind kind;

    /** The znodes of those who hold and wait are the children of this path, which is made when needed. */
    public Lock(Client client, String path) {
        this(client, path, KIND);
    }

    Lock(Client client, String path, Place.Kind kind) {
        this.client = client;
        this.path = path;
        this.kind = kind;
    }

    /**
     * Completes when the lock is held. Fails with a {@link io.paddock.client.DidNotHappenException} if the session ends
     * before. Cancelling it leaves the line.
     */
    public CompletableFuture<Held> acquireAsync() {
        Place place = Place.enter(client, path, kind, new byte[0]);
        CompletableFuture<Held> held = new RecipeFuture<>(client);
        place.turn().whenComplete((self, failure) -> {
            if (failure != null) {
                held.completeExceptionally(Retry.cause(failure));
            } else if (!held.complete(new Held(client, self))) {
                self.leaveUnseen(); // Cancelled at the last moment.
            }
        });
        held.whenComplete((value, failure) -> {
            if (held.isCancelled()) {
                place.turn().cancel(false);
            }
        });
        return held;
    }

    /**
     * Waits until the lock is held. Interrupting it leaves the line.
     *
     * @throws IllegalStateException in a callback of the client; nothing has happened then
     */
    public Held acquire() throws InterruptedException {
        RecipeFuture.requireOutside(client);
        CompletableFuture<Held> held = acquireAsync();
        try {
            return client.blocking().await(held);
        } catch (InterruptedException | RuntimeException | Error e) {
            abandon(held);
            throw e;
        }
    }

    /** The same, for at most this time; empty if it was not enough. */
    public Optional<Held> tryAcquire(Duration limit) throws InterruptedException {
        RecipeFuture.requireOutside(client);
        long limitNs = RecipeFuture.nanos(limit);
        CompletableFuture<Held> held = acquireAsync();
        try {
            return Optional.of(held.get(limitNs, TimeUnit.NANOSECONDS));
        } catch (TimeoutException e) {
            abandon(held);
            return Optional.empty();
        } catch (ExecutionException e) {
            client.blocking().await(held);
            throw new IllegalStateException(e);
        } catch (InterruptedException | RuntimeException | Error e) {
            abandon(held);
            throw e;
        }
    }

    private static void abandon(CompletableFuture<Held> held) {
        if (!held.cancel(false)) {
            held.thenAccept(Held::releaseAsync);
        }
    }

    /** The lock in our hand. Usable by any thread. */
    public static final class Held implements AutoCloseable {

        private final Client client;
        private final Place place;
        private final CompletableFuture<Void> lost;
        private volatile boolean released;

        private Held(Client client, Place place) {
            this.client = client;
            this.place = place;
            this.lost = new RecipeFuture<>(client);
            place.lost().thenRun(() -> {
                if (!released) {
                    lost.complete(null);
                }
            });
        }

        /** The fencing token: greater than that of everybody who held the lock before. */
        public long token() {
            return place.token();
        }

        /**
         * True as far as this process can know: not released, not lost, and connected in the session that acquired it.
         * Without a connection that session may have ended already, so the answer is false until it is back. Does not depend
         * on callbacks, which may be late.
         */
        public boolean isHeld() {
            return !released && !lost.isDone() && place.isOfPresentSession();
        }

        /** Completes if the lock is lost: the session ended, or somebody deleted the znode. Not when it is released. */
        public CompletableFuture<Void> lost() {
            return lost;
        }

        /**
         * Gives the lock back; it is done when the next one can have it. That takes until there is a connection, or until
         * the session has ended, which is as good. Doing it again does nothing.
         */
        public CompletableFuture<Void> releaseAsync() {
            released = true;
            return place.leave();
        }

        /** {@link #releaseAsync}, and waits for it, except in a callback and when interrupted. */
        @Override
        public void close() {
            CompletableFuture<Void> done = releaseAsync();
            if (client.isCallbackThread()) {
                return;
            }
            try {
                client.blocking().await(done);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
