package io.paddock.client.recipes;

import io.paddock.client.Client;
import java.util.List;

/**
 * A lock that readers share and writers do not, fair in both directions: who comes later waits for a writer that waits
 * before it. Everything that {@link Lock} says about sessions and tokens holds.
 *
 * <p>Immutable.
 */
public final class ReadWriteLock {

    private static final String READ = "__READ__";
    private static final String WRITE = "__WRIT__";

    private final Lock read;
    private final Lock write;

    /** The znodes of those who hold and wait are the children of this path, which is made when needed. */
    public ReadWriteLock(Client client, String path) {
        read = new Lock(client, path, new Place.Kind(READ, List.of(WRITE)));
        write = new Lock(client, path, new Place.Kind(WRITE, List.of(READ, WRITE)));
    }

    /** Held by any number while nobody writes. Its token orders a reader among the writers. */
    public Lock read() {
        return read;
    }

    /** Held by one alone. */
    public Lock write() {
        return write;
    }
}
