package io.paddock.common;

import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.util.List;

/** One entry of an access control list: perms int32 (bits below, stored as sent), then the identity. */
public record Acl(int perms, AuthId id) {

    public static final int READ = 1;
    public static final int WRITE = 2;
    public static final int CREATE = 4;
    public static final int DELETE = 8;
    public static final int ADMIN = 16;
    public static final int ALL = 31;

    /** Everybody may do everything. */
    public static final List<Acl> OPEN = List.of(new Acl(ALL, AuthId.ANYONE));

    /** Everybody may read: the list of {@code /zookeeper/config}. */
    public static final List<Acl> READ_ONLY = List.of(new Acl(READ, AuthId.ANYONE));

    /** Most lists that clients send: equal to {@link #OPEN} and not the same. Beside it its encoding. */
    private static final List<Acl> OPEN_AS_SENT = List.of(new Acl(ALL, AuthId.ANYONE));

    private static final byte[] OPEN_BYTES = openBytes();

    public static Acl read(WireInput in) {
        return new Acl(in.int32(), AuthId.read(in));
    }

    public void write(WireOutput out) {
        out.int32(perms);
        id.write(out);
    }

    /** A list as vector: null for count -1. */
    public static List<Acl> readList(WireInput in) {
        return in.skipIf(OPEN_BYTES) ? OPEN_AS_SENT : in.vector(Acl::read);
    }

    public static void writeList(WireOutput out, List<Acl> list) {
        out.vector(list, (entry, to) -> entry.write(to));
    }

    private static byte[] openBytes() {
        WireOutput out = new WireOutput(32);
        writeList(out, OPEN);
        return out.toByteArray();
    }
}
