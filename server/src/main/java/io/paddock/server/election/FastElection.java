package io.paddock.server.election;

import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.Quorums;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiPredicate;

/**
 * Fast leader election, as one peer takes part in it. It answers other peers in every state; between {@link #start} and
 * {@link ElectionEffects#elected} it looks for a leader itself.
 *
 * <p>What it proposes is only a hint: whether a leader has the right history is judged in discovery. What must be true
 * here is that elections end, and that they mostly end with the best candidate:
 *
 * <ol>
 *   <li>Votes are counted within one round. Whoever is behind joins the newest round it hears of and forgets what it heard.
 *   <li>Within a round a vote only improves, so it settles; then all who hear each other agree.
 *   <li>A vote counts for another peer only if that peer was heard itself in this round, and does not follow somebody
 *       (hazard H18): a server that has just died is not confirmed by old messages.
 *   <li>So a vote for somebody who is not heard is given up after a while, with the whole round: it cannot get worse within
 *       one. Its candidate may be gone, or have come back without its data.
 *       A round in which the vote of somebody was missed is given up likewise: it may never be told again in that one.
 *   <li>A bare quorum waits for better votes a moment, but not longer than until every peer that can be reached agrees.
 * </ol>
 *
 * <p>Owned by the replica thread.
 */
public final class FastElection {

    private final long sid;
    private final ElectionOptions options;
    private final ConfigurationCheck configurations;

    private final Quorums inForce;
    private final String ensembleText;

    private PeerState state = PeerState.LOOKING;
    /** Counts elections. Never goes back. */
    private long round;
    /** For whom we vote while we look; null while we do not take part. */
    private Vote proposal;
    /** Result of the last election. */
    private Vote decided = Vote.NONE;

    private long decidedRound;
    private Candidacy candidacy;
    /** Null unless this server has no data and may be new. */
    private NewEnsemble newEnsemble;

    /** What peers said in this round. */
    private final TreeMap<Long, Heard> heard = new TreeMap<>();
    /** What peers that already have a leader said, in whatever round. */
    private final TreeMap<Long, Heard> settled = new TreeMap<>();

    /** The round of a voter that was last heard looking while we could not take its vote. */
    private final TreeMap<Long, Long> missed = new TreeMap<>();

    /** Voters that look and have no data to vote with. */
    private final TreeSet<Long> voteless = new TreeSet<>();

    private final TreeSet<Long> unreachable = new TreeSet<>();

    private long proposedAtMs;
    private long resendAtMs;
    private long resendMs;
    /** When a quorum is taken for a decision; negative while there is none. */
    private long decideAtMs;

    /** @param ensembleText what notifications carry */
    public FastElection(long sid, Ensemble ensemble, Quorums inForce, String ensembleText, ElectionOptions options) {
        this.sid = sid;
        this.options = options;
        this.inForce = inForce;
        this.ensembleText = ensembleText;
        this.configurations = new ConfigurationCheck(ensemble, ensembleText);
    }

    public PeerState state() {
        return state;
    }

    /** What this peer votes for, or whom it follows. */
    public Vote vote() {
        return state == PeerState.LOOKING && proposal != null ? proposal : decided;
    }

    public long round() {
        return round;
    }

    /** How the configurations that others have differ from ours, a sentence each. */
    public List<String> complaints() {
        return configurations.complaints();
    }

    /** Why this peer has found no leader so far, as far as it knows, a sentence each. */
    public List<String> obstacles() {
        List<String> obstacles = new ArrayList<>(configurations.complaints());
        if (newEnsemble != null) {
            obstacles.add(newEnsemble.obstacle());
        } else if (candidacy != null && candidacy.blank()) {
            obstacles.add("this server has no data that it could vote with, and waits for a leader that others elect");
        }
        List<Long> silent = new ArrayList<>();
        for (long voter : inForce.voters()) {
            if (voter != sid && !wasHeard(voter)) {
                silent.add(voter);
            }
        }
        if (!voteless.isEmpty()) {
            obstacles.add("the voters " + voteless + " have no data that they could vote with");
        }
        if (!silent.isEmpty()) {
            String which = unreachable.containsAll(silent) ? " cannot be reached" : " are not heard, or not reached";
            obstacles.add("the voters " + silent + which);
        }
        return obstacles;
    }

