package io.paddock.server.zab;

/** What a {@link QuorumPacket} says (specification, quorum protocol 7.2). */
public enum PacketType {
    /** Of a type that this server does not know. */
    UNKNOWN(-1),
    /** A learner's client asks for a write or a sync. */
    REQUEST(1),
    PROPOSAL(2),
    /** Up to this zxid everything is on the learner's disk. */
    ACK(3),
    COMMIT(4),
    PING(5),
    /** Does this session still live? And the answer. */
    REVALIDATE(6),
    SYNC(7),
    /** A committed transaction, to observers. */
    INFORM(8),
    /** COMMIT of a new configuration. */
    COMMIT_AND_ACTIVATE(9),
    /** The learner has been sent all of the leader's initial history. */
    NEW_LEADER(10),
    FOLLOWER_INFO(11),
    /** A quorum has the leader's initial history: serve. */
    UP_TO_DATE(12),
    DIFF(13),
    TRUNC(14),
    SNAP(15),
    OBSERVER_INFO(16),
    LEADER_INFO(17),
    ACK_EPOCH(18),
    /** INFORM of a new configuration. */
    INFORM_AND_ACTIVATE(19);

    private static final PacketType[] BY_CODE = new PacketType[20];

    static {
        for (PacketType type : values()) {
            if (type.code > 0) {
                BY_CODE[type.code] = type;
            }
        }
    }

    private final int code;

    PacketType(int code) {
        this.code = code;
    }

    public int code() {
        return code;
    }

    static PacketType of(int code) {
        PacketType type = code > 0 && code < BY_CODE.length ? BY_CODE[code] : null;
        return type == null ? UNKNOWN : type;
    }
}
