package io.paddock.server.txn;

import io.paddock.common.ErrorCode;

/** A check of a request failed. Never leaves the room: preparation turns it into a {@link Txn.Failure}. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ErrorCode code;

    Refusal(ErrorCode code) {
        super(code.name(), null, false, false);
        this.code = code;
    }

    ErrorCode code() {
        return code;
    }
}
