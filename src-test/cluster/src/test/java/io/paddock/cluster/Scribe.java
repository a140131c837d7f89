package io.paddock.cluster;

import io.paddock.client.Client;
import io.paddock.client.DidNotHappenException;
import io.paddock.client.MayHaveHappenedException;
import io.paddock.client.NewNode;
import io.paddock.client.RefusedException;
import io.paddock.client.SessionState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A client that writes as long as the test lets it, one znode after the other, and remembers what was acknowledged and the
 * longest time that it had to wait. Its session is to survive. Owned by the test; writes on a thread of its own.
 */
final class Scribe implements AutoCloseable {

    /** Outlives an elected leader of Apache's that nobody follows: it waits initLimit, 20 s by default, before others may try. */
    private static final Duration SESSION = Duration.ofSeconds(40);

    private final String prefix;
    private final Client client;
    private final Thread thread = new Thread(this::write, "scribe");
    private final List<String> acknowledged = Collections.synchronizedList(new ArrayList<>());
    private final AtomicReference<Throwable> failure = new AtomicReference<>();
    private volatile boolean stopping;
    private volatile long longestWaitNanos;

    /** @param prefix of its znodes, different from that of others */
    Scribe(String connectString, String prefix) throws InterruptedException {
        this.prefix = prefix;
        this.client = Client.builder(connectString)
                .sessionTimeout(SESSION)
                .listener(this::onState)
                .open();
        client.blocking().create(NewNode.ephemeral(alive()));
        thread.start();
    }

    /** Its ephemeral. */
    private String alive() {
        return prefix + "alive";
    }

    private void onState(SessionState state) {
        if (state == SessionState.EXPIRED) {
            failure.compareAndSet(null, new AssertionError("the session of " + prefix + " has expired"));
        }
    }

    private void write() {
        for (int i = 0; !stopping && failure.get() == null; i++) {
            String path = prefix + i;
            long startNanos = System.nanoTime();
            try {
                written(path);
            } catch (InterruptedException | RuntimeException unexpected) {
                failure.compareAndSet(null, unexpected);
            }
            longestWaitNanos = Math.max(longestWaitNanos, System.nanoTime() - startNanos);
        }
    }

    private void written(String path) throws InterruptedException {
        while (true) {
            try {
                client.blocking().create(NewNode.persistent(path).data(path));
                acknowledged.add(path);
                return;
            } catch (RefusedException.NodeExists before) {
                acknowledged.add(path); // An attempt of which nothing was heard.
                return;
            } catch (RefusedException refused) {
                throw refused;
            } catch (MayHaveHappenedException | DidNotHappenException lost) {
                if (stopping) {
                    return;
                }
            }
        }
    }

    int count() {
        return acknowledged.size();
    }

    /** Returns when so many more were acknowledged. */
    void awaitMore(int more, Duration limit) throws InterruptedException {
        int wanted = count() + more;
        long deadline = System.nanoTime() + limit.toNanos();
        while (count() < wanted) {
            if (failure.get() != null) {
                throw new AssertionError(failure.get());
            } else if (System.nanoTime() > deadline) {
                throw new AssertionError(
                        "of " + more + " writes " + (count() - wanted + more) + " were acknowledged within " + limit);
            }
            Thread.onSpinWait();
            java.util.concurrent.locks.LockSupport.parkNanos(1_000_000);
        }
    }

    /** Writes no more. What was acknowledged, and the ephemeral of a session that lives. */
    List<String> finish() throws InterruptedException {
        stopping = true;
        thread.join();
        if (failure.get() != null) {
            throw new AssertionError(failure.get());
        }
        System.out.printf("%s: %d writes, the longest took %d ms%n", prefix, count(), longestWaitNanos / 1_000_000);
        List<String> all = new ArrayList<>(acknowledged);
        all.add(alive());
        return all;
    }

    @Override
    public void close() {
        stopping = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        client.close();
    }
}
