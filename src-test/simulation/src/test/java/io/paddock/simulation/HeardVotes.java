package io.paddock.simulation;

import io.paddock.server.election.Notification;
import io.paddock.server.election.PeerState;
import io.paddock.server.election.Vote;
import io.paddock.server.zab.Discovering;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.Establishing;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * What one peer was told in elections, to judge what it decides (S16): it leads with the votes of a quorum in one round, and
 * follows nobody whom it has not heard itself (hazard H18).
 */
final class HeardVotes {

    private record Heard(long from, Vote vote, long round) {}

    private record Spoke(long from, long round) {}

    private final Set<Heard> votes = new HashSet<>();
    private final Set<Spoke> looking = new HashSet<>();
    /** The leader that each peer last said to have, or to be. */
    private final Map<Long, Notification> settled = new HashMap<>();
    /** What this peer itself said last while it looked; null before. */
    private Notification own;

    void add(long from, Notification notification) {
        votes.add(new Heard(from, notification.vote(), notification.round()));
        if (notification.state() == PeerState.LOOKING) {
            looking.add(new Spoke(from, notification.round()));
        } else {
            settled.put(from, notification);
        }
    }

    void says(Notification notification) {
        if (notification.state() == PeerState.LOOKING) {
            own = notification;
        }
    }

    /** The peer leaves LOOKING. What it heard before is not for the next election. */
    void decides(SimPeer peer, EnsembleRole role) {
        if (role instanceof Establishing && !mayLead(peer)) {
            throw new Broken("S16", peer + " leads without the votes of a quorum; its own was " + own);
        }
        if (role instanceof Discovering discovering && !mayFollow(discovering.leader())) {
            throw new Broken(
                    "S16",
                    peer + " follows " + discovering.leader() + ", which it has not heard; its own vote was " + own);
        }
        settled.clear();
    }

    private boolean mayLead(SimPeer peer) {
        boolean alone = peer.ensemble().isQuorum(sid -> sid == peer.sid());
        boolean elected = votes.stream()
                .filter(heard -> heard.vote.leader() == peer.sid())
                .anyMatch(heard -> peer.ensemble()
                        .isQuorum(sid -> sid == peer.sid() || votes.contains(new Heard(sid, heard.vote, heard.round))));
        boolean followed = peer.ensemble().isQuorum(sid -> sid == peer.sid() || hasLeader(sid, peer.sid()));
        return alone || elected || followed;
    }

    private boolean hasLeader(long sid, long leader) {
        Notification said = settled.get(sid);
        return said != null && said.vote().leader() == leader;
    }

    private boolean mayFollow(long leader) {
        Notification said = settled.get(leader);
        boolean leads = said != null && said.state() == PeerState.LEADING;
        return leads || own != null && looking.contains(new Spoke(leader, own.round()));
    }
}
