package io.paddock.benchmarks.load;

/** What a {@link Loader} sends: asked for one frame after the other, by its thread. */
@FunctionalInterface
public interface Work {

    /**
     * The next frame for this connection, with its length and any xid. It is copied before the next call.
     *
     * @return null if this connection has nothing more to send
     */
    byte[] next(int connection);
}
