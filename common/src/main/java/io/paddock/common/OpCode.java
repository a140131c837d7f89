package io.paddock.common;

/**
 * The table of operations: number, kind and name (client protocol, section 3.3). Nobody else switches on the number.
 *
 * <p>The numbers also name the transactions of the log (storage, section 4.2), except for those that never get there.
 */
public enum OpCode {
    NOTIFICATION(0, Kind.INTERNAL, "NA"),
    CREATE(1, Kind.WRITE, "CREA"),
    DELETE(2, Kind.WRITE, "DELE"),
    EXISTS(3, Kind.READ, "EXIS"),
    GET_DATA(4, Kind.READ, "GETD"),
    SET_DATA(5, Kind.WRITE, "SETD"),
    GET_ACL(6, Kind.READ, "GETA"),
    SET_ACL(7, Kind.WRITE, "SETA"),
    GET_CHILDREN(8, Kind.READ, "GETC"),
    SYNC(9, Kind.SESSION, "SYNC"),
    PING(11, Kind.SESSION, "PING"),
    GET_CHILDREN2(12, Kind.READ, "GETC"),
    CHECK(13, Kind.INTERNAL, "CHEC"),
    MULTI(14, Kind.WRITE, "MULT"),
    CREATE2(15, Kind.WRITE, "CREA"),
    RECONFIG(16, Kind.WRITE, "RECO"),
    CHECK_WATCHES(17, Kind.READ, "CHKW"),
    REMOVE_WATCHES(18, Kind.READ, "REMW"),
    CREATE_CONTAINER(19, Kind.WRITE, "CREA"),
    /** Issued by servers for themselves only: from a client it is refused (client protocol, section 10, defect 4). */
    DELETE_CONTAINER(20, Kind.INTERNAL, "DELE"),
    CREATE_TTL(21, Kind.WRITE, "CREA"),
    MULTI_READ(22, Kind.READ, "MLTR"),
    AUTH(100, Kind.SESSION, "NA"),
    SET_WATCHES(101, Kind.READ, "SETW"),
    SASL(102, Kind.SESSION, "NA"),
    GET_EPHEMERALS(103, Kind.READ, "GETE"),
    GET_ALL_CHILDREN_NUMBER(104, Kind.READ, "GETACN"),
    SET_WATCHES2(105, Kind.READ, "STW2"),
    ADD_WATCH(106, Kind.READ, "ADDW"),
    WHO_AM_I(107, Kind.READ, "HOMI"),
    ERROR(-1, Kind.INTERNAL, "NA"),
    /** Made by servers when a session opens: from a client it is refused (defect 5). */
    CREATE_SESSION(-10, Kind.INTERNAL, "SESS"),
    CLOSE_SESSION(-11, Kind.WRITE, "CLOS");

    /** Who serves a request of this type. */
    public enum Kind {
        /** Takes a zxid and goes through the replica, also when it fails. */
        WRITE,
        /** Answered from the tree of the contacted server. */
        READ,
        /** Concerns the connection or session itself. */
        SESSION,
        /** Not acceptable from a client. */
        INTERNAL
    }

    private static final int LOWEST = -11;
    private static final OpCode[] BY_CODE = byCode();

    private final int code;
    private final Kind kind;
    private final String shortName;

    OpCode(int code, Kind kind, String shortName) {
        this.code = code;
        this.kind = kind;
        this.shortName = shortName;
    }

    /** The operation with this number, or null if there is none. */
    public static OpCode of(int code) {
        int index = code - LOWEST;
        return index >= 0 && index < BY_CODE.length ? BY_CODE[index] : null;
    }

    public int code() {
        return code;
    }

    public Kind kind() {
        return kind;
    }

    /** The name that the four-letter word {@code cons} shows for a connection's last operation. */
    public String shortName() {
        return shortName;
    }

    private static OpCode[] byCode() {
        OpCode[] table = new OpCode[107 - LOWEST + 1];
        for (OpCode op : values()) {
            table[op.code - LOWEST] = op;
        }
        return table;
    }
}
