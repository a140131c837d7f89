package io.paddock.client;

import io.paddock.common.OpCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Reads of one moment: no change comes between them. A read that fails does not touch the others. Owned by the thread that
 * fills it, until it is sent.
 */
public final class ReadBatch {

    private final List<Read> reads = new ArrayList<>();

    /** One operation: {@link OpCode#GET_DATA} or {@link OpCode#GET_CHILDREN}. */
    public record Read(OpCode op, String path) {}

    public Part<NodeData> data(String path) {
        return add(OpCode.GET_DATA, path);
    }

    public Part<List<String>> children(String path) {
        return add(OpCode.GET_CHILDREN, path);
    }

    /** In order; a view. */
    public List<Read> reads() {
        return Collections.unmodifiableList(reads);
    }

    private <T> Part<T> add(OpCode op, String path) {
        reads.add(new Read(op, Objects.requireNonNull(path, "path")));
        return new Part<>(this, reads.size() - 1);
    }
}
