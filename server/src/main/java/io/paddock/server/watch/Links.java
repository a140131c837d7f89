package io.paddock.server.watch;

import java.util.Arrays;

/**
 * One direction of the relation: for each row, a small map from numbers to kinds of watches. A row is itself a number, so
 * the rows of one direction are the numbers of the other. Owned by its {@link WatchTable}.
 *
 * <p>A link is one int, number and kind bits together, and most rows have only one; so a row takes one of these forms:
 * <ul>
 *   <li>empty: its head is 0;
 *   <li>one link: its head is that link;
 *   <li>few links: its head points to an array of exactly these;
 *   <li>many links: its head points to a hash table with linear probing, behind the count in element 0.
 * </ul>
 * A pointer is told from a link by its missing kind bits, a hash table from a plain array by its length.
 */
final class Links {

    interface Visitor {
        void link(int number, int kinds);
    }

    /** Numbers have 28 bits, one value of which a pointer needs. */
    static final int MAX_NUMBER = (1 << 28) - 2;

    private static final int KIND_BITS = 4;
    private static final int FEW = 16;
    private static final int FEW_AGAIN = 8;
    private static final int MANY_SLOTS = 24;
    private static final int[] NO_LINKS = {};

    private int[] heads = new int[16];
    private int[][] tables = new int[4][];
    private int[] freeTables = new int[4];
    private int freeTableCount;
    private int tableLimit;

    /** Length of an array that grows because its first {@code full} elements are taken: little waste, rare copies. */
    static int larger(int full) {
        return full + full / 8 + 16;
    }

    boolean isEmpty(int row) {
        return row >= heads.length || heads[row] == 0;
    }

    int size(int row) {
        if (isEmpty(row)) {
            return 0;
        }
        if (isLink(heads[row])) {
            return 1;
        }
        int[] table = tableOf(row);
        return isMany(table) ? table[0] : table.length;
    }

    /** The kinds of this link, 0 if there is none. */
    int get(int row, int number) {
        if (isEmpty(row)) {
            return 0;
        }
        int head = heads[row];
        if (isLink(head)) {
            return numberOf(head) == number ? kindsOf(head) : 0;
        }
        int[] table = tableOf(row);
        return kindsOf(isMany(table) ? table[slotOf(table, number)] : linkIn(table, number));
    }

    /** Sets the kinds of this link; 0 removes it. */
    void put(int row, int number, int kinds) {
        if (row >= heads.length) {
            heads = Arrays.copyOf(heads, larger(row));
        }
        int head = heads[row];
        int link = number << KIND_BITS | kinds;
        if (head == 0) {
            heads[row] = kinds == 0 ? 0 : link;
        } else if (!isLink(head)) {
            putInTable(row, tableOf(row), link);
        } else if (numberOf(head) == number) {
            heads[row] = kinds == 0 ? 0 : link;
        } else if (kinds != 0) {
            heads[row] = addTable(new int[] {head, link});
        }
    }

    void clear(int row) {
        if (!isEmpty(row)) {
            if (!isLink(heads[row])) {
                dropTable(row);
            }
            heads[row] = 0;
        }
    }

    /** A copy of the links of a row, to be taken apart with {@link #numberOf} and {@link #kindsOf}. */
    int[] of(int row) {
        if (isEmpty(row)) {
            return NO_LINKS;
        }
        if (isLink(heads[row])) {
            return new int[] {heads[row]};
        }
        int[] table = tableOf(row);
        return isMany(table) ? compact(table) : table.clone();
    }

    /** Shows the links of a row. The visitor must not change this row. */
    void forEach(int row, Visitor visitor) {
        if (isEmpty(row)) {
            return;
        }
        int head = heads[row];
        if (isLink(head)) {
            visitor.link(numberOf(head), kindsOf(head));
            return;
        }
        int[] table = tableOf(row);
        for (int at = isMany(table) ? 1 : 0; at < table.length; at++) {
            if (table[at] != 0) {
                visitor.link(numberOf(table[at]), kindsOf(table[at]));
            }
        }
    }

    /** All kinds that occur in a row. */
    int kindsIn(int row) {
        if (isEmpty(row)) {
            return 0;
        }
        if (isLink(heads[row])) {
            return kindsOf(heads[row]);
        }
        int[] table = tableOf(row);
        int kinds = 0;
        for (int at = isMany(table) ? 1 : 0; at < table.length; at++) {
            kinds |= kindsOf(table[at]);
        }
        return kinds;
    }

    static int numberOf(int link) {
        return link >>> KIND_BITS;
    }

    static int kindsOf(int link) {
        return link & WatchKind.ALL_BITS;
    }

