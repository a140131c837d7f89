package io.paddock.simulation;

import io.paddock.common.Zxid;
import java.util.TreeMap;

/**
 * A history, named by its last transaction: a node in the tree of all histories that there were. Two peers have the same
 * history if and only if they have the same node.
 */
final class GhostNode {

    final long zxid;
    final GhostNode previous;
    final int height;
    /** An ancestor far enough back that any ancestor is reached in a logarithm of steps (Myers, 1983). */
    private final GhostNode jump;
    /** The wall clock of its leader. */
    private final long timeMs;
    /** The bytes of the transaction. */
    private final int payloadHash;

    private final TreeMap<Long, GhostNode> following = new TreeMap<>();
    /** What the tree looks like after it, once somebody was seen to serve it. */
    Long digest;

    int sessions;

    private GhostNode(long zxid, GhostNode previous, long timeMs, int payloadHash) {
        this.zxid = zxid;
        this.timeMs = timeMs;
        this.previous = previous;
        this.height = previous == null ? 0 : previous.height + 1;
        this.payloadHash = payloadHash;
        this.jump = previous == null ? this : jumpFrom(previous);
    }

    private static GhostNode jumpFrom(GhostNode previous) {
        GhostNode near = previous.jump;
        GhostNode far = near.jump;
        return previous.height - near.height == near.height - far.height ? far : previous;
    }

    static GhostNode empty() {
        return new GhostNode(0, null, 0, 0);
    }

    GhostNode then(long next, long atMs, int hash) {
        if (atMs < timeMs && Zxid.epoch(next) == Zxid.epoch(zxid)) {
            throw new Broken("S12", "the time of " + Zxid.toHex(next) + " is before that of " + this);
        }
        GhostNode node = following.computeIfAbsent(next, key -> new GhostNode(key, this, atMs, hash));
        if (node.payloadHash != hash) {
            throw new Broken("S1", "two different transactions " + Zxid.toHex(next) + " after " + this);
        }
        return node;
    }

    GhostNode ancestor(int wantedHeight) {
        GhostNode node = this;
        while (node.height > wantedHeight) {
            node = node.jump.height >= wantedHeight ? node.jump : node.previous;
        }
        return node;
    }

    boolean isPrefixOf(GhostNode other) {
        return height <= other.height && other.ancestor(height) == this;
    }

    /** The node on the way here with that zxid, or null. */
    GhostNode find(long wanted) {
        GhostNode node = this;
        while (node != null && node.zxid > wanted) {
            node = node.previous;
        }
        return node != null && node.zxid == wanted ? node : null;
    }

    @Override
    public String toString() {
        return Zxid.toHex(zxid) + "#" + height;
    }
}
