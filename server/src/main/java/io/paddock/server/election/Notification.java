package io.paddock.server.election;

import io.paddock.common.Zxid;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.nio.charset.StandardCharsets;

/**
 * What peers tell each other about a leader: state int32, leader int64, zxid int64, round int64, peerEpoch int64, version
 * int32, configuration text with its length. Older servers leave off from the end (specification, quorum protocol 5.1).
 *
 * @param state null if its number means nothing
 * @param round of the election that the vote belongs to
 * @param version of the format: 0 for the old forms, 2 for ours
 * @param configuration the sender's current one as text; null in the old forms
 */
public record Notification(PeerState state, Vote vote, long round, int version, String configuration) {

    public static final int VERSION = 2;

    private static final int OLDEST_BYTES = 28;
    private static final int OLD_BYTES = 40;

    public static Notification of(PeerState state, Vote vote, long round, String configuration) {
        return new Notification(state, vote, round, VERSION, configuration);
    }

    /** Throws {@link MalformedRecord}: such a message is skipped, its connection stays. */
    public static Notification read(byte[] payload) {
        WireInput in = new WireInput(payload);
        PeerState state = PeerState.of(in.int32());
        long leader = in.int64();
        long zxid = in.int64();
        long round = in.int64();
        if (payload.length == OLDEST_BYTES) {
            return new Notification(state, new Vote(leader, zxid, Zxid.epoch(zxid)), round, 0, null);
        }
        Vote vote = new Vote(leader, zxid, in.int64());
        int version = in.int32();
        if (payload.length == OLD_BYTES || version < VERSION) {
            return new Notification(state, vote, round, payload.length == OLD_BYTES ? 0 : version, null);
        }
        byte[] text = in.buffer();
        if (text == null) {
            throw new MalformedRecord("a notification of version " + version + " has no configuration");
        }
        return new Notification(state, vote, round, version, new String(text, StandardCharsets.UTF_8));
    }

    public byte[] toBytes() {
        WireOutput out = new WireOutput(256);
        out.int32(state.code()).int64(vote.leader()).int64(vote.zxid()).int64(round);
        out.int64(vote.peerEpoch()).int32(version).string(configuration);
        return out.toByteArray();
    }

    @Override
    public String toString() {
        return state + " " + vote + ", round " + round;
    }
}