    private void putInTable(int row, int[] table, int link) {
        if (isMany(table)) {
            putInMany(row, table, link);
            return;
        }
        int at = indexIn(table, numberOf(link));
        if (kindsOf(link) == 0) {
            if (at >= 0) {
                removeFromFew(row, table, at);
            }
        } else if (at >= 0) {
            table[at] = link;
        } else {
            int[] longer = Arrays.copyOf(table, table.length + 1);
            longer[table.length] = link;
            replace(row, longer.length <= FEW ? longer : spread(longer, MANY_SLOTS));
        }
    }

    private void removeFromFew(int row, int[] table, int at) {
        if (table.length == 2) {
            int other = table[1 - at];
            dropTable(row);
            heads[row] = other;
            return;
        }
        int[] shorter = Arrays.copyOf(table, table.length - 1);
        if (at < shorter.length) {
            shorter[at] = table[shorter.length];
        }
        replace(row, shorter);
    }

    private void putInMany(int row, int[] table, int link) {
        int slot = slotOf(table, numberOf(link));
        boolean isThere = table[slot] != 0;
        if (kindsOf(link) != 0) {
            table[slot] = link;
            if (!isThere) {
                table[0]++;
                int slots = table.length - 1;
                if (8L * table[0] > 7L * slots) {
                    replace(row, spread(compact(table), slots + slots / 4));
                }
            }
        } else if (isThere) {
            closeGap(table, slot);
            table[0]--;
            if (table[0] <= FEW_AGAIN) {
                replace(row, compact(table));
            } else if (table.length > 2 * MANY_SLOTS && 4L * table[0] < table.length) {
                replace(row, spread(compact(table), table.length / 2));
            }
        }
    }

    /** The slot that holds the number, or the empty one where it would go. */
    private static int slotOf(int[] table, int number) {
        int at = home(table, number);
        while (table[at] != 0 && numberOf(table[at]) != number) {
            at = after(table, at);
        }
        return at;
    }

    /** Empties a slot, moving back those that a probe would no longer reach. */
    private static void closeGap(int[] table, int slot) {
        int gap = slot;
        for (int next = after(table, gap); table[next] != 0; next = after(table, next)) {
            int home = home(table, numberOf(table[next]));
            if (distance(table, home, next) >= distance(table, gap, next)) {
                table[gap] = table[next];
                gap = next;
            }
        }
        table[gap] = 0;
    }

    private static int[] spread(int[] links, int slots) {
        int[] table = new int[1 + slots];
        for (int link : links) {
            table[slotOf(table, numberOf(link))] = link;
        }
        table[0] = links.length;
        return table;
    }

    private static int[] compact(int[] table) {
        int[] links = new int[table[0]];
        int count = 0;
        for (int at = 1; at < table.length; at++) {
            if (table[at] != 0) {
                links[count++] = table[at];
            }
        }
        return links;
    }

    private static int home(int[] table, int number) {
        long spread = number * 0x9E3779B1 & 0xffffffffL;
        return 1 + (int) (spread * (table.length - 1) >>> 32);
    }

    private static int after(int[] table, int at) {
        return at + 1 == table.length ? 1 : at + 1;
    }

    private static int distance(int[] table, int from, int to) {
        return to >= from ? to - from : to - from + table.length - 1;
    }

    private static int linkIn(int[] few, int number) {
        int at = indexIn(few, number);
        return at < 0 ? 0 : few[at];
    }

    private static int indexIn(int[] few, int number) {
        for (int at = 0; at < few.length; at++) {
            if (numberOf(few[at]) == number) {
                return at;
            }
        }
        return -1;
    }

    private static boolean isLink(int head) {
        return kindsOf(head) != 0;
    }

    private static boolean isMany(int[] table) {
        return table.length > FEW;
    }

    private int[] tableOf(int row) {
        return tables[tableNumber(row)];
    }

    private int tableNumber(int row) {
        return numberOf(heads[row]) - 1;
    }

    private void replace(int row, int[] table) {
        tables[tableNumber(row)] = table;
    }

    private int addTable(int[] table) {
        int number = freeTableCount > 0 ? freeTables[--freeTableCount] : tableLimit++;
        if (number == tables.length) {
            tables = Arrays.copyOf(tables, larger(number));
        }
        tables[number] = table;
        return number + 1 << KIND_BITS;
    }

    private void dropTable(int row) {
        int number = tableNumber(row);
        tables[number] = null;
        if (freeTableCount == freeTables.length) {
            freeTables = Arrays.copyOf(freeTables, larger(freeTableCount));
        }
        freeTables[freeTableCount++] = number;
    }
}
