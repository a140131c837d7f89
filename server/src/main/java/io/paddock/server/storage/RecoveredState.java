package io.paddock.server.storage;

import io.paddock.common.Path;
import io.paddock.server.tree.Tree;
import io.paddock.server.zab.Proposal;
import java.util.List;

/**
 * What was on disk.
 *
 * @param tree everything up to {@code lastZxid}, with every quota counted
 * @param lastZxid the end of the history; -1 if the directory is empty and that may be a loss
 * @param fresh whether there is nothing at all, which a loss may be, or a beginning; then {@code lastZxid} is -1
 * @param tail the last transactions that were replayed, oldest first
 * @param removedEphemerals whose sessions are in no table, in order of deletion; not a transaction
 */
public record RecoveredState(
        Tree tree,
        long lastZxid,
        boolean fresh,
        List<Proposal> tail,
        List<Path> removedEphemerals,
        RecoveryStatistics statistics) {

    RecoveredState asFresh() {
        return new RecoveredState(tree, lastZxid, true, tail, removedEphemerals, statistics);
    }

    /** The zxid that the tail follows: everything up to it is in the tree, and not in the tail. */
    public long tailBase() {
        if (tail.isEmpty()) {
            return lastZxid;
        }
        boolean complete = statistics.replayed() == tail.size() && statistics.snapshot() != null;
        return complete
                ? FileName.of(statistics.snapshot()).zxid()
                : tail.get(0).zxid() - 1;
    }

    /** Wall clock of the newest transaction, as far as snapshot and log tell; 0 without one. */
    public long newestTimeMs() {
        long replayedMs =
                tail.isEmpty() ? 0 : tail.get(tail.size() - 1).txn().header().timeMs();
        return Math.max(replayedMs, tree.newestTimeMs());
    }
}
