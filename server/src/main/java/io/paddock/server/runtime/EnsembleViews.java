package io.paddock.server.runtime;

import io.paddock.server.admin.EnsembleView;
import io.paddock.server.admin.EnsembleView.Member;
import io.paddock.server.admin.EnsembleView.Progress;
import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.Peer;
import io.paddock.server.zab.Followership;
import io.paddock.server.zab.InSync;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Puts what a role knows of its ensemble in the words of operators. */
final class EnsembleViews {

    private EnsembleViews() {}

    static EnsembleView ofLearner(Ensemble ensemble, InSync learner) {
        int voters = ensemble.voters().size();
        return new EnsembleView(learner.epoch(), learner.leaderSid(), learner.behind(), voters, 0, List.of());
    }

    static EnsembleView ofLeader(long sid, Ensemble ensemble, long epoch, Followership followership) {
        Map<Long, Member> members = new TreeMap<>();
        for (Peer peer : ensemble.peers()) {
            if (peer.sid() != sid) {
                members.put(peer.sid(), new Member(peer.sid(), ensemble.isVoter(peer.sid()), Progress.ABSENT, 0));
            }
        }
        for (Followership.Standing learner : followership.learners()) {
            Progress progress = learner.serves() ? Progress.SERVES : Progress.SYNCHRONIZES;
            boolean voter = learner.follower() && ensemble.isVoter(learner.sid());
            members.put(learner.sid(), new Member(learner.sid(), voter, progress, learner.behind()));
        }
        int inSync = 1;
        for (Member member : members.values()) {
            inSync += member.voter() && member.progress() == Progress.SERVES ? 1 : 0;
        }
        int voters = ensemble.voters().size();
        return new EnsembleView(epoch, sid, 0, voters, inSync, List.copyOf(members.values()));
    }
}
