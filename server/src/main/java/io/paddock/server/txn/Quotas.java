package io.paddock.server.txn;

import io.paddock.common.Path;
import io.paddock.server.tree.Quota;
import io.paddock.server.tree.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Judges quotas against applied usage plus what is proposed and not yet applied, so that pipelined requests cannot
 * overrun a hard limit (server semantics, section 7). Beyond a soft limit, which counts where there is no hard one, they
 * are only reported. Owned by the replica thread.
 */
final class Quotas {

    private record Growth(Path quota, long count, long bytes) {}

    private record Sealed(long zxid, List<Growth> growth) {}

    private final Tree tree;
    private final QuotaListener listener;
    private final Map<Path, Growth> pending = new HashMap<>();
    private final List<Growth> current = new ArrayList<>();
    private final ArrayDeque<Sealed> sealed = new ArrayDeque<>();

    Quotas(Tree tree, QuotaListener listener) {
        this.tree = tree;
        this.listener = listener;
    }

    boolean allows(Path path, long count, long bytes) {
        Quota quota = tree.quotaOf(path);
        if (quota == null) {
            return true;
        }
        Growth ahead = pending.getOrDefault(quota.path(), new Growth(quota.path(), 0, 0));
        long countAhead = quota.count() + ahead.count + count;
        long bytesAhead = quota.bytes() + ahead.bytes + bytes;
        return (count == 0 || allows(path, quota, false, countAhead, quota.countHardLimit(), quota.countLimit()))
                && (bytes == 0 || allows(path, quota, true, bytesAhead, quota.byteHardLimit(), quota.byteLimit()));
    }

    private boolean allows(Path path, Quota quota, boolean ofBytes, long usage, long hardLimit, long softLimit) {
        boolean hard = hardLimit >= 0;
        long limit = hard ? hardLimit : softLimit;
        if (limit < 0 || usage <= limit) {
            return true;
        }
        listener.quotaExceeded(new QuotaListener.Excess(path, quota.path(), hard, ofBytes, usage, limit));
        return !hard;
    }

    void add(Path path, long count, long bytes) {
        Quota quota = tree.quotaOf(path);
        if (quota != null) {
            Growth growth = new Growth(quota.path(), count, bytes);
            current.add(growth);
            count(growth, 1);
        }
    }

    void undo() {
        current.forEach(growth -> count(growth, -1));
        current.clear();
    }

    void seal(long zxid) {
        if (!current.isEmpty()) {
            sealed.add(new Sealed(zxid, List.copyOf(current)));
            current.clear();
        }
    }

    void applied(long zxid) {
        while (!sealed.isEmpty() && sealed.peek().zxid <= zxid) {
            sealed.remove().growth.forEach(growth -> count(growth, -1));
        }
    }

    private void count(Growth growth, int sign) {
        pending.merge(
                growth.quota,
                new Growth(growth.quota, sign * growth.count, sign * growth.bytes),
                (a, b) -> a.count + b.count == 0 && a.bytes + b.bytes == 0
                        ? null
                        : new Growth(a.quota, a.count + b.count, a.bytes + b.bytes));
    }
}
