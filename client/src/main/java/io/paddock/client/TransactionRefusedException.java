package io.paddock.client;

import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import java.util.List;

/**
 * A transaction had no effect, because one of its operations was refused. Code and path are those of that operation.
 */
public final class TransactionRefusedException extends RefusedException {

    private final int failedIndex;
    private final OpCode failedOperation;
    private final List<Integer> codes;

    /** For the transaction whose operations ended with these codes, as the server sent them. */
    public TransactionRefusedException(int failedIndex, OpCode failedOperation, String path, List<Integer> codes) {
        super(codes.get(failedIndex), OpCode.MULTI, path, what(failedIndex, failedOperation, codes.get(failedIndex)));
        this.failedIndex = failedIndex;
        this.failedOperation = failedOperation;
        this.codes = List.copyOf(codes);
    }

    private static String what(int index, OpCode operation, int code) {
        ErrorCode error = ErrorCode.of(code);
        return "operation " + index + " (" + operation + ") was refused with " + (error == null ? code : error)
                + ", nothing was done";
    }

    /** Which operation was refused, counted from 0. */
    public int failedIndex() {
        return failedIndex;
    }

    public OpCode failedOperation() {
        return failedOperation;
    }

    /** One code per operation: 0 before the refused one, -2 behind it. */
    public List<Integer> codes() {
        return codes;
    }
}
