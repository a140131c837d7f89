package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/**
 * What precedes every operation of a multi or multiRead and every result, and closes the list: type int32, done boolean,
 * err int32 (-1 in requests).
 */
public record MultiHeader(int type, boolean done, int err) {

    public static final int BYTES = 9;

    /** Closes a list. Readers accept any header that is done. */
    public static final MultiHeader CLOSING = new MultiHeader(-1, true, -1);

    /** Precedes an operation of a request. */
    public static MultiHeader ofOperation(OpCode op) {
        return new MultiHeader(op.code(), false, -1);
    }

    /** Precedes a result; of a failed operation it has the type {@link OpCode#ERROR}. */
    public static MultiHeader ofResult(OpCode op, int err) {
        return new MultiHeader(op.code(), false, err);
    }

    public static MultiHeader read(WireInput in) {
        return new MultiHeader(in.int32(), in.bool(), in.int32());
    }

    public void write(WireOutput out) {
        out.int32(type).bool(done).int32(err);
    }
}
