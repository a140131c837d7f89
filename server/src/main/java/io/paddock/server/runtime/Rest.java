package io.paddock.server.runtime;

/** How a thread waits while its {@link Mailbox} is empty. Owned by that thread, but for {@link #wake}. */
interface Rest {

    /** The calling thread waits here from now on. */
    void own();

    /** Ends what it has begun, before it looks a last time whether there is something to take. */
    void settle();

    /**
     * Returns after so long, when it is woken, or for no reason. It does not wait if that is not positive. What comes by another way than the
     * mailbox is taken in here.
     *
     * @return nanoseconds of that in which it has worked
     */
    long rest(long nanosMax);

    /** Any thread. */
    void wake();

    /** Whether nothing comes by another way than the mailbox, or not any more. */
    boolean isOver();
}
