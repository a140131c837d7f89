package io.paddock.common;

/**
 * The error codes of the protocol (client protocol, section 4). Listed are those that a server may send, and the two that
 * our client makes up itself.
 */
public enum ErrorCode {
    OK(0),
    RUNTIME_INCONSISTENCY(-2),
    /** Never on the wire: the connection broke, or there was none. */
    CONNECTION_LOSS(-4),
    MARSHALLING_ERROR(-5),
    UNIMPLEMENTED(-6),
    BAD_ARGUMENTS(-8),
    NEW_CONFIG_NO_QUORUM(-13),
    RECONFIG_IN_PROGRESS(-14),
    NO_NODE(-101),
    NO_AUTH(-102),
    BAD_VERSION(-103),
    NO_CHILDREN_FOR_EPHEMERALS(-108),
    NODE_EXISTS(-110),
    NOT_EMPTY(-111),
    SESSION_EXPIRED(-112),
    INVALID_ACL(-114),
    AUTH_FAILED(-115),
    /** Never on the wire: the connection is closed instead. */
    SESSION_MOVED(-118),
    NOT_READ_ONLY(-119),
    EPHEMERAL_ON_LOCAL_SESSION(-120),
    NO_WATCHER(-121),
    /** Never on the wire: the client did not want to wait longer. */
    REQUEST_TIMEOUT(-122),
    RECONFIG_DISABLED(-123),
    SESSION_CLOSED_REQUIRE_SASL_AUTH(-124),
    QUOTA_EXCEEDED(-125),
    THROTTLED_OP(-127);

    private static final ErrorCode[] BY_CODE = byCode();

    private final int code;

    ErrorCode(int code) {
        this.code = code;
    }

    /** The error with this code, or null if none is known by it. */
    public static ErrorCode of(int code) {
        int index = -code;
        return index >= 0 && index < BY_CODE.length ? BY_CODE[index] : null;
    }

    public int code() {
        return code;
    }

    private static ErrorCode[] byCode() {
        ErrorCode[] table = new ErrorCode[128];
        for (ErrorCode error : values()) {
            table[-error.code] = error;
        }
        return table;
    }
}
