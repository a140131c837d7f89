package io.paddock.client;

import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;

/**
 * The operation had no effect and will have none: the server refused it ({@link RefusedException}), or it never left,
 * because the client is closed, its session is over, no connection came up in time, too much was waiting already, or it is
 * larger than servers take.
 */
public sealed class DidNotHappenException extends ClientException permits RefusedException {

    public DidNotHappenException(ErrorCode error, OpCode operation, String path, String what) {
        super(error.code(), operation, path, what);
    }

    DidNotHappenException(int code, OpCode operation, String path, String what) {
        super(code, operation, path, what);
    }
}
