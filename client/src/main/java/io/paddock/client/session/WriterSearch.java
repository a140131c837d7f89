package io.paddock.client.session;

import io.paddock.client.ClientOptions;
import io.paddock.client.ConnectString.Server;
import io.paddock.client.transport.ClientLoop;
import io.paddock.client.transport.ModeQuestion;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * While the client is at a read-only server: asks the others, one after the other and less and less often, until one takes
 * writes (specification, client protocol 6.4).
 *
 * <p>Owned by the I/O thread.
 */
final class WriterSearch {

    private static final long PAUSE_MS_MIN = 100;
    private static final long PAUSE_MS_MAX = 60_000;
    private static final long ANSWER_MS = 2_000;

    private final ClientLoop loop;
    private final ClientOptions options;
    private final Servers servers;
    private final Consumer<Server> onFound;

    private ScheduledFuture<?> next;
    private boolean stopped;

    private WriterSearch(ClientLoop loop, ClientOptions options, Servers servers, Consumer<Server> onFound) {
        this.loop = loop;
        this.options = options;
        this.servers = servers;
        this.onFound = onFound;
    }

    /** Begins; the consumer is told on the I/O thread, once, unless it is stopped before. */
    static WriterSearch start(ClientLoop loop, ClientOptions options, Servers servers, Consumer<Server> onFound) {
        WriterSearch search = new WriterSearch(loop, options, servers, onFound);
        search.pause(PAUSE_MS_MIN);
        return search;
    }

    void stop() {
        stopped = true;
        next.cancel(false);
    }

    private void pause(long pauseMs) {
        next = loop.eventLoop().schedule(() -> ask(servers.next(), pauseMs), pauseMs, TimeUnit.MILLISECONDS);
    }

    private void ask(Server server, long pauseMs) {
        loop.resolver()
                .resolve(server.host(), server.port())
                .thenCompose(address ->
                        ModeQuestion.takesWrites(loop, address, server.host(), options.channelSetup(), ANSWER_MS))
                .whenComplete((takesWrites, failure) -> {
                    if (!loop.eventLoop().isShuttingDown()) {
                        loop.eventLoop().execute(() -> onAnswer(server, failure == null && takesWrites, pauseMs));
                    }
                });
    }

    private void onAnswer(Server server, boolean takesWrites, long pauseMs) {
        if (stopped) {
            return;
        }
        if (takesWrites) {
            stopped = true;
            onFound.accept(server);
        } else {
            pause(Math.min(2 * pauseMs, PAUSE_MS_MAX));
        }
    }
}
