package io.paddock.server.zab;

import io.paddock.common.AuthId;
import io.paddock.common.Zxid;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.util.List;

/**
 * What leader and learners send each other: type int32, zxid int64, data buffer, identities vector. Packets follow each
 * other without a frame. Immutable; the data must not be changed.
 *
 * @param code as on the wire, also if it is of no known type
 * @param data null if there is none
 * @param identities of a client, in a REQUEST; else null
 */
public record QuorumPacket(int code, long zxid, byte[] data, List<AuthId> identities) {

    public static QuorumPacket of(PacketType type, long zxid, byte[] data) {
        return new QuorumPacket(type.code(), zxid, data, null);
    }

    public static QuorumPacket of(PacketType type, long zxid) {
        return of(type, zxid, null);
    }

    public PacketType type() {
        return PacketType.of(code);
    }

    /** Throws {@link io.paddock.common.wire.MalformedRecord}. */
    public static QuorumPacket read(WireInput in) {
        return new QuorumPacket(in.int32(), in.int64(), in.buffer(), in.vector(AuthId::read));
    }

    public void write(WireOutput out) {
        out.int32(code).int64(zxid).buffer(data).vector(identities, AuthId::write);
    }

    @Override
    public String toString() {
        PacketType type = type();
        String name = type == PacketType.UNKNOWN ? "type " + code : type.toString();
        return name + " " + Zxid.toHex(zxid) + (data == null ? "" : " +" + data.length + " bytes");
    }
}
