package io.paddock.server.txn;

import io.paddock.common.Acl;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import java.util.ArrayList;
import java.util.List;

/**
 * Decodes the body of a transaction. Nothing in a record says which optional parts it has: they follow from the type and
 * from the bytes that remain (storage, section 4.3).
 */
final class TxnReader {

    private TxnReader() {}

    static Txn read(OpCode type, WireInput in) {
        return switch (type) {
            case CREATE -> create(type, in, true);
            case CREATE2, CREATE_CONTAINER, CREATE_TTL -> create(type, in, false);
            case DELETE, DELETE_CONTAINER -> new Txn.Delete(type, path(in));
            case SET_DATA, RECONFIG -> new Txn.SetData(type, path(in), in.buffer(), in.int32());
            case SET_ACL -> new Txn.SetAcl(path(in), Acl.readList(in), in.int32());
            case CHECK -> new Txn.Check(path(in), in.int32());
            case MULTI -> multi(in);
            case ERROR -> new Txn.Failure(in.int32());
            case CREATE_SESSION -> new Txn.CreateSession(in.int32());
            case CLOSE_SESSION -> closeSession(in);
            default ->
                throw new MalformedRecord("the transaction has the type " + type.code() + ", which is no transaction");
        };
    }

    private static Txn create(OpCode type, WireInput in, boolean mayBeV0) {
        Path path = path(in);
        byte[] data = in.buffer();
        List<Acl> acl = Acl.readList(in);
        boolean hasFlag = type == OpCode.CREATE || type == OpCode.CREATE2;
        boolean ephemeral = hasFlag && in.bool();
        // Releases up to 3.3 end here.
        int parentCVersion = mayBeV0 && in.remaining() == 0 ? -1 : in.int32();
        long ttlMs = type == OpCode.CREATE_TTL ? in.int64() : 0;
        return new Txn.Create(type, path, data, acl, ephemeral, parentCVersion, ttlMs);
    }

    private static Txn multi(WireInput in) {
        int count = in.int32();
        List<Txn> parts = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int code = in.int32();
            byte[] body = in.buffer();
            OpCode type = OpCode.of(code);
            if (type == null || body == null || type == OpCode.MULTI) {
                throw new MalformedRecord("part " + i + " of a multi has the type " + code + " and "
                        + (body == null ? "no body" : "a body"));
            }
            // A failed part may keep its former body behind the error code; that is ignored.
            WireInput part = new WireInput(body);
            parts.add(type == OpCode.CREATE ? create(type, part, false) : read(type, part));
        }
        return new Txn.Multi(List.copyOf(parts));
    }

    /** The four forms: nothing, a digest alone, the paths alone, paths and digest. */
    private static Txn closeSession(WireInput in) {
        if (in.remaining() == 0) {
            return new Txn.CloseSession(null);
        }
        WireInput attempt = in.copy();
        List<Path> paths = pathsOrNull(attempt);
        boolean fits = paths != null && (attempt.remaining() == 0 || attempt.remaining() == TxnDigest.BYTES);
        if (fits) {
            in.skip(attempt.position() - in.position());
            return new Txn.CloseSession(paths);
        }
        if (in.remaining() == TxnDigest.BYTES) {
            return new Txn.CloseSession(null);
        }
        throw new MalformedRecord("the closeSession has " + in.remaining()
                + " bytes behind its header that are neither paths nor a digest");
    }

    private static List<Path> pathsOrNull(WireInput in) {
        try {
            List<Path> paths = in.vector(WireInput::path);
            boolean plausible = paths != null && paths.stream().allMatch(path -> path != null && path.startsWith("/"));
            return plausible ? paths : null;
        } catch (MalformedRecord e) {
            return null; // Not a vector: the caller tries the other form.
        }
    }

    private static Path path(WireInput in) {
        Path path = in.path();
        if (path == null) {
            throw new MalformedRecord("the transaction has a null path");
        }
        return path;
    }
}
