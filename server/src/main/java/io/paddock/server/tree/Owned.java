package io.paddock.server.tree;

import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Which znodes have an owner: the ephemerals of each session, the containers, the TTL nodes. Owned by the replica thread. */
final class Owned {

    private static final int[] NOTHING = {};

    private final Map<Long, NodeSet> bySession = new LinkedHashMap<>();
    private final NodeSet containers = new NodeSet();
    private final NodeSet ttlNodes = new NodeSet();
    private int ephemerals;

    void add(long owner, int n) {
        if (EphemeralOwner.isSession(owner)) {
            bySession.computeIfAbsent(owner, session -> new NodeSet()).add(n);
            ephemerals++;
        } else if (owner != 0) {
            marked(owner).add(n);
        }
    }

    void remove(long owner, int n) {
        if (EphemeralOwner.isSession(owner)) {
            NodeSet nodes = bySession.get(owner);
            nodes.remove(n);
            if (nodes.size() == 0) {
                bySession.remove(owner);
            }
            ephemerals--;
        } else if (owner != 0) {
            marked(owner).remove(n);
        }
    }

    private NodeSet marked(long owner) {
        return EphemeralOwner.isContainer(owner) ? containers : ttlNodes;
    }

    int[] ephemeralsOf(long session) {
        NodeSet nodes = bySession.get(session);
        return nodes == null ? NOTHING : nodes.toArray();
    }

    Set<Long> sessions() {
        return new LinkedHashSet<>(bySession.keySet());
    }

    int ephemeralCount() {
        return ephemerals;
    }

    int[] containers() {
        return containers.toArray();
    }

    int[] ttlNodes() {
        return ttlNodes.toArray();
    }
}
