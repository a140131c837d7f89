package io.paddock.client.session;

import io.paddock.client.RefusedException;
import io.paddock.common.OpCode;
import io.paddock.common.wire.WireInput;

/** Makes the result of a request from its reply. */
@FunctionalInterface
interface ReplyReader<T> {

    /** From the body of a reply without an error. */
    T read(WireInput body, long zxid);

    /** From an error: a result, or the failure. */
    default T refused(int code, OpCode op, String path) {
        throw RefusedException.of(code, op, path);
    }

    /** For replies without a body. */
    static ReplyReader<Void> nothing() {
        return (body, zxid) -> null;
    }
}
