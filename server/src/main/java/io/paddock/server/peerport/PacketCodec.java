package io.paddock.server.peerport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.paddock.common.AuthId;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.zab.QuorumPacket;
import java.util.List;

/**
 * {@link QuorumPacket}s in the buffers of a connection, where they follow each other without a frame: the end of one is found
 * by reading its lengths. Immutable.
 */
final class PacketCodec {

    /** Type, zxid, length of the data. */
    private static final int DATA_AT = Integer.BYTES + Long.BYTES + Integer.BYTES;

    private static final int NULL = -1;

    /** What the identities of one client may take. */
    private static final int IDENTITIES_BYTES_MAX = 1 << 20;

    private static final int IDENTITY_BYTES_GUESSED = 64;

    private final long dataBytesMax;

    PacketCodec(long dataBytesMax) {
        this.dataBytesMax = dataBytesMax;
    }

    /** About what a packet takes. */
    static int bytes(QuorumPacket packet) {
        int data = packet.data() == null ? 0 : packet.data().length;
        int identities = packet.identities() == null ? 0 : packet.identities().size();
        return DATA_AT + data + Integer.BYTES + identities * IDENTITY_BYTES_GUESSED;
    }

    static void write(QuorumPacket packet, ByteBuf out) {
        byte[] data = packet.data();
        out.writeInt(packet.code()).writeLong(packet.zxid());
        if (data == null) {
            out.writeInt(NULL);
        } else {
            out.writeInt(data.length).writeBytes(data);
        }
        if (packet.identities() == null) {
            out.writeInt(NULL);
        } else {
            WireOutput identities = new WireOutput();
            identities.vector(packet.identities(), AuthId::write);
            out.writeBytes(identities.array(), 0, identities.size());
        }
    }

    /** The next packet; null if it is not whole yet. Throws {@link MalformedRecord}. */
    QuorumPacket tryRead(ByteBuf in) {
        int start = in.readerIndex();
        if (in.readableBytes() < DATA_AT) {
            return null;
        }
        int dataLength = in.getInt(start + DATA_AT - Integer.BYTES);
        if (dataLength < NULL || dataLength > dataBytesMax) {
            throw new MalformedRecord("a packet of type " + in.getInt(start) + " announces " + dataLength
                    + " bytes of data, 0 to " + dataBytesMax + " are allowed");
        }
        int identitiesAt = start + DATA_AT + Math.max(0, dataLength);
        int end = endOfIdentities(in, identitiesAt);
        if (end < 0) {
            return null;
        }
        byte[] data = dataLength == NULL ? null : ByteBufUtil.getBytes(in, start + DATA_AT, dataLength);
        QuorumPacket packet =
                new QuorumPacket(in.getInt(start), in.getLong(start + 4), data, identities(in, identitiesAt, end));
        in.readerIndex(end);
        return packet;
    }

    private static List<AuthId> identities(ByteBuf in, int from, int to) {
        if (in.getInt(from) == NULL) {
            return null;
        }
        return new WireInput(ByteBufUtil.getBytes(in, from, to - from)).vector(AuthId::read);
    }

    /** Where the packet ends; -1 if not all of it is here. */
    private static int endOfIdentities(ByteBuf in, int from) {
        int at = from + Integer.BYTES;
        if (at > in.writerIndex()) {
            return -1;
        }
        // None if the count is negative. It has no other bound than the bytes.
        for (long left = 2L * in.getInt(from); left > 0; left--) {
            if (at + Integer.BYTES > in.writerIndex()) {
                return -1;
            }
            int length = in.getInt(at);
            if (length < NULL || length > IDENTITIES_BYTES_MAX || at - from > IDENTITIES_BYTES_MAX) {
                throw new MalformedRecord("the identities in a packet take too many bytes, or less than none");
            }
            at += Integer.BYTES + Math.max(0, length);
        }
        return at > in.writerIndex() ? -1 : at;
    }
}