    private boolean wasHeard(long voter) {
        return heard.containsKey(voter)
                || settled.containsKey(voter)
                || voteless.contains(voter)
                || newEnsemble != null && !newEnsemble.unheard().contains(voter);
    }

    /** Stops answering as somebody who follows or leads, and does not look yet: the log has to come to rest first. */
    public void suspend() {
        state = PeerState.LOOKING;
        proposal = null;
        decideAtMs = -1;
    }

    /** Begins to look, in a new round. */
    public void start(Candidacy newCandidacy, long nowMs, ElectionEffects effects) {
        candidacy = newCandidacy;
        state = PeerState.LOOKING;
        settled.clear();
        voteless.clear();
        newEnsemble = candidacy.equals(Candidacy.FRESH)
                ? new NewEnsemble(sid, inForce, options.newcomersMs(), options.finalizeWaitMs())
                : null;
        beginRound(nowMs, effects);
    }

    private void beginRound(long nowMs, ElectionEffects effects) {
        round++;
        heard.clear();
        propose(candidacy.vote(sid), nowMs, effects);
        judge(nowMs, effects);
    }

    /** The leader that was elected is established in this epoch: newcomers must hear the same from all (hazard H16). */
    public void onEstablished(long epoch) {
        decided = new Vote(decided.leader(), decided.zxid(), epoch);
    }

    /** Whether a connection to that peer is possible, as far as is known. */
    public void onReachable(long peer, boolean reachable, long nowMs, ElectionEffects effects) {
        boolean news = reachable ? unreachable.remove(peer) : unreachable.add(peer);
        if (!news || !looks()) {
            return;
        }
        if (reachable) {
            effects.notify(peer, lookingNotification());
            resendMs = options.resendMsMin();
        } else {
            judge(nowMs, effects);
        }
    }

    /** The voters that had no part in the last election, or cannot be connected to now, as far as is known. */
    public Set<Long> absent() {
        Set<Long> absent = new TreeSet<>();
        for (long voter : inForce.voters()) {
            boolean tookPart = voter == sid || heard.containsKey(voter) || settled.containsKey(voter);
            if (!tookPart || unreachable.contains(voter)) {
                absent.add(voter);
            }
        }
        return absent;
    }

    /** The last version under which the members that this peer knows are in force anywhere, as far as is known. */
    public long configurationVersion() {
        return configurations.version();
    }

    public void onNotification(long from, Notification n, long nowMs, ElectionEffects effects) {
        if (n.state() == null || from == sid) {
            return;
        }
        if (inForce.isVoter(from)) {
            configurations.onHeard(from, n.configuration());
        } else {
            configurations.onVersionHeard(from, n.configuration());
        }
        unreachable.remove(from);
        boolean theyLook = n.state() == PeerState.LOOKING;
        if (!inForce.isVoter(from)) {
            if (theyLook && (looks() || state != PeerState.LOOKING)) {
                // Answers are not answered, or two peers that know each other for strangers would never stop (H23).
                effects.notify(from, looks() ? lookingNotification() : settledNotification(round));
            }
            return;
        }
        if (theyLook && (!looks() || candidacy.blank())) {
            missed.put(from, n.round());
        }
        if (state != PeerState.LOOKING) {
            if (theyLook) {
                effects.notify(from, settledNotification(decidedRound));
            }
            return;
        }
        if (!looks()) {
            return;
        }
        noteVoteless(from, theyLook && n.vote().zxid() == -1);
        if (newEnsemble != null) {
            newEnsemble.onHeard(from, n, nowMs);
            if (beginsAnew(nowMs, effects)) {
                return;
            }
        }
        // A voter answers an observer always: if that answered back they would never stop (H23).
        if (theyLook && n.round() < round && inForce.isVoter(sid)) {
            effects.notify(from, lookingNotification());
        }
        if (!theyLook && n.round() != round) {
            heard.remove(from); // It has gone on: what it said in this round holds no longer.
        }
        if (!inForce.isVoter(n.vote().leader())) {
            return;
        }
        switch (n.state()) {
            case LOOKING -> onLooking(from, n, nowMs, effects);
            case FOLLOWING, LEADING -> onSettled(from, n, effects);
            case OBSERVING -> {} // Observers have no say.
        }
    }

