package io.paddock.testsupport.network;

import java.io.IOException;

/** A network that loses what a server sends to another, as long as the test wants. Owned by the test, which closes it. */
public interface FragileNetwork extends Network, AutoCloseable {

    /** From now on nothing comes from one server to the other, neither on old connections nor on new ones. */
    void silence(long from, long to) throws IOException;

    /** Everything passes again. What was sent meanwhile comes late, if its sender still tries. */
    void heal() throws IOException;

    @Override
    void close() throws IOException;
}
