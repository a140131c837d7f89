package io.paddock.server.replica;

import io.paddock.common.AuthId;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.Delete;
import io.paddock.server.tree.EphemeralOwner;
import io.paddock.server.tree.Tree;
import io.paddock.server.txn.WriteRequest;
import java.util.ArrayDeque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Asks for the deletion of containers that are empty and of TTL nodes whose time has passed (server semantics, section
 * 3). Preparation judges each candidate again. Owned by the replica thread.
 */
final class Sweeper {

    private static final List<AuthId> NOBODY = List.of();

    private final Tree tree;
    private final ReplicaOptions options;
    private final ArrayDeque<Path> candidates = new ArrayDeque<>();
    private long nextLookMs = Long.MIN_VALUE;
    private long nextDeletionMs;

    Sweeper(Tree tree, ReplicaOptions options) {
        this.tree = tree;
        this.options = options;
    }

    void onTick(long nowMs, long wallMs, Consumer<WriteRequest> submit) {
        if (nextLookMs == Long.MIN_VALUE) {
            nextLookMs = nowMs + options.sweepIntervalMs();
        }
        if (candidates.isEmpty() && nowMs >= nextLookMs) {
            nextLookMs = nowMs + options.sweepIntervalMs();
            nextDeletionMs = nowMs;
            look(wallMs);
        }
        long pauseMs = 60_000L / Math.max(1, options.sweepsPerMinuteMax());
        while (!candidates.isEmpty() && nowMs >= nextDeletionMs) {
            nextDeletionMs += pauseMs;
            Path path = candidates.remove();
            Delete delete = new Delete(path, -1);
            submit.accept(new WriteRequest(null, 0, 0, OpCode.DELETE_CONTAINER, delete, NOBODY));
        }
    }

    private void look(long wallMs) {
        // By number: most stay, and a path of each would hold up the writer.
        tree.forEachContainer(node -> {
            if (tree.childCount(node) == 0 && isDone(node, wallMs)) {
                candidates.add(tree.path(node));
            }
        });
        if (options.sweepTtlNodes()) {
            tree.forEachTtlNode(node -> {
                if (isOver(node, wallMs) && tree.childCount(node) == 0) {
                    candidates.add(tree.path(node));
                }
            });
        }
    }

    private boolean isOver(int ttlNode, long wallMs) {
        return wallMs - tree.mtime(ttlNode) > EphemeralOwner.ttlMs(tree.owner(ttlNode));
    }

    private boolean isDone(int container, long wallMs) {
        long unusedMs = options.containerUnusedMsMax();
        return tree.cversion(container) > 0 || unusedMs > 0 && wallMs - tree.mtime(container) > unusedMs;
    }
}
