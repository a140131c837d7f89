package io.paddock.server.peerport;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * Connections that were accepted and have not said who they are: each has a time for that, and one address a number of them
 * (hazard H28). Owned by the event loop.
 */
final class Strangers {

    /** Beyond, the one that has been silent for longest is closed: a peer says at once who it is. */
    private static final int PER_ADDRESS_MAX = 32;

    private record Stranger(Channel channel, InetSocketAddress remote, ScheduledFuture<?> deadline) {}

    private final int identifyMsMax;
    private final Complaints complaints;
    private final Map<InetAddress, LinkedHashMap<Channel, Stranger>> byAddress = new HashMap<>();

    Strangers(int identifyMsMax, Complaints complaints) {
        this.identifyMsMax = identifyMsMax;
        this.complaints = complaints;
    }

    void enter(Channel channel, InetSocketAddress remote) {
        Runnable tooLate = () -> tryEnd(channel, remote, "it has not said who it is within " + identifyMsMax + " ms");
        ScheduledFuture<?> deadline = channel.eventLoop().schedule(tooLate, identifyMsMax, TimeUnit.MILLISECONDS);
        LinkedHashMap<Channel, Stranger> ofAddress =
                byAddress.computeIfAbsent(remote.getAddress(), address -> new LinkedHashMap<>());
        ofAddress.put(channel, new Stranger(channel, remote, deadline));
        if (ofAddress.size() > PER_ADDRESS_MAX) {
            Stranger oldest = ofAddress.values().iterator().next();
            tryEnd(oldest.channel, oldest.remote, "its address has too many that have not said who they are");
        }
    }

    /** It has said who it is, or has gone. False if that is known already. */
    boolean leave(Channel channel, InetSocketAddress remote) {
        LinkedHashMap<Channel, Stranger> ofAddress = byAddress.get(remote.getAddress());
        Stranger left = ofAddress == null ? null : ofAddress.remove(channel);
        if (left == null) {
            return false;
        }
        left.deadline.cancel(false);
        if (ofAddress.isEmpty()) {
            byAddress.remove(remote.getAddress());
        }
        return true;
    }

    private void tryEnd(Channel channel, InetSocketAddress remote, String why) {
        if (leave(channel, remote)) {
            complaints.closing(remote, why);
            channel.close();
        }
    }

    void closeAll() {
        for (LinkedHashMap<Channel, Stranger> ofAddress : List.copyOf(byAddress.values())) {
            List.copyOf(ofAddress.keySet()).forEach(Channel::close);
        }
    }
}
