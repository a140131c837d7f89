package io.paddock.client;

import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;

/**
 * The operation was sent and no answer came: the connection broke, the session ended, or the caller did not want to wait
 * longer. A write may have taken effect, or may still do so; look before repeating what must not be done twice. A read can
 * simply be repeated.
 */
public final class MayHaveHappenedException extends ClientException {

    public MayHaveHappenedException(ErrorCode error, OpCode operation, String path, String what) {
        super(error.code(), operation, path, what);
    }
}
