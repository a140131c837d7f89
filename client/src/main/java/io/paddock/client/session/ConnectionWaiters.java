package io.paddock.client.session;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Those who wait for the session to be connected. Owned by the I/O thread. */
final class ConnectionWaiters {

    private final CallbackQueue callbacks;
    private final List<CallbackFuture<Void>> waiters = new ArrayList<>();

    ConnectionWaiters(CallbackQueue callbacks) {
        this.callbacks = callbacks;
    }

    void add(CallbackFuture<Void> waiter) {
        waiters.add(waiter);
    }

    void connected() {
        waiters.forEach(waiter -> callbacks.add(() -> waiter.complete(null)));
        waiters.clear();
    }

    /**
     * There will be no connection.
     *
     * @param why made for each of them, where callbacks run
     */
    void ended(Supplier<? extends Exception> why) {
        waiters.forEach(waiter -> callbacks.add(() -> waiter.completeExceptionally(why.get())));
        waiters.clear();
    }
}
