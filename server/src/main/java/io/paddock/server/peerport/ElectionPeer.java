package io.paddock.server.peerport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.util.concurrent.ScheduledFuture;
import io.paddock.server.election.Notification;
import io.paddock.server.election.PeerState;
import java.util.Arrays;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The election connection to one other server, and what is to be said on it. Owned by the event loop.
 *
 * <p>Of a pair the server with the larger sid makes the connection. The one with the smaller sid knocks: it dials, says who
 * it is, and hangs up, whereupon the other one dials (specification, quorum protocol 4.3). Why the two end with one
 * connection, whatever crosses whatever:
 *
 * <ol>
 *   <li>Only the larger one makes connections that stay; a newer one replaces an older one on both sides, and it never makes
 *       a second one while a dial is under way that is not old.
 *   <li>A knock makes the larger one dial anew, except behind a dial or a connection so young that the two have crossed.
 *   <li>The smaller one knocks only while it has something to say and no connection, and leaves a knock time to be answered.
 * </ol>
 */
final class ElectionPeer {

    private static final Logger LOG = LoggerFactory.getLogger(ElectionPeer.class);

    /** From the beginning of a dial to that of the next one. Doubles up to the other with each failure. */
    private static final int REDIAL_MS_MIN = 50;

    private static final int REDIAL_MS_MAX = 1_000;

    /** Nobody is dialled for a message that is so old, nor told it again: whoever comes back makes itself heard. */
    private static final long WORTH_TELLING_MS = 10_000;

    /** What a knock takes to be answered, at least; and how young a connection is that may have crossed one. */
    private static final int KNOCK_MS = 500;

    /** So long a peer may leave a question unanswered before another connection is tried (hazard H27). */
    private static final long SILENCE_MS_MAX = 10_000;

    private final ElectionPort port;
    private final long sid;

    /** To be sent; null if there is nothing. */
    private byte[] waiting;
    /** Sent last. It may have been lost with its connection, so that a new one begins with it, unless it is old. */
    private byte[] last;

    private long askedMs;
    private Channel connection;
    private long connectedMs;
    private boolean writing;
    /** When it was first asked something that it has not answered; 0 if it has answered. */
    private long unansweredSinceMs;

    private Dialler.Attempt dialling;
    private long dialledMs;
    /** Dials that came to nothing, and connections that ended at once, since the last time that something was heard. */
    private int failures;
    /** The last dial was a knock, and it has arrived. */
    private boolean knocked;

    private ScheduledFuture<?> redial;
    /** Where it says that it is; empty if it has said nothing. */
    private List<Endpoint> announced = List.of();
    /** Why it could not be reached, so that the log tells each reason once. */
    private String trouble = "";

    ElectionPeer(ElectionPort port, long sid) {
        this.port = port;
        this.sid = sid;
        this.dialledMs = port.nowMs() - REDIAL_MS_MAX;
    }

    long sid() {
        return sid;
    }

    boolean connected() {
        return connection != null;
    }

    /** Nothing is known of it that would have to be kept. */
    boolean idle() {
        return connection == null && dialling == null && redial == null;
    }

    void notify(Notification notification) {
        byte[] bytes = notification.toBytes();
        boolean news = !Arrays.equals(bytes, waiting != null ? waiting : last);
        waiting = bytes;
        askedMs = port.nowMs();
        if (connection != null) {
            boolean asks = notification.state() == PeerState.LOOKING;
            if (asks && unansweredSinceMs == 0) {
                unansweredSinceMs = Math.max(1, port.nowMs());
            } else if (asks && port.nowMs() - unansweredSinceMs > SILENCE_MS_MAX) {
                connection
                        .close(); // And another one is made: that it has ended is not certain to be noticed otherwise.
                return;
            }
            write();
        } else {
            if (news) {
                failures = 0;
                cancelRedial();
            }
            dialWhenDue();
        }
    }

    private void write() {
        if (waiting == null || writing || connection == null) {
            return;
        }
        Channel channel = connection;
        last = waiting;
        waiting = null;
        writing = true;
        ByteBuf length = channel.alloc().ioBuffer(Integer.BYTES + last.length);
        channel.writeAndFlush(length.writeInt(last.length).writeBytes(last)).addListener(written -> {
            if (channel == connection) {
                writing = false;
                write(); // What came meanwhile.
            }
        });
    }

    // Dialling.

    private boolean mayStay() {
        return port.ownSid() > sid;
    }

