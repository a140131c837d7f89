package io.paddock.server.session;

/** Between {@link #enter} and {@link #leave} the tree stands still. Never held over I/O. */
public interface ReadGate {

    void enter();

    void leave();

    /**
     * Whether what is behind the gate may still be shown: not when this server has ceased to serve. Asked inside. Then
     * nothing is answered any more, and the connections end.
     */
    default boolean isOpen() {
        return true;
    }
}
