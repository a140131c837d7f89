package io.paddock.server.tree;

import java.util.Arrays;

/**
 * Records of five ints, and if wanted a byte array each, under small numbers. They lie in chunks, so that the store
 * grows without copying, and a change copies no more than one chunk while a capture holds it.
 *
 * <p>Freed numbers are given out again, the last one first, so numbers depend only on the operations. Chunks are never
 * given back. Owned by the replica thread; a {@link #frozen} one is immutable.
 */
final class Slabs {

    private static final int SHIFT = 10;
    private static final int CHUNK = 1 << SHIFT;
    private static final int MASK = CHUNK - 1;
    private static final int COLUMNS = 5;

    private static final class Chunk {

        final int generation;
        final int[] ints;
        final byte[][] blobs;

        Chunk(int generation, int[] ints, byte[][] blobs) {
            this.generation = generation;
            this.ints = ints;
            this.blobs = blobs;
        }

        Chunk copy(int newGeneration) {
            return new Chunk(newGeneration, ints.clone(), blobs == null ? null : blobs.clone());
        }
    }

    private final Generations generations;
    private final boolean withBlobs;
    private Chunk[] chunks;

    /** Numbers from here on have never been given out. */
    private int end;

    /** Head of the list of freed numbers, linked by column 0; -1 = none. */
    private int free = -1;

    Slabs(Generations generations, boolean withBlobs) {
        this(generations, withBlobs, new Chunk[4]);
    }

    private Slabs(Generations generations, boolean withBlobs, Chunk[] chunks) {
        this.generations = generations;
        this.withBlobs = withBlobs;
        this.chunks = chunks;
    }

    /** The records as they are now. They stay so as long as the image of this moment is open. */
    Slabs frozen() {
        return new Slabs(null, withBlobs, Arrays.copyOf(chunks, end + MASK >>> SHIFT));
    }

    int get(int n, int column) {
        return chunks[n >>> SHIFT].ints[(n & MASK) * COLUMNS + column];
    }

    byte[] blob(int n) {
        return chunks[n >>> SHIFT].blobs[n & MASK];
    }

    void set(int n, int column, int value) {
        writable(n).ints[(n & MASK) * COLUMNS + column] = value;
    }

    void blob(int n, byte[] blob) {
        writable(n).blobs[n & MASK] = blob;
    }

    /** The number of a record whose columns hold anything. */
    int allocate() {
        if (free >= 0) {
            int n = free;
            free = get(n, 0);
            return n;
        }
        if ((end & MASK) == 0) {
            addChunk();
        }
        return end++;
    }

    void free(int n) {
        Chunk chunk = writable(n);
        chunk.ints[(n & MASK) * COLUMNS] = free;
        if (withBlobs) {
            chunk.blobs[n & MASK] = null;
        }
        free = n;
    }

    private void addChunk() {
        int at = end >>> SHIFT;
        if (at == chunks.length) {
            chunks = Arrays.copyOf(chunks, 2 * at);
        }
        chunks[at] = new Chunk(generations.current(), new int[CHUNK * COLUMNS], withBlobs ? new byte[CHUNK][] : null);
    }

    private Chunk writable(int n) {
        Chunk chunk = chunks[n >>> SHIFT];
        if (generations.isHeld(chunk.generation)) {
            chunk = chunk.copy(generations.current());
            chunks[n >>> SHIFT] = chunk;
        }
        return chunk;
    }
}
