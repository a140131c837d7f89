package io.paddock.server.session;

/** Between {@link #enter} and {@link #leave} the tree stands still. Never held over I/O. */
public interface ReadGate {

    void enter();

    void leave();
}
