package io.paddock.client;

import java.util.Collections;
import java.util.List;

/** What a {@link ReadBatch} gave. Immutable. */
public final class ReadBatchResult {

    private final ReadBatch batch;
    private final List<Object> results;
    private final long zxid;

    /** Results in the order of the reads: data, names, or a {@link RefusedException}. */
    public ReadBatchResult(ReadBatch batch, List<Object> results, long zxid) {
        this.batch = batch;
        this.results = Collections.unmodifiableList(results);
        this.zxid = zxid;
    }

    /**
     * The result of one read.
     *
     * @throws RefusedException if that read was refused
     */
    public <T> T of(Part<T> part) {
        RefusedException refusal = refusalOf(part);
        if (refusal != null) {
            throw refusal;
        }
        return part.in(batch, results);
    }

    /** Why that read was refused; null if it was not. */
    public RefusedException refusalOf(Part<?> part) {
        Object result = results.get(part.index());
        return result instanceof RefusedException refusal ? refusal : null;
    }

    /** The zxid of the last change that the server had applied when it read. */
    public long zxid() {
        return zxid;
    }
}