    public void onTick(long nowMs, ElectionEffects effects) {
        if (!looks()) {
            return;
        }
        if (beginsAnew(nowMs, effects)) {
            return;
        }
        if (decideAtMs >= 0 && !mayBeElected()) {
            decideAtMs = -1; // Somebody was heard meanwhile who has another configuration.
        } else if (decideAtMs >= 0 && nowMs >= decideAtMs) {
            decide(proposal, round, effects);
        } else if ((votesForUnheard() || hasMissed()) && nowMs - proposedAtMs > options.unheardMsMax()) {
            beginRound(nowMs, effects);
        } else if (nowMs >= resendAtMs) {
            resendMs = Math.min(2 * resendMs, options.resendMsMax());
            resendAtMs = nowMs + resendMs;
            tellAll(effects);
        }
    }

    private void noteVoteless(long voter, boolean isSo) {
        if (isSo) {
            voteless.add(voter);
        } else {
            voteless.remove(voter);
        }
    }

    private boolean beginsAnew(long nowMs, ElectionEffects effects) {
        if (newEnsemble == null || !newEnsemble.begins(nowMs)) {
            return false;
        }
        List<Long> unheard = newEnsemble.unheard();
        newEnsemble = null;
        suspend();
        effects.beginsAnew(unheard);
        return true;
    }

    private boolean votesForUnheard() {
        long leader = proposal.leader();
        return candidacy.kind() == Candidacy.Kind.VOTER && leader != sid && !heard.containsKey(leader);
    }

    /**
     * Somebody is in our round, and spoke before we listened. A server of Apache's says it again in the same round only after
     * a silence, which we do not let come about; to who is in a later round it does at once.
     */
    private boolean hasMissed() {
        boolean votes = candidacy.kind() == Candidacy.Kind.VOTER && !candidacy.blank();
        return votes
                && missed.entrySet().stream()
                        .anyMatch(voter -> voter.getValue() == round && !heard.containsKey(voter.getKey()));
    }

    private boolean looks() {
        return state == PeerState.LOOKING && proposal != null;
    }

    private void onLooking(long from, Notification n, long nowMs, ElectionEffects effects) {
        if (candidacy.blank() || n.vote().zxid() == -1 || n.round() < round) {
            return;
        }
        if (n.round() > round) {
            round = n.round();
            heard.clear();
            Vote own = candidacy.vote(sid);
            propose(beats(n.vote(), own) ? n.vote() : own, nowMs, effects);
        } else if (beats(n.vote(), proposal)) {
            propose(n.vote(), nowMs, effects);
        } else if (beats(proposal, n.vote())) {
            // It does not know our vote: ours was lost on the way. The next time to tell all is far.
            effects.notify(from, lookingNotification());
        }
        heard.put(from, Heard.of(n));
        judge(nowMs, effects);
    }

    private void onSettled(long from, Notification n, ElectionEffects effects) {
        Heard news = Heard.of(n);
        long leader = n.vote().leader();
        if (n.round() == round) {
            heard.put(from, news);
            if (isQuorumOf(heard, news, Heard::sameLeader) && leadsItself(heard, leader, n.round())) {
                decide(n.vote(), round, effects);
                return;
            }
        }
        settled.put(from, news);
        if (isQuorumOf(settled, news, Heard::supports) && leadsItself(settled, leader, n.round())) {
            round = Math.max(round, n.round());
            decide(n.vote(), n.round(), effects);
        }
    }

