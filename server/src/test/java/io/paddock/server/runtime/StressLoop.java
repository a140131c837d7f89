package io.paddock.server.runtime;

import io.paddock.server.session.SessionShard;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A client loop as {@code ClientPort} has them, with clients in place of sockets: it sleeps when nobody wants anything, and
 * only the replica or a task wakes it. So a wake-up that is lost is a round that does not end.
 */
final class StressLoop {

    private static final long ASLEEP_NANOS = TimeUnit.HOURS.toNanos(1);

    final SessionShard shard;
    private final Mailbox<Runnable> tasks = new Mailbox<>();
    private final AtomicBoolean awake = new AtomicBoolean();
    private final List<StressClient> clients = new ArrayList<>();
    private final Thread thread = new Thread(this::run);
    private boolean stopping;
    volatile Throwable failure;

    StressLoop(SessionShard shard) {
        this.shard = shard;
    }

    void start() {
        thread.start();
    }

    void onApplied() {
        if (awake.compareAndSet(false, true)) {
            tasks.post(() -> {
                awake.set(false);
                shard.onApplied();
            });
        }
    }

    /** The client arrives at this loop and does so many requests; the future ends when all are answered. */
    CompletableFuture<Void> round(StressClient client, int requests) {
        CompletableFuture<Void> done = new CompletableFuture<>();
        tasks.post(() -> {
            shard.reportTouched();
            clients.add(client);
            client.arrive(shard, requests, done);
        });
        return done;
    }

    /** The client leaves: its connection ends, its session stays. */
    CompletableFuture<Void> leave(StressClient client) {
        CompletableFuture<Void> gone = new CompletableFuture<>();
        tasks.post(() -> {
            clients.remove(client);
            client.depart(shard);
            gone.complete(null);
        });
        return gone;
    }

    void stop() throws InterruptedException {
        tasks.post(() -> stopping = true);
        thread.join();
    }

    private void run() {
        tasks.own();
        try {
            while (!stopping) {
                for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
                    task.run();
                }
                boolean sent = false;
                for (StressClient client : clients) {
                    sent |= client.pump(shard);
                }
                shard.endOfBurst();
                if (!sent && !stopping && tasks.isEmpty()) {
                    tasks.await(ASLEEP_NANOS);
                }
            }
        } catch (Throwable broken) {
            failure = broken;
        }
    }
}
