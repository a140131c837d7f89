package io.paddock.client.session;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A future that knows where it will be completed, and refuses to be waited for there. */
class CallbackFuture<T> extends CompletableFuture<T> {

    private final CallbackQueue callbacks;

    CallbackFuture(CallbackQueue callbacks) {
        this.callbacks = callbacks;
    }

    CallbackQueue callbacks() {
        return callbacks;
    }

    @Override
    public <U> CompletableFuture<U> newIncompleteFuture() {
        return new CallbackFuture<>(callbacks);
    }

    @Override
    public T get() throws InterruptedException, ExecutionException {
        requireOutside();
        return super.get();
    }

    @Override
    public T get(long timeout, TimeUnit unit) throws InterruptedException, ExecutionException, TimeoutException {
        requireOutside();
        return super.get(timeout, unit);
    }

    @Override
    public T join() {
        requireOutside();
        return super.join();
    }

    private void requireOutside() {
        if (!isDone() && callbacks.isDelivering()) {
            throw new IllegalStateException("A callback of the client waits for the client: it would wait for itself."
                    + " Go on with a stage of the future, or hand the work to another thread.");
        }
    }
}
