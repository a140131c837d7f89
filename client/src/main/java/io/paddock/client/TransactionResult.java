package io.paddock.client;

import java.util.Collections;
import java.util.List;

/** What a {@link Transaction} that took place gave. Immutable. */
public final class TransactionResult {

    private final Transaction transaction;
    private final List<Object> results;
    private final long zxid;

    /** Results in the order of the operations: a {@link Created}, a stat, or null. */
    public TransactionResult(Transaction transaction, List<Object> results, long zxid) {
        this.transaction = transaction;
        this.results = Collections.unmodifiableList(results);
        this.zxid = zxid;
    }

    /** The result of one operation; null for those that give nothing. */
    public <T> T of(Part<T> part) {
        return part.in(transaction, results);
    }

    /** All results, in order. */
    public List<Object> all() {
        return results;
    }

    /** The transaction's place in the order of all transactions. */
    public long zxid() {
        return zxid;
    }
}
