package io.paddock.testsupport.network;

import java.io.InterruptedIOException;

/** Lets pass, or makes wait. Any thread. */
final class Gate {

    private boolean shut;

    /** So many bytes pass before it shuts. */
    private long left = Long.MAX_VALUE;

    synchronized void shut() {
        shut = true;
    }

    synchronized void shutAfter(long bytes) {
        left = bytes;
    }

    synchronized boolean isShut() {
        return shut;
    }

    synchronized void open() {
        shut = false;
        left = Long.MAX_VALUE;
        notifyAll();
    }

    /** Returns while it is open. */
    void pass() throws InterruptedIOException {
        pass(0);
    }

    /** Returns while it is open, as it may not be behind so many bytes. */
    synchronized void pass(int bytes) throws InterruptedIOException {
        try {
            while (shut) {
                wait();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted at a gate");
        }
        left -= bytes;
        shut = left <= 0;
    }
}
