package io.paddock.testsupport.network;

import java.io.InterruptedIOException;

/** Lets pass, or makes wait. Any thread. */
final class Gate {

    private boolean shut;

    synchronized void shut() {
        shut = true;
    }

    synchronized void open() {
        shut = false;
        notifyAll();
    }

    /** Returns while it is open. */
    synchronized void pass() throws InterruptedIOException {
        try {
            while (shut) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted at a gate");
        }
    }
}
