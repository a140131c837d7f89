package io.paddock.server.election;

import io.paddock.common.wire.MalformedRecord;
import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.EnsembleText;
import io.paddock.server.ensemble.Quorums;
import java.util.TreeMap;
import java.util.function.LongPredicate;

/**
 * Compares what peers say about the ensemble with what we know. Files that were edited one by one can leave two
 * configurations that decide without each other; then nobody may lead who hears from both sides (hazard H36).
 *
 * <p>Owned by the replica thread.
 */
final class ConfigurationCheck {

    private final Ensemble ours;
    private final String ourText;
    /** The configurations that differ from ours, as their peers wrote them. */
    private final TreeMap<Long, String> foreign = new TreeMap<>();
    /** Those among them with which we share no quorums. */
    private final TreeMap<Long, Boolean> apart = new TreeMap<>();

    ConfigurationCheck(Ensemble ours, String ourText) {
        this.ours = ours;
        this.ourText = ourText;
    }

    void onHeard(long from, String text) {
        if (text == null || text.equals(ourText)) {
            foreign.remove(from);
            apart.remove(from);
        } else if (!text.equals(foreign.put(from, text))) {
            apart.put(from, isApart(text));
        }
    }

    /** Whether none of the voters that are there has a configuration that can decide without ours. */
    boolean mayLeadBeside(Quorums inForce, LongPredicate isThere) {
        return inForce.voters().stream().noneMatch(voter -> isThere.test(voter) && apart.getOrDefault(voter, false));
    }

    private boolean isApart(String text) {
        try {
            Ensemble theirs = EnsembleText.read(text);
            return !theirs.voters().equals(ours.voters()) && !ours.sharesQuorumsWith(theirs);
        } catch (MalformedRecord | IllegalArgumentException e) {
            return false; // Not understood is not proof of danger: the servers of other makes may say more than we
            // read.
        }
    }
}
