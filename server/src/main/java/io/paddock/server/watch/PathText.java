package io.paddock.server.watch;

import java.util.Arrays;

/**
 * The bytes of the watched paths, in pages, at 2 bytes over their length each or less. A path lies at a <em>place</em>:
 * the number of its page and the position there. Owned by the {@link PathNumbers} that made it.
 *
 * <p>Watched paths have long beginnings in common. A page has a <em>base</em>, its last path that was written in full; a
 * path that begins as the base does is written as the place of the base, the length of what they share, and the rest.
 *
 * <p>Watches come and go all day, so the room of removed paths is won back without ever pausing for all of them:
 * <ol>
 *   <li>New paths go behind the last one of the newest page. A page that is full is closed.
 *   <li>A removed path is only marked. When less than half of a closed page is in use, what is in use moves to the newest
 *       page, its owner is told the new place, and the page is dropped.
 *   <li>So closed pages are at least half in use, and moving costs no more than a constant for each byte removed.
 * </ol>
 * A path that would fill more than a quarter of a page has one for itself.
 *
 * <p>A record in a page begins with a uint16: length + 1, the highest bit set once the path is removed, the one below it
 * set if a uint16 with the position of the base and a uint8 with the shared length follow. Then come the bytes that are not
 * shared; a zero ends a page that is not filled to its last byte. Nothing in a page is overwritten before the page is
 * dropped, so a base stays readable when its own path is removed.
 */
final class PathText {

    /** Told where a path went. */
    interface Mover {
        /** The path with these bytes was at one place and is at another. */
        void moved(byte[] utf8, int from, int to);
    }

    private static final int HEADER = 2;
    private static final int REMOVED = 0x8000;
    private static final int SHARING = 0x4000;
    private static final int LENGTH = 0x3fff;
    private static final int BASE_REFERENCE = 3;
    private static final int SHARED_MAX = 255;
    /** In {@link #used}: the page holds one long path, without a header. */
    private static final int ALONE = -1;

    private final int positionBits;
    private final int pageBytes;
    private final Mover mover;

    private byte[][] pages = new byte[4][];
    /** Bytes in use of each page, headers included, or {@link #ALONE}. */
    private int[] used = new int[4];

    private int[] freePages = new int[4];
    private int freePageCount;
    private int pageLimit;

    private int current = -1;
    private int currentEnd;

    /** Position of the base of the current page, or -1. */
    private int base = -1;

    PathText(int positionBits, Mover mover) {
        this.positionBits = positionBits;
        this.pageBytes = 1 << positionBits;
        this.mover = mover;
    }

    /** Keeps a copy and returns its place. May move other paths. */
    int append(byte[] utf8) {
        int length = utf8.length;
        if (HEADER + length > pageBytes / 4) {
            int page = addPage(utf8.clone());
            used[page] = ALONE;
            return page << positionBits;
        }
        // What is moved out of the page that is closed may be longer there than it was: then there is another turn, and
        // the page that it filled is more than half in use.
        while (current < 0 || currentEnd + HEADER + length > pageBytes) {
            turnPage();
        }
        byte[] page = pages[current];
        int at = currentEnd;
        int shared = sharedWithBase(page, utf8);
        if (shared > 0) {
            writeUint16(page, at, length + 1 | SHARING);
            writeUint16(page, at + HEADER, base);
            page[at + HEADER + 2] = (byte) shared;
        } else {
            writeUint16(page, at, length + 1);
            base = at;
        }
        int size = size(page, at);
        System.arraycopy(utf8, shared, page, at + size - (length - shared), length - shared);
        currentEnd += size;
        used[current] += size;
        return current << positionBits | at;
    }

    /**
     * How much of the path is not written, because the base has it; 0 if the path becomes the base. It does when it has
     * less than half of its folder in common with the present one: then those behind it are more likely to be like it.
     */
    private int sharedWithBase(byte[] page, byte[] utf8) {
        if (base < 0) {
            return 0;
        }
        int start = base + HEADER;
        int most = Math.min(SHARED_MAX, Math.min(utf8.length, lengthAt(page, base)));
        int mismatch = Arrays.mismatch(page, start, start + most, utf8, 0, most);
        int shared = mismatch < 0 ? most : mismatch;
        int folder = utf8.length - 1;
        while (folder > 0 && utf8[folder] != '/') {
            folder--;
        }
        return shared > BASE_REFERENCE && 2 * shared >= folder ? shared : 0;
    }

    /** Forgets the path at this place. May move other paths. */
    void remove(int place) {
        int page = place >>> positionBits;
        if (used[page] == ALONE) {
            dropPage(page);
            return;
        }
        int position = place & pageBytes - 1;
        byte[] bytes = pages[page];
        writeUint16(bytes, position, uint16(bytes, position) | REMOVED);
        used[page] -= size(bytes, position);
        if (page != current) {
            evacuateIfSparse(page);
        } else if (used[page] == 0) {
            currentEnd = 0;
            base = -1;
        }
    }

