package io.paddock.client.session;

import java.util.concurrent.atomic.AtomicReference;

/** Calls from any thread to the I/O thread, in order. A stack that is taken whole and turned round. */
final class Outbox {

    private final AtomicReference<Call<?>> top = new AtomicReference<>();

    /** True if it was empty: whoever hears that sees to it that it is emptied. */
    boolean push(Call<?> call) {
        Call<?> below;
        do {
            below = top.get();
            call.next = below;
        } while (!top.compareAndSet(below, call));
        return below == null;
    }

    /** All calls, linked by {@code next}, the oldest first; null for none. */
    Call<?> takeAll() {
        Call<?> newest = top.getAndSet(null);
        Call<?> oldest = null;
        while (newest != null) {
            Call<?> below = newest.next;
            newest.next = oldest;
            oldest = newest;
            newest = below;
        }
        return oldest;
    }
}
