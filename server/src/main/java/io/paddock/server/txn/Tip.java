package io.paddock.server.txn;

import io.paddock.common.Path;
import io.paddock.server.tree.EphemeralOwner;
import io.paddock.server.tree.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The leader's view: the tree plus all that is proposed and not yet applied, as an overlay of the znodes concerned.
 *
 * <p>A znode enters the overlay with the first change that is prepared for it and leaves it when the last one has been
 * applied. The changes of the transaction being prepared can be undone, which is how a failed multi leaves no trace.
 *
 * <p>Owned by the replica thread.
 */
public final class Tip {

    /** The form that a znode had before a change; null if it was not in the overlay. */
    private record Undo(Path path, TipNode former) {}

    /** All paths that one transaction put into the overlay. */
    private record Footprint(long zxid, List<Path> paths) {}

    private final Tree tree;
    private final Map<Path, TipNode> nodes = new HashMap<>();
    private final Map<Long, Set<Path>> createdEphemerals = new HashMap<>();
    private final ArrayDeque<Footprint> footprints = new ArrayDeque<>();
    private final ArrayList<Undo> undo = new ArrayList<>();
    private long digest;
    private long queued;
    private long removed;

    public Tip(Tree tree) {
        this.tree = tree;
        this.digest = tree.digest();
    }

    /** The digest of the tree as it will be. */
    long digest() {
        return digest;
    }

    /** The znode as it will be, or null if there will be none. */
    TipNode find(Path path) {
        TipNode tip = nodes.get(path);
        if (tip != null) {
            return tip.exists ? tip : null;
        }
        int node = tree.find(path);
        return node == Tree.NONE ? null : TipNode.of(tree, node);
    }

    /** Gives a znode a new form. The former one must be what {@link #find} answered, null for none. */
    void put(Path path, TipNode former, TipNode now, long zxid) {
        now.changedBy = zxid;
        queued++;
        digest += now.digest(path) - (former == null ? 0 : former.digest(path));
        undo.add(new Undo(path, nodes.put(path, now)));
        indexEphemeral(path, former, now);
    }

    private void indexEphemeral(Path path, TipNode former, TipNode now) {
        if (former == null && now.exists && EphemeralOwner.isSession(now.owner)) {
            createdEphemerals
                    .computeIfAbsent(now.owner, id -> new LinkedHashSet<>())
                    .add(path);
        } else if (former != null && !now.exists && EphemeralOwner.isSession(former.owner)) {
            forgetEphemeral(former.owner, path);
        }
    }

    private void forgetEphemeral(long session, Path path) {
        Set<Path> created = createdEphemerals.get(session);
        if (created != null && created.remove(path) && created.isEmpty()) {
            createdEphemerals.remove(session);
        }
    }

    /** The ephemerals that the session will own: applied ones without those to be deleted, then those to be created. */
    List<Path> ephemeralsOf(long session) {
        List<Path> paths = new ArrayList<>();
        Set<Path> created = createdEphemerals.getOrDefault(session, Set.of());
        for (Path path : tree.ephemeralsOf(session)) {
            TipNode tip = nodes.get(path);
            boolean stays = tip == null || tip.exists && tip.owner == session;
            if (stays && !created.contains(path)) {
                paths.add(path);
            }
        }
        paths.addAll(created);
        return paths;
    }

    /** Takes back every change since the last {@link #seal}. */
    void undo() {
        for (int i = undo.size() - 1; i >= 0; i--) {
            Undo step = undo.get(i);
            TipNode undone = nodes.get(step.path);
            TipNode former = step.former;
            TipNode before = former != null ? former : fromTree(step.path);
            digest += digestOf(before, step.path) - undone.digest(step.path);
            if (undone.exists && EphemeralOwner.isSession(undone.owner) && !existed(before)) {
                forgetEphemeral(undone.owner, step.path);
            } else if (!undone.exists && former != null && former.exists && EphemeralOwner.isSession(former.owner)) {
                createdEphemerals
                        .computeIfAbsent(former.owner, id -> new LinkedHashSet<>())
                        .add(step.path);
            }
            if (former == null) {
                nodes.remove(step.path);
            } else {
                nodes.put(step.path, former);
            }
        }
        removed += undo.size();
        undo.clear();
    }

    /** The transaction with this zxid is complete: its changes stay until it has been applied. */
    void seal(long zxid) {
        if (undo.isEmpty()) {
            return;
        }
        List<Path> paths = new ArrayList<>(undo.size());
        for (Undo step : undo) {
            paths.add(step.path);
        }
        undo.clear();
        footprints.add(new Footprint(zxid, paths));
    }

    /** The tree now shows everything up to this zxid: forget what is in it. */
    public void applied(long zxid) {
        while (!footprints.isEmpty() && footprints.peek().zxid <= zxid) {
            for (Path path : footprints.remove().paths) {
                removed++;
                TipNode tip = nodes.get(path);
                if (tip != null && tip.changedBy <= zxid) {
                    nodes.remove(path);
                    if (tip.exists && EphemeralOwner.isSession(tip.owner)) {
                        forgetEphemeral(tip.owner, path);
                    }
                }
            }
        }
        assert !nodes.isEmpty() || digest == tree.digest() : "the tip's digest differs from that of the tree it equals";
    }

    /** Changes that were ever prepared. */
    public long queued() {
        return queued;
    }

    /** Of these, how many were applied or taken back. */
    public long removed() {
        return removed;
    }

    private TipNode fromTree(Path path) {
        int node = tree.find(path);
        return node == Tree.NONE ? null : TipNode.of(tree, node);
    }

    private static boolean existed(TipNode node) {
        return node != null && node.exists;
    }

    private static long digestOf(TipNode node, Path path) {
        return node == null ? 0 : node.digest(path);
    }
}
