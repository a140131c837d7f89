package io.paddock.simulation;

import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.Group;
import io.paddock.server.ensemble.Peer;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Ensembles to be simulated: voters are 1, 2, 3 and so on, observers have the numbers behind them. */
final class Members {

    private Members() {}

    static Ensemble majority(int voters, int observers) {
        return Ensemble.majority(0, peers(voters, observers));
    }

    /** With groups and weights that luck chooses. Some voter has weight: else nobody could ever decide. */
    static Ensemble grouped(int voters, int observers, Luck luck) {
        TreeMap<Long, List<Long>> groups = new TreeMap<>();
        TreeMap<Long, Long> weights = new TreeMap<>();
        int most = 1 + luck.below(Math.min(3, voters));
        for (long sid = 1; sid <= voters; sid++) {
            groups.computeIfAbsent(1L + luck.below(most), number -> new ArrayList<>())
                    .add(sid);
            if (luck.chance(0.4)) {
                weights.put(sid, (long) luck.below(4));
            }
        }
        weights.remove(luck.between(1, voters));
        return grouped(peers(voters, observers), groups, weights);
    }

    private static Ensemble grouped(List<Peer> peers, TreeMap<Long, List<Long>> groups, TreeMap<Long, Long> weights) {
        List<Group> list = new ArrayList<>();
        groups.forEach((number, sids) -> list.add(new Group(number, sids)));
        return Ensemble.grouped(0, peers, list, weights);
    }

    /** The same members in one group. */
    static Ensemble weighted(Ensemble ensemble, TreeMap<Long, Long> weights) {
        TreeMap<Long, List<Long>> one = new TreeMap<>();
        one.put(1L, ensemble.voters());
        return grouped(List.copyOf(ensemble.peers()), one, weights);
    }

    private static List<Peer> peers(int voters, int observers) {
        List<Peer> peers = new ArrayList<>();
        for (long sid = 1; sid <= voters + observers; sid++) {
            peers.add(new Peer(sid, List.of(new Peer.Address("peer" + sid, 2888, 3888)), sid <= voters, null));
        }
        return peers;
    }
}