    boolean is(int place, byte[] utf8, int length) {
        int number = place >>> positionBits;
        byte[] page = pages[number];
        if (used[number] == ALONE) {
            return Arrays.equals(page, 0, page.length, utf8, 0, length);
        }
        int position = place & pageBytes - 1;
        if (lengthAt(page, position) != length) {
            return false;
        }
        int shared = sharedAt(page, position);
        int end = position + size(page, position);
        if (!Arrays.equals(page, end - (length - shared), end, utf8, shared, length)) {
            return false;
        }
        int start = shared == 0 ? 0 : baseOf(page, position) + HEADER;
        return Arrays.equals(page, start, start + shared, utf8, 0, shared);
    }

    byte[] copy(int place) {
        int number = place >>> positionBits;
        return used[number] == ALONE ? pages[number].clone() : copyAt(pages[number], place & pageBytes - 1);
    }

    /** Bytes of all pages. */
    long capacityBytes() {
        long sum = 0;
        for (int page = 0; page < pageLimit; page++) {
            sum += pages[page] == null ? 0 : pages[page].length;
        }
        return sum;
    }

    private static byte[] copyAt(byte[] page, int position) {
        byte[] copy = new byte[lengthAt(page, position)];
        int shared = sharedAt(page, position);
        if (shared > 0) {
            System.arraycopy(page, baseOf(page, position) + HEADER, copy, 0, shared);
        }
        int rest = copy.length - shared;
        System.arraycopy(page, position + size(page, position) - rest, copy, shared, rest);
        return copy;
    }

    /** Closes the newest page and begins one. */
    private void turnPage() {
        int closed = current;
        if (closed >= 0 && pageBytes - currentEnd >= HEADER) {
            writeUint16(pages[closed], currentEnd, 0);
        }
        current = addPage(new byte[pageBytes]);
        currentEnd = 0;
        base = -1;
        if (closed >= 0) {
            evacuateIfSparse(closed);
        }
    }

    private void evacuateIfSparse(int number) {
        if (used[number] >= pageBytes / 2) {
            return;
        }
        byte[] page = pages[number];
        int position = 0;
        while (used[number] > 0 && pageBytes - position >= HEADER) {
            int header = uint16(page, position);
            if (header == 0) {
                break;
            }
            int size = size(page, position);
            if ((header & REMOVED) == 0) {
                byte[] utf8 = copyAt(page, position);
                mover.moved(utf8, number << positionBits | position, append(utf8));
                used[number] -= size;
            }
            position += size;
        }
        assert used[number] == 0 : used[number] + " bytes were left on page " + number;
        dropPage(number);
    }

    private int addPage(byte[] page) {
        if (freePageCount == 0 && pageLimit >>> Integer.SIZE - positionBits != 0) {
            throw new IllegalStateException("The watched paths of one event loop fill " + pageLimit + " pages of "
                    + pageBytes + " bytes, which is the most that can be numbered");
        }
        int number = freePageCount > 0 ? freePages[--freePageCount] : pageLimit++;
        if (number >= pages.length) {
            pages = Arrays.copyOf(pages, 2 * pages.length);
            used = Arrays.copyOf(used, pages.length);
        }
        pages[number] = page;
        used[number] = 0;
        return number;
    }

    private void dropPage(int number) {
        pages[number] = null;
        used[number] = 0;
        if (freePageCount == freePages.length) {
            freePages = Arrays.copyOf(freePages, 2 * freePages.length);
        }
        freePages[freePageCount++] = number;
    }

    /** Bytes of the record. */
    private static int size(byte[] page, int position) {
        int shared = sharedAt(page, position);
        return HEADER + lengthAt(page, position) + (shared > 0 ? BASE_REFERENCE - shared : 0);
    }

    private static int lengthAt(byte[] page, int position) {
        return (uint16(page, position) & LENGTH) - 1;
    }

    /** 0 for a path that is written in full. */
    private static int sharedAt(byte[] page, int position) {
        return (uint16(page, position) & SHARING) == 0 ? 0 : page[position + HEADER + 2] & 0xff;
    }

    private static int baseOf(byte[] page, int position) {
        return uint16(page, position + HEADER);
    }

    private static int uint16(byte[] page, int position) {
        return (page[position] & 0xff) << 8 | page[position + 1] & 0xff;
    }

    private static void writeUint16(byte[] page, int position, int value) {
        page[position] = (byte) (value >>> 8);
        page[position + 1] = (byte) value;
    }
}
