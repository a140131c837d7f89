package io.paddock.server.tree;

/**
 * A set of znode numbers in order of insertion, some 16 bytes a member. Members stand in an array with holes where one
 * was removed; when there are more than a few, a hash table of positions finds them. Owned by the replica thread.
 */
final class NodeSet {

    private static final int HOLE = -1;
    private static final int SCANNED_MAX = 8;

    private int[] members = new int[4];

    /** Members and holes are before it. */
    private int end;

    private int size;

    /** Twice as many slots as {@link #members}: position + 1, or 0. Null while a scan is as good. */
    private int[] slots;

    int size() {
        return size;
    }

    /** Adds a number that is not there. */
    void add(int n) {
        if (end == members.length) {
            rebuild(size > end / 2 ? 2 * end : end);
        }
        members[end] = n;
        if (slots != null) {
            put(end);
        }
        end++;
        size++;
    }

    /** Removes a number that is there. */
    void remove(int n) {
        int position;
        if (slots == null) {
            position = 0;
            while (members[position] != n) {
                position++;
            }
        } else {
            position = removeSlot(n);
        }
        members[position] = HOLE;
        if (--size == 0) {
            end = 0;
        }
    }

    /** In order of insertion: a copy. */
    int[] toArray() {
        int[] array = new int[size];
        int to = 0;
        for (int i = 0; i < end; i++) {
            if (members[i] != HOLE) {
                array[to++] = members[i];
            }
        }
        return array;
    }

    /** Closes the holes. */
    private void rebuild(int capacity) {
        int[] old = members;
        int oldEnd = end;
        members = new int[capacity];
        slots = capacity > SCANNED_MAX ? new int[2 * capacity] : null;
        end = 0;
        for (int i = 0; i < oldEnd; i++) {
            if (old[i] != HOLE) {
                members[end] = old[i];
                if (slots != null) {
                    put(end);
                }
                end++;
            }
        }
    }

    private void put(int position) {
        int mask = slots.length - 1;
        int i = home(members[position]);
        while (slots[i] != 0) {
            i = i + 1 & mask;
        }
        slots[i] = position + 1;
    }

    private int removeSlot(int n) {
        int mask = slots.length - 1;
        int hole = home(n);
        while (members[slots[hole] - 1] != n) {
            hole = hole + 1 & mask;
        }
        int position = slots[hole] - 1;
        for (int i = hole + 1 & mask; slots[i] != 0; i = i + 1 & mask) {
            int home = home(members[slots[i] - 1]);
            if ((i - home & mask) >= (i - hole & mask)) {
                slots[hole] = slots[i];
                hole = i;
            }
        }
        slots[hole] = 0;
        return position;
    }

    private int home(int n) {
        return n * 0x9E3779B9 >>> Integer.numberOfLeadingZeros(slots.length) + 1;
    }
}
