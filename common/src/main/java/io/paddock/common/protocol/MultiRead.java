package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.util.List;

/**
 * Several reads as one: each operation behind a {@link MultiHeader}, then a closing header. Operations are {@link GetData}
 * and {@link GetChildren}, whose watch means nothing here; the list may be empty.
 */
public record MultiRead(List<ClientRequest> ops) implements ClientRequest {

    public MultiRead {
        for (ClientRequest op : ops) {
            if (op.op() != OpCode.GET_DATA && op.op() != OpCode.GET_CHILDREN) {
                throw new IllegalArgumentException("a multiRead does not hold " + op.op());
            }
        }
    }

    public static MultiRead read(WireInput in) {
        return new MultiRead(OperationList.read(in, MultiRead::readOperation));
    }

    private static ClientRequest readOperation(OpCode op, WireInput in) {
        return switch (op) {
            case GET_DATA -> GetData.read(in);
            case GET_CHILDREN -> GetChildren.read(in);
            default -> throw new MalformedRecord("a multiRead does not hold " + op);
        };
    }

    @Override
    public OpCode op() {
        return OpCode.MULTI_READ;
    }

    @Override
    public void write(WireOutput out) {
        OperationList.write(ops, out);
    }
}
