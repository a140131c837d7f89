package io.paddock.testsupport.history;

/**
 * What a client is told.
 *
 * @param err 0, or the code of the protocol
 * @param path of what was created; null if nothing was, or if it is not known
 * @param value of what was read; null if nothing was
 * @param version of the data that was written or read; {@link #UNTOLD} if the answer does not say
 */
public record Result(int err, String path, String value, int version) {

    public static final int UNTOLD = -1;

    public static final int NO_NODE = -101;
    public static final int BAD_VERSION = -103;
    public static final int NODE_EXISTS = -110;
    public static final int NOT_EMPTY = -111;

    public static Result failed(int err) {
        return new Result(err, null, null, UNTOLD);
    }

    /** Done, and nothing else is told. */
    public static Result done() {
        return failed(0);
    }

    public static Result created(String path) {
        return new Result(0, path, null, UNTOLD);
    }

    public static Result written(int version) {
        return new Result(0, null, null, version);
    }

    public static Result read(String value, int version) {
        return new Result(0, null, value, version);
    }

    /** Whether an answer that says this much can be the whole truth. */
    boolean fits(Result truth) {
        return err == truth.err
                && (path == null || path.equals(truth.path))
                && (value == null || value.equals(truth.value))
                && (version == UNTOLD || version == truth.version);
    }
}
