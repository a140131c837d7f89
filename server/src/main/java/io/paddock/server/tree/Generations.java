package io.paddock.server.tree;

import java.util.ArrayDeque;

/**
 * Tells which chunks an open capture still needs. Time is cut into generations by the captures: an image of generation g
 * holds the chunks that were made in generation g or before. The writer may change a chunk in place unless an open image
 * holds it; a copy that it makes instead belongs to the current generation and so to no image yet.
 *
 * <p>Owned by the replica thread; only {@link Image#close} is for the reader of the image.
 */
final class Generations {

    /** Images in order of generation. Closed ones leave when they come to the end. */
    private final ArrayDeque<Image> images = new ArrayDeque<>();

    private int current;

    /** The generation of chunks made now. */
    int current() {
        return current;
    }

    Image capture() {
        Image image = new Image(current++);
        images.addLast(image);
        return image;
    }

    /** True if a chunk of this generation belongs to an open image. */
    boolean isHeld(int generation) {
        while (!images.isEmpty() && images.peekLast().closed) {
            images.removeLast();
        }
        return !images.isEmpty() && generation <= images.peekLast().generation;
    }

    static final class Image {

        private final int generation;

        /** Written by the reader when it will touch the image no more, read by the writer. */
        private volatile boolean closed;

        private Image(int generation) {
            this.generation = generation;
        }

        void close() {
            closed = true;
        }
    }
}
