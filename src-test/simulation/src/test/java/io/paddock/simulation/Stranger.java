package io.paddock.simulation;

import io.paddock.common.Zxid;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.election.Notification;
import io.paddock.server.election.PeerState;
import io.paddock.server.election.Vote;
import io.paddock.server.ensemble.EnsembleText;
import io.paddock.server.zab.LearnerInfo;
import io.paddock.server.zab.PacketType;
import io.paddock.server.zab.QuorumPacket;
import java.util.ArrayList;
import java.util.List;

/**
 * A server of another make, that does what a scenario tells it and nothing else: what our own servers never do to each other
 * can be done to them. In elections it agrees with everybody, unless it was told whom it follows.
 */
final class Stranger implements Party {

    private static final long NO_LINK = -1;

    private final long sid;
    private final SimWorld world;
    private final List<QuorumPacket> received = new ArrayList<>();
    private long link = NO_LINK;
    private boolean leads;
    /** What it answers in elections; null to agree. */
    private Notification settled;

    /** It does not answer who is in this round of an election; negative to answer everybody. */
    private long ownRound = -1;

    private GhostNode durable;
    private long currentEpoch;

    private Stranger(long sid, SimWorld world) {
        this.sid = sid;
        this.world = world;
        this.durable = world.witness().root();
    }

    /** It comes in the place of one of ours that is down. */
    static Stranger insteadOf(SimPeer peer, SimWorld world) {
        if (peer.isUp()) {
            throw new IllegalStateException(peer + " is still there");
        }
        Stranger stranger = new Stranger(peer.sid(), world);
        world.network().replace(peer.sid(), stranger);
        return stranger;
    }

    // What it is told.

    /** It joins that leader as a follower without any data, until it is sent NEWLEADER. */
    void joins(Stage stage, long leader) {
        received.clear();
        dial(leader);
        stage.await("a link", this::isLinked);
        introduces(0);
        stage.await("LEADERINFO", () -> last(PacketType.LEADER_INFO) != null);
        promises(0, 0);
        stage.await("NEWLEADER", () -> last(PacketType.NEW_LEADER) != null);
    }

    /** It says from now on that this one leads, with that history and an established epoch. */
    void follows(long leader, long zxid, long epoch) {
        leads = leader == sid;
        PeerState state = leads ? PeerState.LEADING : PeerState.FOLLOWING;
        settled = Notification.of(state, new Vote(leader, zxid, epoch), 100, null);
    }

    /** In elections it votes so, in whatever round. */
    void votes(long leader, long zxid, long epoch) {
        settled = Notification.of(PeerState.LOOKING, new Vote(leader, zxid, epoch), 0, null);
    }

    /** As Apache's servers do: it votes so in that round, or a later one, and answers only who is in another one. */
    void votesOnce(long leader, long zxid, long epoch, long round) {
        ownRound = round;
        settled = Notification.of(PeerState.LOOKING, new Vote(leader, zxid, epoch), round, null);
    }

    /** It tells one what it answers in elections. */
    void tells(long to) {
        Notification vote =
                Notification.of(settled.state(), settled.vote(), settled.round(), EnsembleText.write(world.ensemble()));
        world.network().notify(sid, to, vote);
    }

    /** It tells one that it looks for a leader, and votes for itself with that history. */
    void looks(long to, long zxid, long epoch) {
        String text = EnsembleText.write(world.ensemble());
        Notification vote = Notification.of(PeerState.LOOKING, new Vote(sid, zxid, epoch), 1, text);
        world.network().notify(sid, to, vote);
    }

    void dial(long to) {
        world.network().dial(sid, to);
    }

    void hangUp() {
        world.network().close(sid, link);
        link = NO_LINK;
        received.clear();
    }

    void send(PacketType type, long zxid) {
        send(QuorumPacket.of(type, zxid), null);
    }

    void send(PacketType type, long zxid, byte[] data) {
        send(QuorumPacket.of(type, zxid, data), null);
    }

    void sendSnapshot(long label, SimSnapshot snapshot) {
        send(QuorumPacket.of(PacketType.SNAP, label), snapshot);
    }

    private void send(QuorumPacket packet, SimSnapshot stream) {
        world.network().send(sid, link, packet, stream);
    }

    void introduces(long acceptedEpoch) {
        byte[] info = new LearnerInfo(sid, LearnerInfo.PROTOCOL_VERSION, 0).toBytes();
        send(PacketType.FOLLOWER_INFO, Zxid.of(acceptedEpoch, 0), info);
    }

    void promises(long zxid, long ofEpoch) {
        send(PacketType.ACK_EPOCH, zxid, int32((int) ofEpoch));
    }

    void asksFor(long epoch) {
        send(PacketType.LEADER_INFO, Zxid.of(epoch, 0), int32(LearnerInfo.PROTOCOL_VERSION));
    }

    private static byte[] int32(int value) {
        return new WireOutput(4).int32(value).toByteArray();
    }

    /** What its disk has from now on. */
    void has(GhostNode history, long epoch) {
        durable = history;
        currentEpoch = epoch;
    }

    /** The newest packet of that type; null if none came. */
    QuorumPacket last(PacketType type) {
        for (int i = received.size() - 1; i >= 0; i--) {
            if (received.get(i).type() == type) {
                return received.get(i);
            }
        }
        return null;
    }

    boolean isLinked() {
        return link != NO_LINK;
    }

    // What happens to it.

    @Override
    public void hear(long from, Notification said) {
        if (said.state() == PeerState.LOOKING && said.round() != ownRound) {
            world.network().notify(sid, from, settled != null ? settledFor(said) : said);
        }
    }

    private Notification settledFor(Notification said) {
        if (ownRound >= 0) {
            ownRound = Math.max(ownRound, said.round());
            return Notification.of(settled.state(), settled.vote(), ownRound, said.configuration());
        }
        long round = settled.state() == PeerState.LOOKING ? said.round() : settled.round();
        return Notification.of(settled.state(), settled.vote(), round, said.configuration());
    }

    @Override
    public void linked(long newLink, long dialled) {
        link = newLink;
    }

    @Override
    public void unlinked(long lost, String why) {
        if (lost == link) {
            link = NO_LINK;
        }
    }

    @Override
    public void receive(long from, QuorumPacket packet, SimSnapshot stream) {
        received.add(packet);
    }

    @Override
    public void reachable(long other, boolean can) {}

    @Override
    public void dialFailed() {}

    @Override
    public long sid() {
        return sid;
    }

    @Override
    public boolean isUp() {
        return true;
    }

    @Override
    public boolean listens() {
        return leads;
    }

    @Override
    public GhostNode durable() {
        return durable;
    }

    @Override
    public long currentEpochOnDisk() {
        return currentEpoch;
    }

    @Override
    public boolean isBlank() {
        return false;
    }
}
