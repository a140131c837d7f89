package io.paddock.client.cli.command;

import io.paddock.client.ClientException;
import io.paddock.client.MayHaveHappenedException;
import io.paddock.common.ErrorCode;
import java.util.Locale;

/** What a failure of the client is called (specification, cli 8), and what to try next. */
public final class ErrorTexts {

    private ErrorTexts() {}

    /** One line, as scripts know it. */
    public static String text(ClientException failure) {
        String path = failure.path();
        ErrorCode error = failure.error();
        if (error == null) {
            return "KeeperErrorCode = " + name(failure) + suffix(path);
        }
        return switch (error) {
            case NO_NODE -> "Node does not exist: " + path;
            case NODE_EXISTS -> "Node already exists: " + path;
            case NOT_EMPTY -> "Node not empty: " + path;
            case NO_CHILDREN_FOR_EPHEMERALS -> "Ephemerals cannot have children: " + path;
            case BAD_VERSION -> "version No is not valid : " + orEmpty(path);
            case NO_AUTH -> "Insufficient permission : " + orEmpty(path);
            case INVALID_ACL -> "Acl is not valid : " + path;
            case BAD_ARGUMENTS -> "Arguments are not valid : " + orEmpty(path);
            case NOT_READ_ONLY -> "Not a read-only call: " + path;
            case QUOTA_EXCEEDED -> "Quota has exceeded : " + path;
            case NEW_CONFIG_NO_QUORUM ->
                "No quorum of new config is connected and up-to-date with the leader of last commmitted config"
                        + " - try invoking reconfiguration after new servers are connected and synced";
            case RECONFIG_IN_PROGRESS ->
                "Another reconfiguration is in progress -- concurrent reconfigs not supported (yet)";
            default -> "KeeperErrorCode = " + name(failure) + suffix(path);
        };
    }

    /** The name of an error as the usual message has it. */
    public static String name(ClientException failure) {
        ErrorCode error = failure.error();
        if (error == null) {
            return "Unknown error " + failure.code();
        }
        return switch (error) {
            case CONNECTION_LOSS -> "ConnectionLoss";
            case REQUEST_TIMEOUT -> "OperationTimeout";
            case MARSHALLING_ERROR -> "MarshallingError";
            case SESSION_EXPIRED -> "Session expired";
            case SESSION_MOVED -> "Session moved";
            case EPHEMERAL_ON_LOCAL_SESSION -> "Ephemeral node on local session";
            case NO_WATCHER -> "No such watcher";
            case RECONFIG_DISABLED -> "Reconfig is disabled";
            case SESSION_CLOSED_REQUIRE_SASL_AUTH -> "Session closed because client failed to authenticate";
            case THROTTLED_OP -> "Op throttled due to high load";
            case INVALID_ACL -> "InvalidACL";
            case NO_AUTH -> "NoAuth";
            case BAD_VERSION -> "BadVersion";
            default -> camel(error.name());
        };
    }

    /** What to try, as a sentence; null if nothing comes to mind. */
    public static String hint(ClientException failure) {
        if (failure instanceof MayHaveHappenedException) {
            return "It may have happened: look before you repeat it.";
        }
        if (failure.error() == null) {
            return null;
        }
        return switch (failure.error()) {
            case NO_NODE -> "ls " + parent(failure.path()) + " shows what is there.";
            case NODE_EXISTS -> "set " + failure.path() + " DATA changes it.";
            case NOT_EMPTY -> "deleteall " + failure.path() + " deletes its children too.";
            case BAD_VERSION -> "stat " + failure.path() + " shows the version that it has now.";
            case NO_AUTH -> "getAcl " + failure.path() + " shows who may; addauth SCHEME AUTH makes you somebody.";
            case CONNECTION_LOSS -> failure.getMessage();
            case SESSION_EXPIRED -> "connect opens a new session.";
            case UNIMPLEMENTED -> "The server does not have it, or it is turned off there.";
            case QUOTA_EXCEEDED -> "listquota shows the limits.";
            default -> null;
        };
    }

    private static String suffix(String path) {
        return path == null ? "" : " for " + path;
    }

    private static String orEmpty(String path) {
        return path == null ? "" : path;
    }

    private static String parent(String path) {
        int slash = path == null ? -1 : path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }

    /** {@code API_ERROR} becomes {@code ApiError}. */
    private static String camel(String name) {
        StringBuilder text = new StringBuilder();
        for (String part : name.split("_")) {
            text.append(part.charAt(0)).append(part.substring(1).toLowerCase(Locale.ROOT));
        }
        return text.toString();
    }
}
