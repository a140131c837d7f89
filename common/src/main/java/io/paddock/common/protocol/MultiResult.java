package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.util.List;

/**
 * What became of one operation of a {@link Multi} or {@link MultiRead}: a {@link MultiHeader} with the type of the result,
 * then the body. A failed operation, and each operation of a failed multi, has the type {@link OpCode#ERROR} and an {@link
 * ServerReply.ErrorReply}, whose code is 0 for operations before the one that failed.
 */
public record MultiResult(OpCode op, ServerReply body) {

    public static MultiResult failed(int err) {
        return new MultiResult(OpCode.ERROR, new ServerReply.ErrorReply(err));
    }

    static MultiResult read(OpCode op, WireInput in) {
        return new MultiResult(
                op,
                switch (op) {
                    case CREATE -> ServerReply.CreateReply.read(in);
                    case CREATE2 -> ServerReply.Create2Reply.read(in);
                    case SET_DATA -> ServerReply.StatReply.read(in);
                    case DELETE, CHECK -> new ServerReply.EmptyReply();
                    case GET_DATA -> ServerReply.DataReply.read(in);
                    case GET_CHILDREN -> ServerReply.ChildrenReply.read(in);
                    case ERROR -> ServerReply.ErrorReply.read(in);
                    default -> throw new MalformedRecord("no operation of a multi has a result of type " + op);
                });
    }

    /** The list with its closing header. */
    static List<MultiResult> readList(WireInput in) {
        return OperationList.read(in, MultiResult::read);
    }

    static void writeList(List<MultiResult> results, WireOutput out) {
        for (MultiResult result : results) {
            MultiHeader.ofResult(result.op, result.err()).write(out);
            result.body.write(out);
        }
        MultiHeader.CLOSING.write(out);
    }

    /** The error code, 0 if there is none. */
    public int err() {
        return body instanceof ServerReply.ErrorReply error ? error.err() : 0;
    }
}
