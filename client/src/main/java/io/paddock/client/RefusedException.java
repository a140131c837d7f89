package io.paddock.client;

import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import java.util.Locale;

/** The server answered with an error. The commonest errors have a type of their own. */
public sealed class RefusedException extends DidNotHappenException
        permits RefusedException.NoNode,
                RefusedException.NodeExists,
                RefusedException.BadVersion,
                RefusedException.NotEmpty,
                RefusedException.NoAuth,
                TransactionRefusedException {

    RefusedException(int code, OpCode operation, String path, String what) {
        super(code, operation, path, what);
    }

    /** The exception for an error code of a server; unknown codes are kept as they are. */
    public static RefusedException of(int code, OpCode operation, String path) {
        ErrorCode error = ErrorCode.of(code);
        if (error == null) {
            return new RefusedException(code, operation, path, "the server answered with the unknown error " + code);
        }
        return switch (error) {
            case NO_NODE -> new NoNode(operation, path);
            case NODE_EXISTS -> new NodeExists(operation, path);
            case BAD_VERSION -> new BadVersion(operation, path);
            case NOT_EMPTY -> new NotEmpty(operation, path);
            case NO_AUTH -> new NoAuth(operation, path);
            default -> new RefusedException(code, operation, path, reason(error));
        };
    }

    static String reason(ErrorCode error) {
        return switch (error) {
            case NO_CHILDREN_FOR_EPHEMERALS -> "an ephemeral znode has no children";
            case NOT_READ_ONLY -> "the server has no quorum and serves reads only";
            case INVALID_ACL -> "the access control list is empty or names an unknown identity";
            case QUOTA_EXCEEDED -> "the quota would be exceeded";
            case NO_WATCHER -> "there is no such watch";
            case BAD_ARGUMENTS -> "the server does not accept an argument";
            case UNIMPLEMENTED -> "the server does not have or allow this operation";
            case SESSION_EXPIRED -> "the session is over";
            default -> error.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        };
    }

    /** The znode, or for a create its parent, is missing. */
    public static final class NoNode extends RefusedException {
        NoNode(OpCode operation, String path) {
            super(ErrorCode.NO_NODE.code(), operation, path, "there is no such znode, or no parent for it");
        }
    }

    /** The znode to create is there already. */
    public static final class NodeExists extends RefusedException {
        NodeExists(OpCode operation, String path) {
            super(ErrorCode.NODE_EXISTS.code(), operation, path, "the znode exists already");
        }
    }

    /** The expected version is not the current one. */
    public static final class BadVersion extends RefusedException {
        BadVersion(OpCode operation, String path) {
            super(ErrorCode.BAD_VERSION.code(), operation, path, "the version is another one");
        }
    }

    /** The znode to delete has children. */
    public static final class NotEmpty extends RefusedException {
        NotEmpty(OpCode operation, String path) {
            super(ErrorCode.NOT_EMPTY.code(), operation, path, "the znode has children");
        }
    }

    /** The access control list does not grant it to this client. */
    public static final class NoAuth extends RefusedException {
        NoAuth(OpCode operation, String path) {
            super(ErrorCode.NO_AUTH.code(), operation, path, "the access control list does not permit it");
        }
    }
}
