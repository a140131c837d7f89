package io.paddock.server.zab;

import io.paddock.common.Zxid;
import io.paddock.common.wire.WireInput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * The learners of a leader, and what is the same for each of them from its first packet to the end of its synchronization.
 * Owned by the replica thread.
 */
final class Learners {

    /** An epoch has 32 bits on the wire, and -1 is taken. */
    private static final long EPOCH_MAX = 0x7fff_ffffL;

    /**
     * Nobody who belongs to us is ahead by so many epochs. Each needs an election that failed after a quorum had come. An
     * epoch that was promised once is never taken back: one wrong packet must not use up all that are left.
     */
    static final long EPOCH_LEAP_MAX = 1L << 20;

    private final Self self;
    private final TreeMap<Long, Learner> byLink = new TreeMap<>();

    Learners(Self self) {
        this.self = self;
    }

    Collection<Learner> all() {
        return byLink.values();
    }

    /** Null for a link that is not, or no longer, one of a learner. */
    Learner of(long link) {
        return byLink.get(link);
    }

    /** The follower with that sid, or null. There is at most one. */
    Learner follower(long sid) {
        for (Learner learner : byLink.values()) {
            if (learner.sid() == sid && learner.follower()) {
                return learner;
            }
        }
        return null;
    }

    /** Whether the follower with that sid, if there is one, is such a learner. */
    boolean follows(long sid, Predicate<Learner> such) {
        Learner learner = follower(sid);
        return learner != null && such.test(learner);
    }

    void add(long link, long nowMs) {
        byLink.put(link, new Learner(link, nowMs));
    }

    void remove(long link) {
        byLink.remove(link);
    }

    void drop(Learner learner, String why, EnsembleEffects effects) {
        byLink.remove(learner.link());
        effects.unlink(learner.link(), why);
    }

    void dropAll(String why, EnsembleEffects effects) {
        for (Learner learner : List.copyOf(byLink.values())) {
            drop(learner, why, effects);
        }
    }

    /** FOLLOWERINFO or OBSERVERINFO: who are you? An older link of the same peer is closed. */
    void identify(Learner learner, QuorumPacket packet, EnsembleEffects effects) {
        boolean follows = packet.type() == PacketType.FOLLOWER_INFO;
        if (!follows && packet.type() != PacketType.OBSERVER_INFO) {
            throw ProtocolViolation.unexpected(packet, "at the beginning");
        }
        LearnerInfo info = LearnerInfo.read(packet.data());
        long accepted = Zxid.epoch(packet.zxid());
        if (info.protocolVersion() < LearnerInfo.PROTOCOL_VERSION || info.sid() < 0 || info.sid() == self.sid()) {
            throw new ProtocolViolation("this is no learner of today: it says to be server " + info.sid()
                    + ", with version " + info.protocolVersion() + " of the protocol");
        }
        if (info.configVersion() > self.configuration().version()) {
            throw new ProtocolViolation("server " + info.sid() + " has a later activated configuration, "
                    + Long.toHexString(info.configVersion())
                    + ": make its server lines and those of this one equal, and"
                    + " restart");
        }
        if (accepted < 0 || accepted >= EPOCH_MAX) {
            throw new ProtocolViolation("server " + info.sid() + " claims the impossible epoch " + accepted);
        }
        if (accepted - self.history().acceptedEpoch() > EPOCH_LEAP_MAX) {
            throw new ProtocolViolation(
                    "server " + info.sid() + " claims epoch " + accepted + ", and this server knows of "
                            + self.history().acceptedEpoch() + ": so many elections have not been");
        }
        for (Learner other : List.copyOf(byLink.values())) {
            if (other.sid() == info.sid() && other != learner) {
                String another =
                        "server " + info.sid() + " has come by another link; if that repeats, two servers have the"
                                + " number " + info.sid() + " in their myid";
                drop(other, another, effects);
            }
        }
        learner.identify(info.sid(), follows, accepted);
    }

    void ask(Learner learner, long epoch, EnsembleEffects effects) {
        effects.send(learner.link(), QuorumPacket.of(PacketType.LEADER_INFO, Zxid.of(epoch, 0), LeaderInfo.ofOurs()));
        learner.asked();
    }

    /** ACKEPOCH: what the learner has. Returns its current epoch, or -1 if it does not want to be counted. */
    long promised(Learner learner, QuorumPacket packet, long epoch) {
        if (packet.type() != PacketType.ACK_EPOCH || packet.data() == null) {
            throw ProtocolViolation.unexpected(packet, "as the answer to LEADERINFO");
        }
        long currentEpoch = new WireInput(packet.data()).int32();
        requireKnown(learner.sid(), packet.zxid(), Math.max(self.history().end(), Zxid.of(epoch, 0)));
        learner.promised(packet.zxid(), currentEpoch != -1);
        return currentEpoch;
    }

