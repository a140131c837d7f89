package io.paddock.client;

/** Told of every change of the session, on the client's callback executor, in order with all other callbacks. */
@FunctionalInterface
public interface SessionListener {

    void onSession(SessionState state);
}
