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
 * Judges hard quotas against applied usage plus what is proposed and not yet applied, so that pipelined requests cannot
 * overrun a limit (server semantics, section 7). Owned by the replica thread.
 */
final class Quotas {

    private record Growth(Path quota, long count, long bytes) {}

    private record Sealed(long zxid, List<Growth> growth) {}

    private final Tree tree;
    private final Map<Path, Growth> pending = new HashMap<>();
    private final List<Growth> current = new ArrayList<>();
    private final ArrayDeque<Sealed> sealed = new ArrayDeque<>();

    Quotas(Tree tree) {
        this.tree = tree;
    }

    boolean allows(Path path, long count, long bytes) {
        Quota quota = tree.quotaOf(path);
        if (quota == null) {
            return true;
        }
        Growth ahead = pending.getOrDefault(quota.path(), new Growth(quota.path(), 0, 0));
        return within(count, quota.count() + ahead.count, quota.countHardLimit())
                && within(bytes, quota.bytes() + ahead.bytes, quota.byteHardLimit());
    }

    private static boolean within(long growth, long usage, long limit) {
        return growth == 0 || limit < 0 || usage + growth <= limit;
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
