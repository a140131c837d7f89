package io.paddock.server.election;

import io.paddock.common.wire.MalformedRecord;
import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.EnsembleText;
import io.paddock.server.ensemble.Peer;
import io.paddock.server.ensemble.Quorums;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.LongPredicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;

/**
 * Compares what peers say about the ensemble with what we know. Files that were edited one by one can leave two
 * configurations that decide without each other; then nobody may lead who hears from both sides (hazard H36).
 *
 * <p>Owned by the replica thread.
 */
final class ConfigurationCheck {

    private static final Set<String> WILDCARDS = Set.of("0.0.0.0", "0:0:0:0:0:0:0:0");

    private final Ensemble ours;
    private final String ourText;
    /** The configurations that differ from ours, as their peers wrote them. */
    private final TreeMap<Long, String> foreign = new TreeMap<>();
    /** Whether they could decide without ours, for all we know. */
    private final TreeMap<Long, Boolean> apart = new TreeMap<>();
    /** What is different, a sentence each, where it matters. */
    private final TreeMap<Long, String> complaints = new TreeMap<>();
    /** The versions of configurations with other members. */
    private final TreeMap<Long, Long> otherVersions = new TreeMap<>();
    /** The last version under which ours is in force anywhere. */
    private long version;

    ConfigurationCheck(Ensemble ours, String ourText) {
        this.ours = ours;
        this.ourText = ourText;
        this.version = ours.version();
    }

    void onHeard(long from, String text) {
        if (text == null || text.equals(ourText)) {
            foreign.remove(from);
            apart.remove(from);
            complaints.remove(from);
            otherVersions.remove(from);
        } else if (!text.equals(foreign.put(from, text))) {
            compare(from, text);
        }
    }

    /** From somebody who has no say. Strangers are not listened to. */
    void onVersionHeard(long from, String text) {
        if (text == null || text.equals(ourText) || ours.peer(from) == null) {
            return;
        }
        try {
            noteVersion(EnsembleText.read(text));
        } catch (MalformedRecord | IllegalArgumentException unreadable) {
            // Whatever it is, it is not ours under another number.
        }
    }

    /** Only if it is the same to the letter: our text, with that version, is what learners get. */
    private void noteVersion(Ensemble theirs) {
        if (lines(ours).equals(lines(theirs)) && sameGroups(theirs)) {
            version = Math.max(version, theirs.version());
        }
    }

    private boolean sameGroups(Ensemble theirs) {
        return ours.groups().equals(theirs.groups()) && ours.weights().equals(theirs.weights());
    }

    /**
     * The last version under which the same members are in force somewhere, as far as is known. Servers of another make
     * number a configuration when it is first used, where they may change it (quorum protocol 15.5).
     */
    long version() {
        return version;
    }

    /** Whether that voter has members other than ours under a later version: it follows none that has ours. */
    boolean isLater(long voter) {
        return otherVersions.getOrDefault(voter, Long.MIN_VALUE) > version;
    }

    /** How the configurations of others differ from ours, for operators. */
    List<String> complaints() {
        return List.copyOf(complaints.values());
    }

    /** Whether none of the voters that are there has a configuration that can decide without ours. */
    boolean mayLeadBeside(Quorums inForce, LongPredicate isThere) {
        return inForce.voters().stream().noneMatch(voter -> isThere.test(voter) && apart.getOrDefault(voter, false));
    }

    private void compare(long from, String text) {
        boolean isApart;
        String complaint;
        otherVersions.remove(from);
        try {
            Ensemble theirs = EnsembleText.read(text);
            String difference = difference(theirs);
            isApart = !ours.sharesQuorumsWith(theirs);
            noteVersion(theirs);
            if (!difference.isEmpty()) {
                otherVersions.put(from, theirs.version());
            }
            complaint = difference.isEmpty()
                    ? ""
                    : difference
                            + (isApart ? ". The two could decide without each other, so nobody leads beside it" : "");
        } catch (MalformedRecord e) {
            isApart = false; // Servers of other makes may say more than we read, and that is no reason not to lead.
            complaint = "it cannot be read (" + e.getMessage() + ")";
        } catch (IllegalArgumentException e) {
            isApart = true; // Who cannot be compared may be able to decide without us.
            complaint = "it cannot be compared with the one here (" + e.getMessage() + "), so nobody leads beside it";
        }
        apart.put(from, isApart);
        if (complaint.isEmpty()) {
            complaints.remove(from);
        } else {
            complaints.put(from, "server " + from + " has another configuration: " + complaint);
        }
    }

    /** Who is a member, and how members reach it; where clients connect is everybody's own affair. */
    private String difference(Ensemble theirs) {
        TreeMap<Long, String> here = lines(ours);
        TreeMap<Long, String> there = lines(theirs);
        List<String> differences = new ArrayList<>();
        TreeSet<Long> all = new TreeSet<>(here.keySet());
        all.addAll(there.keySet());
        for (long sid : all) {
            String ourLine = here.get(sid);
            String theirLine = there.get(sid);
            if (theirLine == null) {
                differences.add("server." + sid + " is not there");
            } else if (ourLine == null) {
                differences.add("server." + sid + "=" + theirLine + " is only there");
            } else if (!ourLine.equals(theirLine) && !sameButForWildcards(ours.peer(sid), theirs.peer(sid))) {
                differences.add("server." + sid + "=" + theirLine + " there, " + ourLine + " here");
            }
        }
        if (!sameGroups(theirs)) {
            differences.add("the groups or weights are others");
        }
        return String.join("; ", differences);
    }

    private static TreeMap<Long, String> lines(Ensemble ensemble) {
        TreeMap<Long, String> lines = new TreeMap<>();
        ensemble.peers().forEach(peer -> lines.put(peer.sid(), line(peer, UnaryOperator.identity())));
        return lines;
    }

    private static String line(Peer peer, UnaryOperator<String> host) {
        List<Peer.Address> addresses = peer.addresses().stream()
                .map(at -> new Peer.Address(host.apply(at.host()), at.quorumPort(), at.electionPort()))
                .toList();
        return EnsembleText.line(new Peer(peer.sid(), addresses, peer.voter(), null));
    }

    /** Within containers a server often writes of itself only that it listens everywhere. */
    private static boolean sameButForWildcards(Peer here, Peer there) {
        boolean wild = Stream.concat(here.addresses().stream(), there.addresses().stream())
                .anyMatch(at -> WILDCARDS.contains(at.host()));
        return wild && line(here, host -> "*").equals(line(there, host -> "*"));
    }
}
