package io.paddock.server.wrongrooms.tree;

import io.paddock.server.wrongrooms.zab.Packet;
import java.io.File;
import java.util.Random;

/** {@code RoomsTest} names these lines by their numbers. */
public final class WrongTree {
    private long last;

    /** An arrow that is not drawn. */
    public void backwards() {
        last = new Packet(7).zxid();
    }

    boolean file() {
        return new File("x").exists();
    }

    long clock() {
        return System.nanoTime();
    }

    Random luck() {
        return new Random();
    }

    Random seeded(long seed) {
        return new Random(seed);
    }

    synchronized long locked() {
        return last;
    }
}
