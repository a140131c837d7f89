package io.paddock.server.election;

import java.util.List;

/** What an election asks of the world. */
public interface ElectionEffects {

    /** To be delivered, or lost, or replaced by a later one to the same peer. Never to oneself. */
    void notify(long sid, Notification notification);

    /**
     * No voter has data: this one, which looked as {@link Candidacy#FRESH}, is to write that it begins with nothing, and then
     * to look as one who has a vote.
     *
     * @param unheard voters that were waited for in vain
     */
    void beginsAnew(List<Long> unheard);

    /** Looking is over: this peer leads, if the sid is its own, or follows. */
    void elected(long leader);
}
