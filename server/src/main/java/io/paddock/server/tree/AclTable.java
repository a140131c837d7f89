package io.paddock.server.tree;

import io.paddock.common.Acl;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The ACL lists in use, each once, under ids from 1. An id whose last user is gone is given out again. The open list that
 * nobody gave explicitly has no entry and the id {@link #OPEN}; the same list given by a client has an entry like any
 * other, so that a snapshot tells them apart as the transactions did.
 *
 * <p>Owned by the replica thread.
 */
final class AclTable {

    static final int OPEN = -1;

    private static final class Entry {

        final int id;
        final List<Acl> list;
        int uses;

        Entry(int id, List<Acl> list) {
            this.id = id;
            this.list = list;
        }
    }

    private final Map<List<Acl>, Entry> byList = new HashMap<>();
    private final ArrayDeque<Integer> freeIds = new ArrayDeque<>();

    /** By id; null at 0 and at free ids. */
    private Entry[] byId = new Entry[16];

    private int idMax;

    /** The id of the list, with one more user. Null and the object {@link Acl#OPEN} have no entry. */
    int acquire(List<Acl> list) {
        if (list == null || list == Acl.OPEN) {
            return OPEN;
        }
        Entry entry = byList.get(list);
        if (entry == null) {
            entry = add(List.copyOf(list));
        }
        entry.uses++;
        return entry.id;
    }

    void release(int id) {
        if (id == OPEN) {
            return;
        }
        Entry entry = byId[id];
        if (--entry.uses == 0) {
            byList.remove(entry.list);
            byId[id] = null;
            freeIds.push(id);
        }
    }

    List<Acl> list(int id) {
        return id == OPEN ? Acl.OPEN : byId[id].list;
    }

    /** The table as it is now. */
    Frozen frozen() {
        return new Frozen(Arrays.copyOf(byId, idMax + 1));
    }

    private Entry add(List<Acl> list) {
        int id = freeIds.isEmpty() ? ++idMax : freeIds.pop();
        if (id == byId.length) {
            byId = Arrays.copyOf(byId, 2 * id);
        }
        Entry entry = new Entry(id, list);
        byId[id] = entry;
        byList.put(list, entry);
        return entry;
    }

    /** Immutable: reads nothing of an entry but its list. */
    static final class Frozen {

        private final Entry[] byId;

        private Frozen(Entry[] byId) {
            this.byId = byId;
        }

        Map<Long, List<Acl>> toMap() {
            Map<Long, List<Acl>> map = new TreeMap<>();
            for (int id = 1; id < byId.length; id++) {
                if (byId[id] != null) {
                    map.put((long) id, byId[id].list);
                }
            }
            return map;
        }
    }
}
