package io.paddock.server.ensemble;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/**
 * One configuration of an ensemble. Immutable.
 *
 * <p>Without groups a quorum is more than half of the voters. With groups it needs, in more than half of the groups that
 * have any weight, more than half of the group's weight (specification, quorum protocol 3.3).
 */
public final class Ensemble implements Quorums {

    /** Also where a majority decides. */
    private static final long WEIGHT_UNLESS_GIVEN = 1;
    /** Beyond, sets of voters are too many to be looked at. */
    private static final int COMPARED_VOTERS_MAX = 20;

    private final long version;
    private final SortedMap<Long, Peer> peers;
    private final List<Long> voters;
    private final List<Group> groups;
    private final SortedMap<Long, Long> weights;

    private Ensemble(long version, Collection<Peer> peers, List<Group> groups, SortedMap<Long, Long> weights) {
        this.version = version;
        TreeMap<Long, Peer> bySid = new TreeMap<>();
        peers.forEach(peer -> bySid.put(peer.sid(), peer));
        this.peers = Collections.unmodifiableSortedMap(bySid);
        this.groups = List.copyOf(groups);
        this.weights = Collections.unmodifiableSortedMap(new TreeMap<>(weights));
        this.voters = bySid.values().stream().filter(Peer::voter).map(Peer::sid).toList();
    }

    /** @param version orders configurations; 0 for one that only stands in a file */
    public static Ensemble majority(long version, Collection<Peer> peers) {
        return new Ensemble(version, peers, List.of(), Collections.emptySortedMap());
    }

    /**
     * A hierarchical ensemble.
     *
     * @param weights of voters; those that are not named have 1, as if they had been given it
     * @throws IllegalArgumentException if a voter is not in exactly one group, or a weight is negative
     */
    public static Ensemble grouped(
            long version, Collection<Peer> peers, List<Group> groups, SortedMap<Long, Long> weights) {
        TreeMap<Long, Long> all = new TreeMap<>(weights);
        peers.stream().filter(Peer::voter).forEach(voter -> all.putIfAbsent(voter.sid(), WEIGHT_UNLESS_GIVEN));
        Ensemble ensemble = new Ensemble(version, peers, groups, all);
        for (long sid : ensemble.voters) {
            long memberships =
                    groups.stream().filter(group -> group.sids().contains(sid)).count();
            if (memberships != 1) {
                throw new IllegalArgumentException(
                        "server " + sid + " votes and is in " + memberships + " groups instead of one");
            }
        }
        for (long weight : weights.values()) {
            if (weight < 0) {
                throw new IllegalArgumentException("the weight of a server is negative: " + weight);
            }
        }
        return ensemble;
    }

    public long version() {
        return version;
    }

    /** The same members and rule under another number. */
    public Ensemble withVersion(long other) {
        return new Ensemble(other, peers.values(), groups, weights);
    }

    /** All peers, by ascending sid. */
    public Collection<Peer> peers() {
        return peers.values();
    }

    /** Null if there is no such peer. */
    public Peer peer(long sid) {
        return peers.get(sid);
    }

    /** Empty unless the ensemble is hierarchical. */
    public List<Group> groups() {
        return groups;
    }

    /** By ascending sid: those of all voters, and those that were given to others. Empty unless the ensemble is hierarchical. */
    public SortedMap<Long, Long> weights() {
        return weights;
    }

    @Override
    public List<Long> voters() {
        return voters;
    }

    @Override
    public boolean isVoter(long sid) {
        Peer peer = peers.get(sid);
        return peer != null && peer.voter();
    }

    @Override
    public long weight(long sid) {
        return isVoter(sid) ? weights.getOrDefault(sid, WEIGHT_UNLESS_GIVEN) : 0;
    }

