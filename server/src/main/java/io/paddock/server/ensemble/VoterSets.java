package io.paddock.server.ensemble;

import java.util.Arrays;
import java.util.List;

/**
 * The rule of one ensemble over sets of voters that are written as bits, so that very many can be looked at: whether two rules
 * can decide without each other is a question about all of them.
 */
final class VoterSets {

    /** The voters of each group, as bits. */
    private final int[] members;
    /** More than this must be won of each group. Above what any set has, for a group that has no weight. */
    private final long[] half;
    /** By bit. */
    private final long[] weights;

    private final int groupsWithWeight;

    /** @param sids which voter each bit stands for; those of the ensemble are among them, and fewer than 31 */
    VoterSets(Ensemble ensemble, long[] sids) {
        List<Group> groups = ensemble.groups();
        boolean hierarchical = !groups.isEmpty();
        int count = hierarchical ? groups.size() : 1;
        weights = Arrays.stream(sids)
                .map(sid -> hierarchical ? ensemble.weight(sid) : ensemble.isVoter(sid) ? 1 : 0)
                .toArray();
        members = new int[count];
        half = new long[count];
        for (int group = 0; group < count; group++) {
            long whole = 0;
            for (int bit = 0; bit < sids.length; bit++) {
                boolean inside = hierarchical
                        ? ensemble.isVoter(sids[bit])
                                && groups.get(group).sids().contains(sids[bit])
                        : ensemble.isVoter(sids[bit]);
                if (inside) {
                    members[group] |= 1 << bit;
                    whole += weights[bit];
                }
            }
            half[group] = whole > 0 ? whole / 2 : Long.MAX_VALUE;
        }
        groupsWithWeight =
                (int) Arrays.stream(half).filter(most -> most < Long.MAX_VALUE).count();
    }

    /** As {@link Ensemble#isQuorum}. */
    boolean isQuorum(int set) {
        int won = 0;
        for (int group = 0; group < members.length; group++) {
            long weight = 0;
            for (int rest = members[group] & set; rest != 0; rest &= rest - 1) {
                weight += weights[Integer.numberOfTrailingZeros(rest)];
            }
            won += weight > half[group] ? 1 : 0;
        }
        return won > groupsWithWeight / 2;
    }
}
