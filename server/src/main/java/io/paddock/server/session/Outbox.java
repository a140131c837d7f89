package io.paddock.server.session;

import io.paddock.common.wire.WireOutput;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/**
 * What a shard has to send, and the connections that end behind it.
 *
 * <p>Owned by its event loop.
 */
final class Outbox {

    /** Output arrays above this size are not kept for reuse. */
    private static final int KEPT_OUTPUT_BYTES = 1 << 16;

    private final List<Connection> withOutput = new ArrayList<>();
    private final List<Connection> leaving = new ArrayList<>();

    /** Where the next bytes for this connection go. They are sent by {@link #flush}. */
    WireOutput of(Connection connection) {
        if (!connection.hasOutput) {
            connection.hasOutput = true;
            withOutput.add(connection);
        }
        return connection.out;
    }

    /** The connection ends when what it has been given so far has been sent. */
    void end(Connection connection) {
        leaving.add(connection);
    }

    void endAll(Collection<Connection> connections) {
        leaving.addAll(connections);
    }

    /** @param onEnd called for each connection that ends, before it is closed */
    void flush(Consumer<Connection> onEnd) {
        for (int i = 0; i < withOutput.size(); i++) {
            send(withOutput.get(i));
        }
        withOutput.clear();
        for (int i = 0; i < leaving.size(); i++) {
            Connection connection = leaving.get(i);
            onEnd.accept(connection);
            connection.link.close();
        }
        leaving.clear();
    }

    private static void send(Connection connection) {
        WireOutput out = connection.out;
        connection.hasOutput = false;
        connection.link.send(out.array(), 0, out.size());
        connection.link.flush();
        out.clear();
        if (out.array().length > KEPT_OUTPUT_BYTES) {
            out.release();
        }
    }
}
