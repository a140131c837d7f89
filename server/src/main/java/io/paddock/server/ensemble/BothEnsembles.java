package io.paddock.server.ensemble;

import java.util.ArrayList;
import java.util.List;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/** Two configurations in force at once: whoever decides needs a quorum of each (specification, quorum protocol 3.4). */
public record BothEnsembles(Ensemble current, Ensemble lastSeen) implements Quorums {

    /** What decides now: the current configuration, and the last seen one too if it is newer. */
    public static Quorums inForce(Ensemble current, Ensemble lastSeen) {
        return lastSeen.version() > current.version() ? new BothEnsembles(current, lastSeen) : current;
    }

    @Override
    public List<Long> voters() {
        List<Long> voters = new ArrayList<>(current.voters());
        lastSeen.voters().stream().filter(sid -> !voters.contains(sid)).forEach(voters::add);
        voters.sort(null);
        return voters;
    }

    @Override
    public boolean isVoter(long sid) {
        return current.isVoter(sid) || lastSeen.isVoter(sid);
    }

    @Override
    public long weight(long sid) {
        return Math.max(current.weight(sid), lastSeen.weight(sid));
    }

    @Override
    public boolean isQuorum(LongPredicate accepted) {
        return current.isQuorum(accepted) && lastSeen.isQuorum(accepted);
    }

    @Override
    public long quorumFloor(LongUnaryOperator zxidOf) {
        return Math.min(current.quorumFloor(zxidOf), lastSeen.quorumFloor(zxidOf));
    }
}
