package io.paddock.benchmarks;

import java.io.IOException;
import java.util.List;

/** Lets the servers take turns, and a different one begin each time, so that a slow minute of the machine hits both. */
final class Rounds {

    /** One turn of one server. */
    @FunctionalInterface
    interface Turn {
        void take(Contender contender) throws IOException;
    }

    private Rounds() {}

    static void alternate(int rounds, Turn turn) throws IOException {
        for (int i = 0; i < rounds; i++) {
            List<Contender> order = i % 2 == 0
                    ? List.of(Contender.APACHE, Contender.PADDOCK)
                    : List.of(Contender.PADDOCK, Contender.APACHE);
            for (Contender contender : order) {
                turn.take(contender);
            }
        }
    }
}
