package io.paddock.client.transport;

/**
 * The loop of all clients that bring none: started by the first, ended by the last. The one place of the client with
 * state of the whole process, because that is what a shared thread is.
 */
public final class SharedLoop {

    private static ClientLoop loop;
    private static int users;

    private SharedLoop() {}

    /** The loop, for one more user, who gives it back by {@link #release}. */
    public static synchronized ClientLoop acquire() {
        if (users == 0) {
            loop = ClientLoop.open();
        }
        users++;
        return loop;
    }

    /** One user less. */
    public static synchronized void release() {
        users--;
        if (users == 0) {
            loop.close();
            loop = null;
        }
    }
}
