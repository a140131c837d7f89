package io.paddock.server.peerport;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import io.paddock.server.election.Greeting;
import io.paddock.server.election.Notification;
import io.paddock.server.ensemble.Peer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The election port and all election connections. Owned by the event loop. */
final class ElectionPort {

    private static final Logger LOG = LoggerFactory.getLogger(ElectionPort.class);

    /** Servers that are in no configuration here, as they are while an ensemble is being changed. */
    private static final int OUTSIDERS_MAX = 64;

    /** Sids are the first byte of session ids. Whatever else starts like a greeting of the oldest form is not one. */
    private static final long SID_MAX = 255;

    private final PeerPortOptions options;
    private final PeerEvents events;
    private final Sockets sockets;
    private final Dialler dialler;
    private final LongSupplier clockMs;
    private final Complaints complaints = new Complaints("election");
    private final Strangers strangers;
    private final OwnName ownName;
    private final byte[] greeting;
    private final TreeMap<Long, ElectionPeer> peers = new TreeMap<>();
    private final List<Channel> bound = new ArrayList<>();
    private boolean closed;

    /** @param clockMs monotonic milliseconds */
    ElectionPort(PeerPortOptions options, PeerEvents events, Sockets sockets, Dialler dialler, LongSupplier clockMs) {
        this.clockMs = clockMs;
        this.options = options;
        this.events = events;
        this.sockets = sockets;
        this.dialler = dialler;
        this.strangers = new Strangers(options.identifyMsMax(), complaints);
        this.ownName = new OwnName(options.sid(), InetAddress::getByName, TimeUnit.SECONDS.toMillis(1));
        Peer self = options.ensemble().peer(options.sid());
        List<String> addresses =
                Endpoint.electionPorts(self).stream().map(Endpoint::toString).toList();
        this.greeting = new Greeting(options.sid(), addresses).toBytes();
        for (Peer peer : options.ensemble().peers()) {
            if (peer.sid() != options.sid()) {
                peers.put(peer.sid(), new ElectionPeer(this, peer.sid()));
            }
        }
    }

    /**
     * Binds. Waits, so it is not for the loop: for a port that is in use as long as the options say, for a name that is not
     * known yet for ever.
     */
    void start() throws IOException, InterruptedException {
        Peer self = options.ensemble().peer(options.sid());
        List<Endpoint> own = Endpoint.electionPorts(self);
        for (Endpoint endpoint : options.quorumListenOnAllIps() ? Endpoint.onePerPort(own) : own) {
            bind(endpoint);
        }
    }

    private void bind(Endpoint endpoint) throws IOException, InterruptedException {
        int retriesMax = options.electionPortBindRetry();
        for (int retries = 0; ; retries++) {
            try {
                bindOnce(endpoint);
                return;
            } catch (IOException e) {
                if (retriesMax > 0 && retries >= retriesMax) {
                    throw e;
                }
                LOG.warn("The election port is tried again in a second: {}", e.getMessage());
            }
            TimeUnit.SECONDS.sleep(1);
        }
    }

    private void bindOnce(Endpoint endpoint) throws IOException, InterruptedException {
        InetSocketAddress address =
                options.quorumListenOnAllIps() ? new InetSocketAddress(endpoint.port()) : ownName.await(endpoint);
        var binding = sockets.acceptor(channel -> channel.pipeline().addLast(new GreetingHandler(this)))
                .bind(address)
                .await();
        if (!binding.isSuccess()) {
            throw new IOException(
                    binding.cause().getMessage() + ". If the election port " + endpoint
                            + " is in use, end the other process or set another port in server." + options.sid()
                            + "; if it is server " + options.sid() + ", correct the number in the myid of this one.",
                    binding.cause());
        }
        bound.add(binding.channel());
        LOG.info("Election port {} is open", binding.channel().localAddress());
    }

    void notify(long sid, Notification notification) {
        ElectionPeer peer = peers.get(sid);
        if (peer != null && !closed) {
            peer.notify(notification);
        }
    }

    /** @param rest what came behind the greeting; released here */
    void onGreeting(Channel channel, InetSocketAddress remote, Greeting heard, ByteBuf rest) {
        long sid = heard.sid();
        String refusal = refusal(sid);
        if (refusal != null) {
            complaints.closing(remote, refusal);
        }
        if (refusal != null || closed) {
            rest.release();
            channel.close();
            return;
        }
        if (!peers.containsKey(sid)) {
            complaints.warn(
                    remote,
                    "server " + sid + " is in no list",
                    "Server " + sid + " at " + remote
                            + " is not in the list of this server: it is heard and not counted."
                            + " Add server." + sid + " here if it is a member, or correct its own list if it belongs to"
                            + " another ensemble");
        }
        ElectionPeer peer = peers.computeIfAbsent(sid, stranger -> new ElectionPeer(this, stranger));
        if (sid < ownSid()) {
            rest.release();
            channel.close();
            peer.onKnock(heard.addresses().stream()
                    .map(Endpoint::announced)
                    .filter(Objects::nonNull)
                    .toList());
            onIdle(peer);
            return;
        }
        channel.pipeline().remove(GreetingHandler.class);
        peer.stand(channel);
        channel.pipeline().fireChannelRead(rest);
    }

    /** Null if it is welcome. */
    private String refusal(long sid) {
        if (sid == ownSid()) {
            return "it says that it is server " + sid + ", as this one is. Two servers have the same myid";
        }
        if (sid == -1 || sid == Long.MAX_VALUE) {
            return "it has no server id. Give the observer a myid of its own";
        }
        boolean outsider = options.ensemble().peer(sid) == null;
        if (outsider && (sid < 0 || sid > SID_MAX)) {
            return "it says that it is server " + sid + ", which no server can be";
        }
        boolean full = peers.size() >= options.ensemble().peers().size() + OUTSIDERS_MAX;
        return outsider && full && !peers.containsKey(sid)
                ? "server " + sid + " is in no configuration, like too many others"
                : null;
    }

    // For its peers.

    long ownSid() {
        return options.sid();
    }

    long nowMs() {
        return clockMs.getAsLong();
    }

    byte[] greeting() {
        return greeting;
    }

    Complaints complaints() {
        return complaints;
    }

    Strangers strangers() {
        return strangers;
    }

    /** Where that peer is said to be; empty if nowhere. */
    List<Endpoint> configured(long sid) {
        Peer peer = options.ensemble().peer(sid);
        return peer == null ? List.of() : Endpoint.electionPorts(peer);
    }

    Dialler.Attempt dial(List<Endpoint> where, Dialler.Outcome outcome) {
        return dialler.dial(where, options.cnxTimeoutMs(), outcome);
    }

    ScheduledFuture<?> schedule(Runnable task, long delayMs) {
        return sockets.loop().schedule(task, delayMs, TimeUnit.MILLISECONDS);
    }

    void tellReachable(long sid, boolean reachable) {
        if (!closed && options.ensemble().peer(sid) != null) {
            events.onReachable(sid, reachable);
        }
    }

    void tell(long sid, Notification notification) {
        if (!closed) {
            events.onNotification(sid, notification);
        }
    }

    /** A server that is in no configuration is forgotten when it goes. */
    void onIdle(ElectionPeer peer) {
        if (peer.idle() && options.ensemble().peer(peer.sid()) == null) {
            peers.remove(peer.sid(), peer);
        }
    }

    void close() {
        closed = true;
        bound.forEach(Channel::close);
        strangers.closeAll();
        List.copyOf(peers.values()).forEach(ElectionPeer::close);
    }
}