    @Override
    public boolean isQuorum(LongPredicate accepted) {
        if (groups.isEmpty()) {
            int count = 0;
            for (long sid : voters) {
                count += accepted.test(sid) ? 1 : 0;
            }
            return count > voters.size() / 2;
        }
        int groupsWithWeight = 0;
        int groupsWon = 0;
        for (Group group : groups) {
            long whole = 0;
            long won = 0;
            for (long sid : group.sids()) {
                whole += weight(sid);
                won += isVoter(sid) && accepted.test(sid) ? weight(sid) : 0;
            }
            groupsWithWeight += whole > 0 ? 1 : 0;
            groupsWon += won > whole / 2 ? 1 : 0;
        }
        return groupsWon > groupsWithWeight / 2;
    }

    @Override
    public long quorumFloor(LongUnaryOperator zxidOf) {
        if (voters.isEmpty()) {
            return 0;
        }
        long[] reached = new long[voters.size()];
        for (int i = 0; i < reached.length; i++) {
            reached[i] = zxidOf.applyAsLong(voters.get(i));
        }
        Arrays.sort(reached);
        if (groups.isEmpty()) {
            return reached[reached.length - 1 - reached.length / 2];
        }
        for (int i = reached.length - 1; i >= 0; i--) {
            long floor = reached[i];
            if (isQuorum(sid -> zxidOf.applyAsLong(sid) >= floor)) {
                return floor;
            }
        }
        return 0;
    }

    /**
     * Whether every quorum here shares a voter with every quorum there, so that the two can never decide differently.
     *
     * @throws IllegalArgumentException if groups or weights differ and both together have more than {@value
     *     #COMPARED_VOTERS_MAX} voters: nobody can tell in reasonable time
     */
    public boolean sharesQuorumsWith(Ensemble other) {
        if (voters.equals(other.voters) && sameRule(other)) {
            return true; // Two quorums of one rule always meet.
        }
        if (groups.isEmpty() && other.groups.isEmpty()) {
            return majoritiesMeet(other);
        }
        long[] all = LongStream.concat(
                        voters.stream().mapToLong(Long::longValue),
                        other.voters.stream().mapToLong(Long::longValue))
                .distinct()
                .toArray();
        if (all.length > COMPARED_VOTERS_MAX) {
            throw new IllegalArgumentException("too many voters to compare: " + all.length);
        }
        VoterSets here = new VoterSets(this, all);
        VoterSets there = new VoterSets(other, all);
        int everybody = (1 << all.length) - 1;
        for (int subset = 0; subset <= everybody; subset++) {
            if (here.isQuorum(subset) && there.isQuorum(everybody & ~subset)) {
                return false;
            }
        }
        return true;
    }

    /** The smallest majorities avoid those that both have, as far as they can. */
    private boolean majoritiesMeet(Ensemble other) {
        int common = (int) voters.stream().filter(other::isVoter).count();
        int ours = Math.max(0, voters.size() / 2 + 1 - (voters.size() - common));
        int theirs = Math.max(0, other.voters.size() / 2 + 1 - (other.voters.size() - common));
        return ours + theirs > common;
    }

    private boolean sameRule(Ensemble other) {
        return partition().equals(other.partition())
                && voters.stream().allMatch(sid -> weight(sid) == other.weight(sid));
    }

    private Set<Set<Long>> partition() {
        return groups.stream().map(group -> Set.copyOf(group.sids())).collect(Collectors.toSet());
    }

    /** Whether the other voters are a quorum without that peer. */
    public boolean decidesWithout(long sid) {
        return isQuorum(other -> other != sid);
    }

    /** Whether the two describe the same peers and the same rule, whatever their versions. */
    public boolean sameMembers(Ensemble other) {
        return peers.equals(other.peers) && groups.equals(other.groups) && weights.equals(other.weights);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Ensemble that && version == that.version && sameMembers(that);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(version) * 31 + peers.hashCode();
    }

    @Override
    public String toString() {
        return "version " + Long.toHexString(version) + " of voters " + voters;
    }
}
