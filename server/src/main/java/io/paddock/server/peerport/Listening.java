package io.paddock.server.peerport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The sockets that learners come to: closed, or ready, or open. One that is ready is bound and accepts nobody: who dials it
 * waits, and is served at once if it opens, and is refused if it closes. Owned by the event loop.
 */
final class Listening {

    private static final Logger LOG = LoggerFactory.getLogger(Listening.class);

    /**
     * An election that ends later is in no hurry. Learners of Apache's that have dialled the wrong server must not wait there
     * for long instead of looking further.
     */
    private static final int READY_MS_MAX = 1_000;

    private static final int REBIND_MS = 100;

    private static final int REBIND_MS_LATER = 1_000;
    /** After so many tries it is an error. */
    private static final int REBINDS_QUIET = 20;

    private enum State {
        CLOSED,
        READY,
        OPEN
    }

    private final PeerPortOptions options;
    private final Sockets sockets;
    private final Dialler dialler;
    private final Consumer<Channel> accepted;

    private final List<Channel> bound = new ArrayList<>();
    /** What is to be done later, for as long as it is not closed. */
    private final List<ScheduledFuture<?>> later = new ArrayList<>();

    private State state = State.CLOSED;
    /** Counts bindings, so that one that comes too late is recognized. */
    private long opening;

    /** @param accepted told of each new connection */
    Listening(PeerPortOptions options, Sockets sockets, Dialler dialler, Consumer<Channel> accepted) {
        this.options = options;
        this.sockets = sockets;
        this.dialler = dialler;
        this.accepted = accepted;
    }

    /** Does nothing unless it is closed. */
    void prepare() {
        if (state == State.CLOSED) {
            bindAll(State.READY);
            schedule(this::closeIfUnused, READY_MS_MAX);
        }
    }

    void open() {
        if (state == State.CLOSED) {
            bindAll(State.OPEN);
        } else if (state == State.READY) {
            state = State.OPEN;
            bound.forEach(Listening::accept);
        }
    }

    /** True if it was open. */
    boolean close() {
        boolean wasOpen = state == State.OPEN;
        state = State.CLOSED;
        later.forEach(task -> task.cancel(false));
        later.clear();
        bound.forEach(Channel::close);
        bound.clear();
        return wasOpen;
    }

    private void closeIfUnused() {
        if (state == State.READY) {
            close();
        }
    }

    private void bindAll(State wanted) {
        state = wanted;
        opening++;
        List<Endpoint> own = Endpoint.quorumPorts(options.ensemble().peer(options.sid()));
        List<Endpoint> where = options.quorumListenOnAllIps() ? Endpoint.onePerPort(own) : own;
        where.forEach(endpoint -> bind(endpoint, 1, opening));
    }

    /** @param began the opening that this belongs to */
    private void bind(Endpoint endpoint, int tries, long began) {
        if (options.quorumListenOnAllIps()) {
            bind(endpoint, new InetSocketAddress(endpoint.port()), tries, began);
        } else if (endpoint.literal() != null) {
            bind(endpoint, new InetSocketAddress(endpoint.literal(), endpoint.port()), tries, began);
        } else {
            dialler.lookUp(
                    endpoint,
                    found -> bind(endpoint, new InetSocketAddress(found[0], endpoint.port()), tries, began),
                    why -> onBindFailed(endpoint, tries, began, why));
        }
    }

    private void bind(Endpoint endpoint, InetSocketAddress address, int tries, long began) {
        if (!isWanted(began)) {
            return;
        }
        ChannelFuture binding = sockets.acceptor(accepted)
                .option(ChannelOption.AUTO_READ, false)
                .bind(address);
        binding.addListener(done -> {
            if (!done.isSuccess()) {
                onBindFailed(endpoint, tries, began, done.cause().getMessage());
            } else if (isWanted(began)) {
                bound.add(binding.channel());
                if (state == State.OPEN) {
                    accept(binding.channel());
                }
            } else {
                binding.channel().close();
            }
        });
    }

    private static void accept(Channel channel) {
        channel.config().setAutoRead(true);
        LOG.info("Quorum port {} is open", channel.localAddress());
    }

    private void onBindFailed(Endpoint endpoint, int tries, long began, String why) {
        if (!isWanted(began)) {
            return; // The port was closed meanwhile, and perhaps another opening binds it.
        }
        if (tries == REBINDS_QUIET) {
            LOG.error(
                    "The quorum port {} cannot be had: {}. While it is so no server can follow this one{}. End what uses"
                            + " the port, or set another one in server.{}.",
                    endpoint,
                    why,
                    bound.isEmpty() ? "" : " by that address",
                    options.sid());
        }
        schedule(() -> bind(endpoint, tries + 1, began), tries < REBINDS_QUIET ? REBIND_MS : REBIND_MS_LATER);
    }

    private boolean isWanted(long began) {
        return state != State.CLOSED && opening == began;
    }

    private void schedule(Runnable task, int ms) {
        later.removeIf(ScheduledFuture::isDone);
        later.add(sockets.loop().schedule(task, ms, TimeUnit.MILLISECONDS));
    }
}
