package io.paddock.server.election;

/** What an election asks of the world. */
public interface ElectionEffects {

    /** To be delivered, or lost, or replaced by a later one to the same peer. Never to oneself. */
    void notify(long sid, Notification notification);

    /** Looking is over: this peer leads, if the sid is its own, or follows. */
    void elected(long leader);
}
