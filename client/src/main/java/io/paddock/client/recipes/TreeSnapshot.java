package io.paddock.client.recipes;

import io.paddock.client.NodeData;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;

/** A subtree at one moment. Immutable. */
public final class TreeSnapshot {

    static final TreeSnapshot EMPTY = new TreeSnapshot(new TreeMap<>(), -1);

    private final NavigableMap<String, NodeData> nodes;
    private final long zxid;

    /** Takes ownership of the map. */
    TreeSnapshot(NavigableMap<String, NodeData> nodes, long zxid) {
        this.nodes = Collections.unmodifiableNavigableMap(nodes);
        this.zxid = zxid;
    }

    /** All znodes by path, the root of the subtree first if it is there. */
    public NavigableMap<String, NodeData> nodes() {
        return nodes;
    }

    public Optional<NodeData> get(String path) {
        return Optional.ofNullable(nodes.get(path));
    }

    /** The names of the children, sorted. */
    public List<String> children(String path) {
        String prefix = path.equals("/") ? "/" : path + "/";
        List<String> names = new ArrayList<>();
        String next = nodes.higherKey(prefix);
        while (next != null && next.startsWith(prefix)) {
            int end = next.indexOf('/', prefix.length());
            if (end < 0) {
                names.add(next.substring(prefix.length()));
                next = nodes.higherKey(next);
            } else {
                // What is below one child stands together: go past it, '0' being what follows '/'.
                next = nodes.ceilingKey(next.substring(0, end) + "0");
            }
        }
        return names;
    }

    /** The zxid up to which the server had applied all changes when the last part was read; -1 before the first. */
    public long zxid() {
        return zxid;
    }
}