    /**
     * Sends all that the learner lacks, and NEWLEADER behind it. From here on it is sent everything that is proposed
     * (hazard H5: the plan, what is outstanding now, and the beginning of forwarding are one step).
     */
    void synchronize(Learner learner, long epoch, long nowMs, EnsembleEffects effects) {
        History history = self.history();
        SyncPlan plan = SyncPlan.choose(
                learner.claim(), history.recent(), epoch, self.options().truncateOrphans());
        long link = learner.link();
        if (plan.first() == PacketType.SNAP) {
            effects.sendSnapshot(link, plan.zxid());
        } else {
            effects.send(link, QuorumPacket.of(plan.first(), plan.zxid()));
        }
        for (Proposal txn : plan.txns()) {
            effects.send(link, QuorumPacket.of(PacketType.PROPOSAL, txn.zxid(), txn.payload()));
            effects.send(link, QuorumPacket.of(PacketType.COMMIT, txn.zxid()));
        }
        long sent = plan.end();
        if (learner.follower()) {
            for (Proposal txn : history.outstanding()) {
                if (txn.zxid() > plan.end()) {
                    effects.send(link, QuorumPacket.of(PacketType.PROPOSAL, txn.zxid(), txn.payload()));
                    sent = txn.zxid();
                }
            }
        }
        effects.send(
                link,
                QuorumPacket.of(
                        PacketType.NEW_LEADER,
                        Zxid.of(epoch, 0),
                        self.configuration().text()));
        learner.synchronizing(plan, sent, nowMs);
    }

    /** Whatever was numbered in this epoch was numbered here, and nothing in a later one. */
    private static void requireKnown(long sid, long claim, long newest) {
        if (claim > newest) {
            throw new ProtocolViolation("server " + sid + " claims " + Zxid.toHex(claim)
                    + ", and the newest that there can be is " + Zxid.toHex(newest)
                    + ". Are its data of another ensemble? It stays out");
        }
    }

    /**
     * ACK from a learner that is being synchronized. Only that of NEWLEADER ends the synchronization; the acknowledgement
     * of a transaction may overtake it and is kept (hazard H3).
     */
    static void acknowledged(Learner learner, QuorumPacket packet, long epoch, long nowMs) {
        if (packet.type() == PacketType.PING) {
            return; // It is still writing what it was sent.
        }
        if (packet.type() != PacketType.ACK) {
            throw ProtocolViolation.unexpected(packet, "before the acknowledgement of NEWLEADER");
        }
        if (packet.zxid() == Zxid.of(epoch, 0)) {
            learner.synchronizedWith(epoch, nowMs);
        } else {
            learner.acked(packet.zxid(), nowMs);
        }
    }

    /** PINGs go out from synchronization on, so that a learner does not take a slow quorum for a dead leader. */
    void ping(long zxid, EnsembleEffects effects) {
        QuorumPacket ping = QuorumPacket.of(PacketType.PING, zxid);
        for (Learner learner : byLink.values()) {
            if (learner.phase().compareTo(Learner.Phase.SYNCHRONIZING) >= 0) {
                learner.pinged();
                effects.send(learner.link(), ping);
            }
        }
    }

    /**
     * Ends the links of learners that are silent, never finish, or do not write.
     *
     * @param established whether nobody waits for a quorum any more
     */
    void dropIdle(long nowMs, boolean established, EnsembleEffects effects) {
        ZabOptions options = self.options();
        List<Learner> idle = new ArrayList<>();
        for (Learner learner : byLink.values()) {
            boolean serving = learner.phase() == Learner.Phase.SERVING;
            long limitMs = serving ? options.syncLimitMs() : options.initLimitMs();
            boolean waits = learner.phase() == Learner.Phase.SYNCHRONIZED
                    && (!established || nowMs - learner.ackMovedMs() <= options.initLimitMs());
            if (!waits && nowMs - learner.lastHeardMs() > limitMs || learner.isStuck(nowMs, options.syncLimitMs())) {
                idle.add(learner);
            }
        }
        for (Learner learner : idle) {
            boolean stuck = learner.isStuck(nowMs, options.syncLimitMs());
            drop(learner, learner + (stuck ? " does not acknowledge" : " is silent"), effects);
        }
    }
}
