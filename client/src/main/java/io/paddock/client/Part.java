package io.paddock.client;

/**
 * Stands for the result of one operation of a {@link Transaction} or {@link ReadBatch}: the key under which it is found
 * when the whole was done.
 *
 * @param <T> what the operation gives
 */
public final class Part<T> {

    private final Object whole;
    private final int index;

    Part(Object whole, int index) {
        this.whole = whole;
        this.index = index;
    }

    /** The place of the operation, counted from 0. */
    public int index() {
        return index;
    }

    /** The element of these results, which must be those of the same whole. */
    @SuppressWarnings("unchecked")
    T in(Object ofWhole, java.util.List<?> results) {
        if (ofWhole != whole) {
            throw new IllegalArgumentException("the part belongs to another transaction or batch");
        }
        return (T) results.get(index);
    }
}