    private void dialWhenDue() {
        if (connection != null || dialling != null || redial != null) {
            return;
        }
        long delayMs = dialledMs + redialMs() - port.nowMs();
        if (delayMs <= 0) {
            dial();
        } else {
            redial = port.schedule(
                    () -> {
                        redial = null;
                        if (connection == null && dialling == null) {
                            dial();
                        }
                    },
                    delayMs);
        }
    }

    private long redialMs() {
        int backOffMs = Math.min(REDIAL_MS_MAX, REDIAL_MS_MIN << Math.min(failures, 10));
        return Math.max(backOffMs, knocked ? KNOCK_MS : 0);
    }

    private void dial() {
        List<Endpoint> where = announced.isEmpty() ? port.configured(sid) : announced;
        if (where.isEmpty()) {
            return; // A stranger: it can only come by itself.
        }
        dialledMs = port.nowMs();
        knocked = false;
        dialling = port.dial(where, new Dialler.Outcome() {
            @Override
            public void connected(Channel channel) {
                dialling = null;
                greet(channel);
            }

            @Override
            public void failed(String why) {
                dialling = null;
                onDialFailed(why);
            }
        });
    }

    private void onDialFailed(String why) {
        failures++;
        announced = List.of(); // Next time where it is said to be.
        if (!why.equals(trouble)) {
            trouble = why;
            LOG.info("Server {} cannot be reached on its election port: {}", sid, why);
        }
        port.tellReachable(sid, false);
        redialForMessage();
        port.onIdle(this);
    }

    private void redialForMessage() {
        if (waiting != null && isWorthTelling()) {
            dialWhenDue();
        }
    }

    private boolean isWorthTelling() {
        return port.nowMs() - askedMs < WORTH_TELLING_MS;
    }

    private void greet(Channel channel) {
        ByteBuf greeting = Unpooled.wrappedBuffer(port.greeting());
        if (mayStay()) {
            channel.write(greeting);
            stand(channel);
            channel.flush();
            channel.config().setAutoRead(true);
        } else {
            knocked = true;
            failures = 0;
            channel.writeAndFlush(greeting).addListener(ChannelFutureListener.CLOSE);
            redialForMessage();
        }
    }

    private void cancelRedial() {
        if (redial != null) {
            redial.cancel(false);
            redial = null;
        }
    }

    // What the other side does.

    /** It has a smaller sid and wants to be dialled. */
    void onKnock(List<Endpoint> where) {
        long nowMs = port.nowMs();
        if (connection != null && nowMs - connectedMs < KNOCK_MS || dialling != null && nowMs - dialledMs < KNOCK_MS) {
            return; // They have crossed.
        }
        announced = where;
        failures = 0;
        cancelRedial();
        if (dialling != null) {
            dialling.cancel();
            dialling = null;
        }
        if (connection != null) {
            Channel old = connection;
            connection = null;
            old.close();
        }
        dial();
    }

    /** A connection is made, in whatever way, and takes the place of an older one. */
    void stand(Channel channel) {
        Channel old = connection;
        connection = channel;
        connectedMs = port.nowMs();
        unansweredSinceMs = 0;
        writing = false;
        knocked = false;
        cancelRedial();
        if (dialling != null) {
            dialling.cancel();
            dialling = null;
        }
        if (old != null) {
            old.close();
        }
        channel.pipeline().addLast(new NotificationHandler(port, this));
        if (!trouble.isEmpty()) {
            trouble = "";
            LOG.info("Server {} can be reached again, at {}", sid, channel.remoteAddress());
        }
        port.tellReachable(sid, true);
        if (!isWorthTelling()) {
            waiting = null;
        } else if (waiting == null) {
            waiting = last;
        }
        write();
    }

    void onHeard(Channel channel, Notification notification) {
        if (channel == connection) {
            unansweredSinceMs = 0;
            failures = 0;
            port.tell(sid, notification);
        }
    }

    void onBroken(Channel channel) {
        if (channel != connection) {
            return; // It was replaced.
        }
        connection = null;
        writing = false;
        failures = port.nowMs() - connectedMs > REDIAL_MS_MAX ? 0 : failures + 1;
        port.tellReachable(sid, false);
        if (waiting == null && port.nowMs() - askedMs < KNOCK_MS) {
            waiting = last; // It may be lost.
        }
        redialForMessage();
        port.onIdle(this);
    }

    void close() {
        cancelRedial();
        if (dialling != null) {
            dialling.cancel();
            dialling = null;
        }
        if (connection != null) {
            Channel old = connection;
            connection = null;
            old.close();
        }
    }
}
