package io.paddock.server.zab;

import io.paddock.common.Zxid;
import io.paddock.common.wire.WireOutput;
import java.util.Set;

/**
 * Dials the elected leader, and promises it its epoch (specification, quorum protocol 8.1).
 *
 * <p>A peer that may have lost its data presents itself as an observer: neither its promise nor its acknowledgement may
 * count before it has again what it may have acknowledged (hazard H19).
 */
public final class Discovering implements EnsembleRole {

    private static final long REDIAL_MS = 100;
    private static final int DIALS_MAX = 10;
    /** So many links that end before the leader has spoken are no reason to look for another one. */
    private static final int MUTE_LINKS_MAX = 4;

    private static final long NO_LINK = -1;

    private final Self self;
    private final long leaderSid;
    private final long giveUpMs;
    private final Strays strays;
    private long link = NO_LINK;
    private long redialAtMs = Long.MAX_VALUE;
    private final int muteLinksMax;
    private int dials = 1;
    private int mute;
    /** The epoch that is being written to disk; -1 before LEADERINFO. */
    private long epoch = -1;

    private boolean promiseCounts;
    private LeaderInfo leader;

    /**
     * @param failedOften this peer could not follow several times in a row: who does not let it in will hardly do so in a
     *     moment, and the pause between two attempts is long by now
     */
    public Discovering(Self self, long leaderSid, boolean failedOften, long nowMs, EnsembleEffects effects) {
        this.self = self;
        this.leaderSid = leaderSid;
        this.muteLinksMax = failedOften ? 0 : MUTE_LINKS_MAX;
        this.giveUpMs = nowMs + self.options().initLimitMs();
        this.strays = new Strays(self.quorums(), nowMs);
        effects.dial(leaderSid);
    }

    /**
     * A voter was heard that looks for a leader.
     *
     * @param absent voters that had no part in the election of this peer, or cannot be reached now
     */
    public void onLookingHeard(long sid, Set<Long> absent, long nowMs) {
        strays.onLookingHeard(sid, absent, nowMs);
    }

    public long leader() {
        return leaderSid;
    }

    @Override
    public EnsembleRole onLinked(long newLink, long dialled, long nowMs, EnsembleEffects effects) {
        if (link != NO_LINK || dialled != leaderSid) {
            effects.unlink(newLink, "this server does not lead");
            return this;
        }
        link = newLink;
        LearnerInfo info = new LearnerInfo(
                self.sid(), LearnerInfo.PROTOCOL_VERSION, self.configuration().ownVersion());
        effects.send(
                link,
                QuorumPacket.of(
                        counts() ? PacketType.FOLLOWER_INFO : PacketType.OBSERVER_INFO,
                        Zxid.of(self.history().acceptedEpoch(), 0),
                        info.toBytes()));
        return this;
    }

    @Override
    public EnsembleRole onDialFailed(long nowMs, EnsembleEffects effects) {
        if (dials == DIALS_MAX) {
            return new Looking("leader " + leaderSid + " cannot be reached", true);
        }
        redialAtMs = nowMs + REDIAL_MS;
        return this;
    }

    @Override
    public EnsembleRole onUnlinked(long lost, String why, long nowMs, EnsembleEffects effects) {
        if (lost != link) {
            return this;
        }
        // What stands before the port of a leader, a proxy or a mesh, may take the dial of one that is not open yet.
        if (epoch == -1 && mute < muteLinksMax) {
            mute++;
            link = NO_LINK;
            return onDialFailed(nowMs, effects);
        }
        return new Looking("leader " + leaderSid + " left in discovery: " + why, true);
    }

    @Override
    public EnsembleRole onPacket(long from, QuorumPacket packet, long nowMs, EnsembleEffects effects) {
        if (from != link) {
            return this;
        }
        if (packet.type() != PacketType.LEADER_INFO || epoch != -1) {
            throw ProtocolViolation.unexpected(packet, "in discovery");
        }
        long offered = Zxid.epoch(packet.zxid());
        long accepted = self.history().acceptedEpoch();
        if (offered < (counts() ? accepted : self.history().currentEpoch())) {
            effects.unlink(link, "its epoch " + offered + " is older than the accepted " + accepted);
            return new Looking("leader " + leaderSid + " has the old epoch " + offered, true);
        }
        boolean leaps = offered - accepted > Learners.EPOCH_LEAP_MAX;
        if (counts() && leaps) { // What is promised once is never taken back.
            throw new ProtocolViolation("leader " + leaderSid + " offers epoch " + offered
                    + ", and this server knows of " + accepted + ": so many elections have not been");
        }
        epoch = offered;
        leader = LeaderInfo.read(packet.data());
        promiseCounts = offered > accepted && !self.history().blank();
        // Nobody counts what a new server or an observer promises, and it may meet an old ensemble. What it must not do
        // is
        // to write down for ever what it has only been told: with the history of that epoch is soon enough.
        if (leaps) {
            promiseCounts = false;
        }
        if (offered <= accepted || leaps) {
            return promise(nowMs, effects);
        }
        self.history().persistEpochs(offered, self.history().currentEpoch(), effects);
        return this;
    }

    @Override
    public EnsembleRole onEpochsPersisted(long nowMs, EnsembleEffects effects) {
        return epoch == -1 ? this : promise(nowMs, effects);
    }

    @Override
    public EnsembleRole onTick(long nowMs, EnsembleEffects effects) {
        if (nowMs >= giveUpMs) {
            return giveUp("discovery with leader " + leaderSid + " takes too long", effects);
        }
        // Before LEADERINFO it mostly has no quorum. A voter that leaves it may be what those who look need for one.
        if (epoch == -1 && counts() && strays.leaveNoQuorum(sid -> sid == self.sid())) {
            return giveUp("leader " + leaderSid + " gets no quorum: " + strays, effects);
        }
        if (nowMs >= redialAtMs) {
            redialAtMs = Long.MAX_VALUE;
            dials++;
            effects.dial(leaderSid);
        }
        return this;
    }

    private Looking giveUp(String why, EnsembleEffects effects) {
        if (link != NO_LINK) {
            effects.unlink(link, why);
        }
        return new Looking(why, true);
    }

    /** What it has promised binds a server whose promises are counted, and no other. */
    private boolean counts() {
        return self.voter() && !self.history().blank();
    }

    private EnsembleRole promise(long nowMs, EnsembleEffects effects) {
        // -1: synchronize me, but do not count me. We gave this epoch's promise already, or have no right to one.
        long current = promiseCounts ? self.history().currentEpoch() : -1;
        byte[] data = new WireOutput(4).int32((int) current).toByteArray();
        effects.send(link, QuorumPacket.of(PacketType.ACK_EPOCH, self.history().durable(), data));
        return new Synchronizing(self, leaderSid, link, epoch, leader, nowMs);
    }

    @Override
    public int outstanding() {
        return 0;
    }

    @Override
    public String toString() {
        return "DISCOVERING " + leaderSid;
    }
}
