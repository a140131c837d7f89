package io.paddock.server.tree;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/**
 * A znode outside and inside its packed form. The form is one byte array that is never changed: flags int8; length of
 * the name int8 (int32 with {@link #LONG_NAME}); name; czxid, ctime int64; then, each if its flag is set, ACL id int32,
 * owner int64, {version int32, mzxid, mtime int64}, aversion int32; the data up to the end. What is absent has the value
 * it was born with. The name comes first since every look-up compares it.
 *
 * <p>An object of this class is the form taken apart, to be changed and packed again; its owner reuses it. Reading goes
 * through the static methods, which take the packed form as it is.
 */
final class Znode {

    private static final int DATA = 1;
    private static final int ACL = 2;
    private static final int OWNER = 4;
    private static final int CHANGED = 8;
    private static final int AVERSION = 16;
    private static final int LONG_NAME = 32;
    private static final int LEFT_OUT = 64;

    private static final int CHANGED_BYTES = 4 + 8 + 8;
    private static final int SHORT_NAME_MAX = 255;

    private static final VarHandle INT = MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);
    private static final VarHandle LONG = MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

    /** Array that holds the name, not owned. */
    byte[] nameIn;

    int nameFrom;
    int nameLength;

    /** Array that holds the data, not owned; null if the data is null. */
    byte[] dataIn;

    int dataFrom;
    int dataLength;

    /** True below {@code /zookeeper/}, where znodes do not count in the digest. */
    boolean leftOut;

    /** Id in the ACL table, or {@link AclTable#OPEN}. */
    int aclId;

    long owner;
    long czxid;
    long ctime;
    long mzxid;
    long mtime;
    int version;
    int aversion;

    void name(byte[] in, int from, int length) {
        nameIn = in;
        nameFrom = from;
        nameLength = length;
    }

    void data(byte[] data) {
        dataIn = data;
        dataFrom = 0;
        dataLength = data == null ? 0 : data.length;
    }

    void unpack(byte[] packed) {
        name(packed, nameFrom(packed), nameLength(packed));
        dataIn = hasData(packed) ? packed : null;
        dataFrom = dataFrom(packed);
        dataLength = dataLength(packed);
        leftOut = isLeftOut(packed);
        aclId = aclId(packed);
        owner = owner(packed);
        czxid = czxid(packed);
        ctime = ctime(packed);
        mzxid = mzxid(packed);
        mtime = mtime(packed);
        version = version(packed);
        aversion = aversion(packed);
    }

    byte[] pack() {
        int flags = (dataIn != null ? DATA : 0)
                | (aclId != AclTable.OPEN ? ACL : 0)
                | (owner != 0 ? OWNER : 0)
                | (version != 0 || mzxid != czxid || mtime != ctime ? CHANGED : 0)
                | (aversion != 0 ? AVERSION : 0)
                | (nameLength > SHORT_NAME_MAX ? LONG_NAME : 0)
                | (leftOut ? LEFT_OUT : 0);
        int nameAt = nameLength > SHORT_NAME_MAX ? 5 : 2;
        int at = nameAt + nameLength;
        byte[] packed = new byte[at + dataOffset(flags) + dataLength];
        packed[0] = (byte) flags;
        if (nameLength > SHORT_NAME_MAX) {
            INT.set(packed, 1, nameLength);
        } else {
            packed[1] = (byte) nameLength;
        }
        System.arraycopy(nameIn, nameFrom, packed, nameAt, nameLength);
        LONG.set(packed, at, czxid);
        LONG.set(packed, at + 8, ctime);
        if ((flags & ACL) != 0) {
            INT.set(packed, at + 16, aclId);
        }
        if ((flags & OWNER) != 0) {
            LONG.set(packed, at + ownerOffset(flags), owner);
        }
        if ((flags & CHANGED) != 0) {
            int changed = at + changedOffset(flags);
            INT.set(packed, changed, version);
            LONG.set(packed, changed + 4, mzxid);
            LONG.set(packed, changed + 12, mtime);
        }
        if ((flags & AVERSION) != 0) {
            INT.set(packed, at + aversionOffset(flags), aversion);
        }
        if (dataIn != null) {
            System.arraycopy(dataIn, dataFrom, packed, at + dataOffset(flags), dataLength);
        }
        return packed;
    }

    // Offsets, from the end of the name, of what follows czxid and ctime.

    private static int ownerOffset(int flags) {
        return 16 + ((flags & ACL) != 0 ? 4 : 0);
    }

    private static int changedOffset(int flags) {
        return ownerOffset(flags) + ((flags & OWNER) != 0 ? 8 : 0);
    }

    private static int aversionOffset(int flags) {
        return changedOffset(flags) + ((flags & CHANGED) != 0 ? CHANGED_BYTES : 0);
    }

    private static int dataOffset(int flags) {
        return aversionOffset(flags) + ((flags & AVERSION) != 0 ? 4 : 0);
    }

    // Reading the packed form.

    static int nameFrom(byte[] packed) {
        return (packed[0] & LONG_NAME) == 0 ? 2 : 5;
    }

    static int nameLength(byte[] packed) {
        return (packed[0] & LONG_NAME) == 0 ? packed[1] & 0xFF : (int) INT.get(packed, 1);
    }

    private static int fields(byte[] packed) {
        return nameFrom(packed) + nameLength(packed);
    }

    static boolean isLeftOut(byte[] packed) {
        return (packed[0] & LEFT_OUT) != 0;
    }

    static long czxid(byte[] packed) {
        return (long) LONG.get(packed, fields(packed));
    }

    static long ctime(byte[] packed) {
        return (long) LONG.get(packed, fields(packed) + 8);
    }

    static int aclId(byte[] packed) {
        return (packed[0] & ACL) == 0 ? AclTable.OPEN : (int) INT.get(packed, fields(packed) + 16);
    }

    static long owner(byte[] packed) {
        return (packed[0] & OWNER) == 0 ? 0 : (long) LONG.get(packed, fields(packed) + ownerOffset(packed[0]));
    }

    static int version(byte[] packed) {
        return (packed[0] & CHANGED) == 0 ? 0 : (int) INT.get(packed, fields(packed) + changedOffset(packed[0]));
    }

    static long mzxid(byte[] packed) {
        return (packed[0] & CHANGED) == 0
                ? czxid(packed)
                : (long) LONG.get(packed, fields(packed) + changedOffset(packed[0]) + 4);
    }

    static long mtime(byte[] packed) {
        return (packed[0] & CHANGED) == 0
                ? ctime(packed)
                : (long) LONG.get(packed, fields(packed) + changedOffset(packed[0]) + 12);
    }

    static int aversion(byte[] packed) {
        return (packed[0] & AVERSION) == 0 ? 0 : (int) INT.get(packed, fields(packed) + aversionOffset(packed[0]));
    }

    static boolean hasData(byte[] packed) {
        return (packed[0] & DATA) != 0;
    }

    static int dataFrom(byte[] packed) {
        return fields(packed) + dataOffset(packed[0]);
    }

    static int dataLength(byte[] packed) {
        return packed.length - dataFrom(packed);
    }
}
