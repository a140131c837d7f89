package io.paddock.testsupport;

import io.paddock.common.wire.WireOutput;
import java.util.List;
import java.util.function.Consumer;

/** The bodies of the requests (client protocol, section 3.3), without header, in the words of the specification. */
public final class Requests {

    /** What follows the header of a request. */
    @FunctionalInterface
    public interface Body extends Consumer<WireOutput> {}

    public static final Body EMPTY = out -> {};

    private static final byte[] NO_PASSWORD = new byte[16];

    private Requests() {}

    /** A ConnectRequest with the readOnly byte. */
    public static byte[] connect(long lastZxidSeen, int timeoutMs, long sessionId, byte[] password) {
        return new WireOutput()
                .int32(0)
                .int64(lastZxidSeen)
                .int32(timeoutMs)
                .int64(sessionId)
                .buffer(password)
                .bool(false)
                .toByteArray();
    }

    public static byte[] connectNew(int timeoutMs) {
        return connect(0, timeoutMs, 0, NO_PASSWORD);
    }

    /** A whole request frame, without its length. */
    public static byte[] frame(int xid, int type, Body body) {
        WireOutput out = new WireOutput().int32(xid).int32(type);
        body.accept(out);
        return out.toByteArray();
    }

    public static Body create(String path, byte[] data, List<AclEntry> acl, int flags) {
        return out -> acl(out.string(path).buffer(data), acl).int32(flags);
    }

    public static Body create(String path, byte[] data, int flags) {
        return create(path, data, AclEntry.OPEN, flags);
    }

    public static Body createTtl(String path, byte[] data, List<AclEntry> acl, int flags, long ttlMs) {
        return out -> acl(out.string(path).buffer(data), acl).int32(flags).int64(ttlMs);
    }

    public static Body delete(String path, int version) {
        return out -> out.string(path).int32(version);
    }

    /** Of check, removeWatches, checkWatches and addWatch too: a path and a number. */
    public static Body pathAndNumber(String path, int number) {
        return out -> out.string(path).int32(number);
    }

    /** Of exists, getData, getChildren and getChildren2. */
    public static Body read(String path, boolean watch) {
        return out -> out.string(path).bool(watch);
    }

    public static Body setData(String path, byte[] data, int version) {
        return out -> out.string(path).buffer(data).int32(version);
    }

    public static Body setAcl(String path, List<AclEntry> acl, int version) {
        return out -> acl(out.string(path), acl).int32(version);
    }

    /** Of sync, getACL, getEphemerals, getAllChildrenNumber and deleteContainer. */
    public static Body path(String path) {
        return out -> out.string(path);
    }

    public static Body auth(String scheme, byte[] auth) {
        return out -> out.int32(0).string(scheme).buffer(auth);
    }

    public static Body setWatches(long relativeZxid, List<String> data, List<String> exist, List<String> child) {
        return out -> strings(strings(strings(out.int64(relativeZxid), data), exist), child);
    }

    public static Body setWatches2(
            long relativeZxid,
            List<String> data,
            List<String> exist,
            List<String> child,
            List<String> persistent,
            List<String> recursive) {
        return out -> {
            setWatches(relativeZxid, data, exist, child).accept(out);
            strings(strings(out, persistent), recursive);
        };
    }

    public static Body sasl(byte[] token) {
        return out -> out.buffer(token);
    }

    public static Body reconfig(String joining, String leaving, String members, long configVersion) {
        return out -> out.string(joining).string(leaving).string(members).int64(configVersion);
    }

    /** One operation of a multi or multiRead. */
    public record Part(int type, Body body) {}

    /** Of multi and multiRead. */
    public static Body multi(List<Part> parts) {
        return out -> {
            for (Part part : parts) {
                out.int32(part.type).bool(false).int32(-1);
                part.body.accept(out);
            }
            out.int32(-1).bool(true).int32(-1);
        };
    }

    private static WireOutput acl(WireOutput out, List<AclEntry> acl) {
        return out.vector(acl, (entry, to) -> entry.write(to));
    }

    private static WireOutput strings(WireOutput out, List<String> strings) {
        return out.vector(strings, (string, to) -> to.string(string));
    }
}
