package io.paddock.client;

import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;

/**
 * An operation failed. The type says what that means: either it {@linkplain DidNotHappenException did not happen}, or it
 * {@linkplain MayHaveHappenedException may have happened}.
 *
 * <p>Futures fail with it; it has no stack trace then, since the thread that found out knows nothing of the caller. The
 * blocking face throws it with the stack of its caller.
 */
public abstract sealed class ClientException extends RuntimeException
        permits DidNotHappenException, MayHaveHappenedException {

    private final transient ErrorCode error;
    private final int code;
    private final OpCode operation;
    private final String path;

    ClientException(int code, OpCode operation, String path, String what) {
        super(operation + (path == null ? "" : " " + path) + ": " + what);
        this.error = ErrorCode.of(code);
        this.code = code;
        this.operation = operation;
        this.path = path;
    }

    /** The error; null if its {@link #code} is unknown to this release. */
    public ErrorCode error() {
        return error;
    }

    /** The error as number (specification, client protocol 4). */
    public int code() {
        return code;
    }

    public OpCode operation() {
        return operation;
    }

    /** The path as the caller gave it; null for operations without one. */
    public String path() {
        return path;
    }

    public boolean is(ErrorCode other) {
        return code == other.code();
    }

    /** Does nothing: see the class comment. */
    @Override
    public Throwable fillInStackTrace() {
        return this;
    }

    /** Takes the stack of the thread that is about to throw it. */
    ClientException thrownHere() {
        super.fillInStackTrace();
        return this;
    }
}
