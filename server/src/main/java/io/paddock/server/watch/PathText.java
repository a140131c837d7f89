package io.paddock.server.watch;

import java.util.Arrays;

/**
 * The bytes of the watched paths, in pages, at 2 bytes over their length each. A path lies at a <em>place</em>: the
 * number of its page and the position there. Owned by the {@link PathNumbers} that made it.
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
 * <p>A record in a page is a uint16, length + 1 with the highest bit set once the path is removed, and the bytes; a zero
 * ends a page that is not filled to its last byte.
 */
final class PathText {

    /** Told where a path went. */
    interface Mover {
        /** The path with the bytes {@code [start, start + length)} of {@code page} was at one place and is at another. */
        void moved(byte[] page, int start, int length, int from, int to);
    }

    private static final int HEADER = 2;
    private static final int REMOVED = 0x8000;
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

    PathText(int positionBits, Mover mover) {
        this.positionBits = positionBits;
        this.pageBytes = 1 << positionBits;
        this.mover = mover;
    }

    /** Keeps a copy and returns its place. May move other paths. */
    int append(byte[] utf8, int from, int length) {
        int size = HEADER + length;
        if (size > pageBytes / 4) {
            int page = addPage(Arrays.copyOfRange(utf8, from, from + length));
            used[page] = ALONE;
            return page << positionBits;
        }
        if (current < 0 || currentEnd + size > pageBytes) {
            turnPage();
        }
        byte[] page = pages[current];
        int place = current << positionBits | currentEnd;
        writeHeader(page, currentEnd, length + 1);
        System.arraycopy(utf8, from, page, currentEnd + HEADER, length);
        currentEnd += size;
        used[current] += size;
        return place;
    }

    /** Forgets the path at this place. May move other paths. */
    void remove(int place) {
        int page = place >>> positionBits;
        if (used[page] == ALONE) {
            dropPage(page);
            return;
        }
        int position = place & pageBytes - 1;
        int header = header(pages[page], position);
        writeHeader(pages[page], position, header | REMOVED);
        used[page] -= HEADER + header - 1;
        if (page != current) {
            evacuateIfSparse(page);
        } else if (used[page] == 0) {
            currentEnd = 0;
        }
    }

    boolean is(int place, byte[] utf8, int length) {
        byte[] page = pages[place >>> positionBits];
        int start = start(place);
        return length(place) == length && Arrays.equals(page, start, start + length, utf8, 0, length);
    }

    byte[] copy(int place) {
        int start = start(place);
        return Arrays.copyOfRange(pages[place >>> positionBits], start, start + length(place));
    }

    /** Bytes of all pages. */
    long capacityBytes() {
        long sum = 0;
        for (int page = 0; page < pageLimit; page++) {
            sum += pages[page] == null ? 0 : pages[page].length;
        }
        return sum;
    }

    private int start(int place) {
        return used[place >>> positionBits] == ALONE ? 0 : (place & pageBytes - 1) + HEADER;
    }

    private int length(int place) {
        int page = place >>> positionBits;
        return used[page] == ALONE ? pages[page].length : header(pages[page], place & pageBytes - 1) - 1;
    }

    /** Closes the newest page and begins one. */
    private void turnPage() {
        int closed = current;
        if (closed >= 0 && pageBytes - currentEnd >= HEADER) {
            writeHeader(pages[closed], currentEnd, 0);
        }
        current = addPage(new byte[pageBytes]);
        currentEnd = 0;
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
            int header = header(page, position);
            if (header == 0) {
                break;
            }
            int length = (header & ~REMOVED) - 1;
            if ((header & REMOVED) == 0) {
                int to = append(page, position + HEADER, length);
                mover.moved(page, position + HEADER, length, number << positionBits | position, to);
                used[number] -= HEADER + length;
            }
            position += HEADER + length;
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

    private static int header(byte[] page, int position) {
        return (page[position] & 0xff) << 8 | page[position + 1] & 0xff;
    }

    private static void writeHeader(byte[] page, int position, int header) {
        page[position] = (byte) (header >>> 8);
        page[position + 1] = (byte) header;
    }
}
