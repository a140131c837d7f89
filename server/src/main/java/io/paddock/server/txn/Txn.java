package io.paddock.server.txn;

import io.paddock.common.Acl;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.wire.WireOutput;
import java.util.List;

/**
 * A transaction: the result of a request, computed once by whoever prepared it (storage, section 4.2). One record for
 * each layout; {@link #type} tells transactions of one layout apart.
 */
public sealed interface Txn {

    OpCode type();

    /** The body as the log has it, without header and digest. */
    void write(WireOutput out);

    /** timeoutMs int32, already negotiated. */
    record CreateSession(int timeoutMs) implements Txn {
        @Override
        public OpCode type() {
            return OpCode.CREATE_SESSION;
        }

        @Override
        public void write(WireOutput out) {
            out.int32(timeoutMs);
        }
    }

    /** The paths of all ephemerals to delete; null in logs of servers that do not list them. */
    record CloseSession(List<Path> paths) implements Txn {
        @Override
        public OpCode type() {
            return OpCode.CLOSE_SESSION;
        }

        @Override
        public void write(WireOutput out) {
            if (paths != null) {
                out.vector(paths, (path, to) -> to.path(path));
            }
        }
    }

    /** A request that failed its checks: it takes a zxid and changes nothing. err int32. */
    record Failure(int err) implements Txn {

        public Failure(ErrorCode code) {
            this(code.code());
        }

        @Override
        public OpCode type() {
            return OpCode.ERROR;
        }

        @Override
        public void write(WireOutput out) {
            out.int32(err);
        }
    }

    /**
     * path, data, acl (null in some old logs: open), ephemeral bool (create and create2 only), parentCVersion int32 (-1: one
     * more than before), ttlMs int64 (createTTL only).
     */
    record Create(OpCode type, Path path, byte[] data, List<Acl> acl, boolean ephemeral, int parentCVersion, long ttlMs)
            implements Txn {
        @Override
        public void write(WireOutput out) {
            out.path(path).buffer(data);
            Acl.writeList(out, acl);
            if (type == OpCode.CREATE || type == OpCode.CREATE2) {
                out.bool(ephemeral);
            }
            out.int32(parentCVersion);
            if (type == OpCode.CREATE_TTL) {
                out.int64(ttlMs);
            }
        }
    }

    /** A delete or deleteContainer. */
    record Delete(OpCode type, Path path) implements Txn {
        @Override
        public void write(WireOutput out) {
            out.path(path);
        }
    }

    /** A setData or reconfig; version is the new one. */
    record SetData(OpCode type, Path path, byte[] data, int version) implements Txn {
        @Override
        public void write(WireOutput out) {
            out.path(path).buffer(data).int32(version);
        }
    }

    /** aversion is the new one. */
    record SetAcl(Path path, List<Acl> acl, int aversion) implements Txn {
        @Override
        public OpCode type() {
            return OpCode.SET_ACL;
        }

        @Override
        public void write(WireOutput out) {
            out.path(path);
            Acl.writeList(out, acl);
            out.int32(aversion);
        }
    }

    /** A check that held, inside a multi; version is the checked one plus 1. */
    record Check(Path path, int version) implements Txn {
        @Override
        public OpCode type() {
            return OpCode.CHECK;
        }

        @Override
        public void write(WireOutput out) {
            out.path(path).int32(version);
        }
    }

    /** All parts succeed, or, if one of them is a {@link Failure}, none has any effect. */
    record Multi(List<Txn> parts) implements Txn {
        @Override
        public OpCode type() {
            return OpCode.MULTI;
        }

        public boolean failed() {
            for (Txn part : parts) {
                if (part instanceof Failure) {
                    return true;
                }
            }
            return false;
        }

        @Override
        public void write(WireOutput out) {
            out.int32(parts.size());
            WireOutput body = new WireOutput();
            for (Txn part : parts) {
                body.clear();
                part.write(body);
                out.int32(part.type().code()).buffer(body.array(), 0, body.size());
            }
        }
    }
}
