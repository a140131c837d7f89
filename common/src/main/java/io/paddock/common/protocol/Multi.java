package io.paddock.common.protocol;

import io.paddock.common.CreateMode;
import io.paddock.common.OpCode;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.util.List;

/**
 * Several changes as one: each operation behind a {@link MultiHeader}, then a closing header. Operations are {@link
 * Create} (any of its kinds), {@link Delete}, {@link SetData} and {@link CheckVersion}; the list may be empty.
 *
 * <p>Inside a multi an operation is judged more strictly than alone: a null path makes the whole request malformed, and
 * so do unknown flags, TTL flags and a null list in a create, unless it is a {@link OpCode#CREATE_TTL} (client protocol,
 * section 3.9).
 */
public record Multi(List<ClientRequest> ops) implements ClientRequest {

    public Multi {
        for (ClientRequest op : ops) {
            if (!isAllowed(op.op())) {
                throw new IllegalArgumentException("a multi does not hold " + op.op());
            }
        }
    }

    public static Multi read(WireInput in) {
        return new Multi(OperationList.read(in, Multi::readOperation));
    }

    private static ClientRequest readOperation(OpCode op, WireInput in) {
        return switch (op) {
            case CREATE, CREATE2, CREATE_CONTAINER, CREATE_TTL -> readCreate(op, in);
            case DELETE -> Delete.read(in);
            case SET_DATA -> readSetData(in);
            case CHECK -> CheckVersion.read(in);
            default -> throw new MalformedRecord("a multi does not hold " + op);
        };
    }

    private static Create readCreate(OpCode op, WireInput in) {
        Create create = Create.read(op, in);
        if (op == OpCode.CREATE_TTL) {
            return create;
        }
        CreateMode mode = create.mode();
        if (mode == null || mode.isTtl()) {
            throw new MalformedRecord(op + " in a multi has the flags " + create.flags());
        }
        if (create.acl() == null) {
            throw new MalformedRecord(op + " in a multi has a null list of access rights");
        }
        return create;
    }

    private static SetData readSetData(WireInput in) {
        SetData set = SetData.read(in);
        if (set.path() == null) {
            throw new MalformedRecord("a path is null");
        }
        return set;
    }

    private static boolean isAllowed(OpCode op) {
        return switch (op) {
            case CREATE, CREATE2, CREATE_CONTAINER, CREATE_TTL, DELETE, SET_DATA, CHECK -> true;
            default -> false;
        };
    }

    @Override
    public OpCode op() {
        return OpCode.MULTI;
    }

    @Override
    public void write(WireOutput out) {
        OperationList.write(ops, out);
    }
}