    private boolean isQuorumOf(TreeMap<Long, Heard> votes, Heard wanted, BiPredicate<Heard, Heard> same) {
        return inForce.isQuorum(voter -> votes.containsKey(voter) && same.test(votes.get(voter), wanted));
    }

    /** A leader must say itself that it leads: otherwise peers would elect a dead one from each other's reports. */
    private boolean leadsItself(TreeMap<Long, Heard> votes, long leader, long theirRound) {
        if (leader == sid) {
            return round == theirRound && candidacy.kind() == Candidacy.Kind.VOTER && !candidacy.blank() && mayLead();
        }
        Heard own = votes.get(leader);
        return own != null && own.state() == PeerState.LEADING;
    }

    private boolean beats(Vote challenger, Vote champion) {
        return challenger.beats(champion, inForce.weight(challenger.leader()));
    }

    private void propose(Vote vote, long nowMs, ElectionEffects effects) {
        proposal = vote;
        proposedAtMs = nowMs;
        decideAtMs = -1;
        if (candidacy.kind() == Candidacy.Kind.VOTER) {
            heard.put(sid, new Heard(PeerState.LOOKING, vote, round, Notification.VERSION));
        }
        resendMs = options.resendMsMin();
        resendAtMs = nowMs + resendMs;
        tellAll(effects);
    }

    /** Is there a quorum for what we propose, and does anybody remain whose vote could still change it? */
    private void judge(long nowMs, ElectionEffects effects) {
        if (!looks() || candidacy.blank() || !mayBeElected()) {
            decideAtMs = -1;
            return;
        }
        boolean complete = inForce.voters().stream().allMatch(voter -> votesAsWe(voter) || unreachable.contains(voter));
        if (complete) {
            decide(proposal, round, effects);
        } else if (decideAtMs < 0) {
            decideAtMs = nowMs + options.finalizeWaitMs();
        }
    }

    private boolean mayBeElected() {
        long leader = proposal.leader();
        boolean heardItself = leader == sid || mayBecomeLeader(leader);
        return heardItself && (leader != sid || mayLead()) && inForce.isQuorum(this::supports);
    }

    /** It was heard in this round, and not as somebody who has found another leader (hazard H18). */
    private boolean mayBecomeLeader(long candidate) {
        Heard own = heard.get(candidate);
        return own != null && own.state() != PeerState.FOLLOWING;
    }

    private boolean mayLead() {
        return configurations.mayLeadBeside(inForce, voter -> heard.containsKey(voter) || settled.containsKey(voter));
    }

    /**
     * It votes as we, and would follow. That only delays: when it says that it follows us already it counts, as where all
     * others have a later configuration the one with the best vote must try, fail and pause, or nobody else is elected.
     */
    private boolean supports(long voter) {
        return votesAsWe(voter) && (proposal.leader() != sid || !configurations.isLater(voter));
    }

    private boolean votesAsWe(long voter) {
        Heard vote = heard.get(voter);
        return vote != null && vote.isVote(proposal, round);
    }

    private void decide(Vote vote, long voteRound, ElectionEffects effects) {
        decided = vote;
        decidedRound = voteRound;
        proposal = null;
        decideAtMs = -1;
        if (vote.leader() == sid) {
            state = PeerState.LEADING;
        } else {
            state = candidacy.kind() == Candidacy.Kind.OBSERVER ? PeerState.OBSERVING : PeerState.FOLLOWING;
        }
        effects.elected(vote.leader());
    }

    private void tellAll(ElectionEffects effects) {
        Notification notification = lookingNotification();
        for (long voter : inForce.voters()) {
            if (voter != sid) {
                effects.notify(voter, notification);
            }
        }
    }

    private Notification lookingNotification() {
        return Notification.of(PeerState.LOOKING, proposal, round, ensembleText);
    }

    private Notification settledNotification(long ofRound) {
        return Notification.of(state, decided, ofRound, ensembleText);
    }
}
