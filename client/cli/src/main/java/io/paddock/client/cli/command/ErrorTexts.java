package io.paddock.client.cli.command;

import io.paddock.client.ClientException;
import io.paddock.client.MayHaveHappenedException;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;

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

    /** The name of an error as the usual message has it; those that our servers and client never give are known too. */
    public static String name(ClientException failure) {
        return switch (failure.code()) {
            case -1 -> "SystemError";
            case -2 -> "RuntimeInconsistency";
            case -3 -> "DataInconsistency";
            case -4 -> "ConnectionLoss";
            case -5 -> "MarshallingError";
            case -6 -> "Unimplemented";
            case -7 -> "OperationTimeout";
            case -8 -> "BadArguments";
            case -12 -> "UnknownSession";
            case -13 -> "NewConfigNoQuorum";
            case -14 -> "ReconfigInProgress";
            case -100 -> "APIError";
            case -101 -> "NoNode";
            case -102 -> "NoAuth";
            case -103 -> "BadVersion";
            case -108 -> "NoChildrenForEphemerals";
            case -110 -> "NodeExists";
            case -111 -> "Directory not empty";
            case -112 -> "Session expired";
            case -113 -> "Invalid callback";
            case -114 -> "InvalidACL";
            case -115 -> "AuthFailed";
            case -118 -> "Session moved";
            case -119 -> "Not a read-only call";
            case -120 -> "Ephemeral node on local session";
            case -121 -> "No such watcher";
            case -122 -> "Unknown error REQUESTTIMEOUT"; // ZooKeeper's client has no name for its own code.
            case -123 -> "Reconfig is disabled";
            case -124 -> "Session closed because client failed to authenticate";
            case -125 -> "Quota has exceeded";
            case -127 -> "Op throttled due to high load";
            default -> "Unknown error " + failure.code();
        };
    }

    /** What to try, as a sentence; null if nothing comes to mind. */
    public static String hint(ClientException failure) {
        if (failure instanceof MayHaveHappenedException && failure.operation().kind() == OpCode.Kind.WRITE) {
            return failure.getMessage() + ". It may have happened: look before you repeat it.";
        }
        String path = failure.path();
        return switch (failure.code()) {
            case -1, -2, -3, -100 -> "The server met something that it did not expect: its log says more.";
            case -4 -> failure.getMessage();
            case -5 -> tooLarge(failure);
            case -6 -> "The server does not have it, or it is turned off there.";
            case -7, -122 -> "The answer took too long: look before you repeat it.";
            case -8 -> "The server does not take these words; some paths below /zookeeper cannot be changed.";
            case -12, -112, -118 -> "connect opens a new session.";
            case -101 -> "ls " + parent(path) + " shows what is there.";
            case -102 ->
                (path == null ? "" : "getAcl " + path + " shows who may; ") + "addauth SCHEME AUTH makes you somebody.";
            case -103 ->
                path == null
                        ? "config shows the version that there is now."
                        : "stat " + path + " shows the version that it has now.";
            case -108 -> "What goes with a session has nothing below it: create it without -e.";
            case -110 -> "set " + orWord(path) + " DATA changes it.";
            case -111 -> "deleteall " + orWord(path) + " deletes its children too.";
            case -114 -> "Write it as world:anyone:cdrwa; auth::cdrwa needs addauth before.";
            case -115 -> "connect opens a new session; addauth then takes the right password.";
            case -119 -> "This server has no quorum and only answers questions; status shows which one it is.";
            case -120 -> "The server keeps this session for itself: it has none for ephemeral znodes.";
            case -121 -> "addWatch " + orWord(path) + " sets one.";
            case -123 -> "reconfigEnabled=true in the configuration of the servers allows it.";
            case -124 -> "The server wants clients that have logged in.";
            case -125 -> "listquota shows the limits.";
            case -127 -> "The server is busy: try it again later.";
            default -> null;
        };
    }

    private static String tooLarge(ClientException failure) {
        return failure.getMessage().replace(" (ClientBuilder.replyBytesMax)", "")
                + ". jute.maxbuffer in a client configuration says how much it takes.";
    }

    private static String suffix(String path) {
        return path == null ? "" : " for " + path;
    }

    private static String orEmpty(String path) {
        return path == null ? "" : path;
    }

    private static String orWord(String path) {
        return path == null ? "PATH" : path;
    }

    private static String parent(String path) {
        int slash = path == null ? -1 : path.lastIndexOf('/');
        return slash <= 0 ? "/" : path.substring(0, slash);
    }
}
