package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** The framing that multi and multiRead share: a header before each operation, and a header that closes the list. */
final class OperationList {

    private OperationList() {}

    interface OperationReader<T> {
        T read(OpCode op, WireInput in);
    }

    static <T> List<T> read(WireInput in, OperationReader<T> operation) {
        List<T> list = new ArrayList<>();
        MultiHeader header = MultiHeader.read(in);
        while (!header.done()) {
            OpCode op = OpCode.of(header.type());
            if (op == null) {
                throw new MalformedRecord("there is no operation " + header.type());
            }
            list.add(operation.read(op, in));
            header = MultiHeader.read(in);
        }
        return Collections.unmodifiableList(list);
    }

    static void write(List<ClientRequest> operations, WireOutput out) {
        for (ClientRequest operation : operations) {
            MultiHeader.ofOperation(operation.op()).write(out);
            operation.write(out);
        }
        MultiHeader.CLOSING.write(out);
    }
}
