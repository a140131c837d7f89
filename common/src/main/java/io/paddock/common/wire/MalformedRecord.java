package io.paddock.common.wire;

/** The bytes are not the record that they should be. The message says what was found and what was expected. */
public final class MalformedRecord extends RuntimeException {

    public MalformedRecord(String message) {
        super(message, null, false, false);
    }
}
