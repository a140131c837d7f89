package io.paddock.server.peerport;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelOption;
import io.netty.channel.ConnectTimeoutException;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Connects to a peer that may have several addresses: all are tried at once, and the first that answers is taken. Names are
 * looked up anew each time, by a helper, as that may take long. Owned by the event loop.
 */
final class Dialler {

    /** Ends what is said of an address where nobody listens. */
    static final String REFUSED = " refuses connections";

    /** Told on the loop, exactly once unless the attempt is cancelled. */
    interface Outcome {
        /** @param channel connected; reads nothing until it is told to */
        void connected(Channel channel);

        void failed(String why);
    }

    /** One attempt to reach a peer. */
    final class Attempt {
        private final int timeoutMs;
        private final Outcome outcome;
        private final List<ChannelFuture> connecting = new ArrayList<>();
        private final Set<String> failures = new LinkedHashSet<>();
        private final ScheduledFuture<?> timer;
        /** Names that are looked up, and addresses that have not answered. */
        private int pending;

        private boolean done;

        private Attempt(int timeoutMs, Outcome outcome) {
            this.timeoutMs = timeoutMs;
            this.outcome = outcome;
            timer = sockets.loop()
                    .schedule(() -> fail("no answer within " + timeoutMs + " ms"), timeoutMs, TimeUnit.MILLISECONDS);
        }

        /** Gives up without a word. */
        void cancel() {
            if (!done) {
                end();
            }
        }

        private void start(Collection<Endpoint> endpoints) {
            pending = endpoints.size();
            for (Endpoint endpoint : endpoints) {
                InetAddress literal = endpoint.literal();
                if (literal != null) {
                    connect(new InetSocketAddress(literal, endpoint.port()));
                } else {
                    lookUp(endpoint, found -> connectAll(found, endpoint.port()), this::failOne);
                }
            }
            if (endpoints.isEmpty()) {
                fail("no address is known");
            }
        }

        private void connectAll(InetAddress[] addresses, int port) {
            pending += addresses.length - 1;
            for (InetAddress address : addresses) {
                connect(new InetSocketAddress(address, port));
            }
        }

        private void connect(InetSocketAddress address) {
            if (done) {
                return;
            }
            ChannelFuture future = bootstrap
                    .clone()
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, timeoutMs)
                    .connect(address);
            connecting.add(future);
            future.addListener(answered -> {
                if (!answered.isSuccess()) {
                    failOne(describe(address, answered.cause()));
                } else if (done) {
                    future.channel().close();
                } else {
                    connecting.remove(future);
                    end();
                    outcome.connected(future.channel());
                }
            });
        }

        private void failOne(String why) {
            failures.add(why);
            if (--pending == 0) {
                fail(String.join("; ", failures));
            }
        }

        private void fail(String why) {
            if (!done) {
                end();
                outcome.failed(why);
            }
        }

        private void end() {
            done = true;
            timer.cancel(false);
            connecting.forEach(future -> future.channel().close());
        }
    }

    private final Sockets sockets;
    private final Bootstrap bootstrap;
    private final ExecutorService names;

    /** @param names looks up names */
    Dialler(Sockets sockets, ExecutorService names) {
        this.sockets = sockets;
        this.bootstrap = sockets.dialler();
        this.names = names;
    }

    /** The outcome is told later, never from within this call. */
    Attempt dial(List<Endpoint> endpoints, int timeoutMs, Outcome outcome) {
        Attempt attempt = new Attempt(timeoutMs, outcome);
        sockets.execute(() -> {
            if (!attempt.done) {
                attempt.start(new LinkedHashSet<>(endpoints));
            }
        });
        return attempt;
    }

    private static String describe(InetSocketAddress address, Throwable cause) {
        if (cause instanceof ConnectTimeoutException) {
            return address + " does not answer";
        }
        boolean refused = cause instanceof ConnectException
                && String.valueOf(cause.getMessage()).contains("refused");
        return refused ? address + REFUSED : cause.getMessage();
    }

    /** Answers on the loop, with at least one address or with what is wrong. */
    void lookUp(Endpoint endpoint, Consumer<InetAddress[]> found, Consumer<String> failed) {
        try {
            names.execute(() -> {
                try {
                    InetAddress[] addresses = InetAddress.getAllByName(endpoint.host());
                    sockets.execute(() -> found.accept(addresses));
                } catch (UnknownHostException e) {
                    sockets.execute(() -> failed.accept("the name " + endpoint.host() + " is unknown"));
                }
            });
        } catch (RejectedExecutionException closed) {
            sockets.execute(() -> failed.accept("this server stops"));
        }
    }
}
