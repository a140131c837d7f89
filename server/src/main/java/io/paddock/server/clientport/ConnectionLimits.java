package io.paddock.server.clientport;

import java.net.InetAddress;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts connections, in all and by address. Any thread. Limits of 0 or less are none. */
final class ConnectionLimits {

    private final int perAddressMax;
    private final int totalMax;
    private final AtomicInteger total = new AtomicInteger();
    private final ConcurrentHashMap<InetAddress, Integer> byAddress = new ConcurrentHashMap<>();

    ConnectionLimits(int perAddressMax, int totalMax) {
        this.perAddressMax = perAddressMax;
        this.totalMax = totalMax;
    }

    /** Null if the connection may stay; it counts until {@link #leave}. Else why not. */
    String enter(InetAddress address) {
        int all = total.incrementAndGet();
        if (totalMax > 0 && all > totalMax) {
            total.decrementAndGet();
            return "Too many connections " + all + " - max is " + totalMax;
        }
        int here = byAddress.merge(address, 1, Integer::sum);
        if (perAddressMax > 0 && here > perAddressMax) {
            leave(address);
            return "Too many connections from /" + address.getHostAddress() + " - max is " + perAddressMax;
        }
        return null;
    }

    void leave(InetAddress address) {
        total.decrementAndGet();
        byAddress.computeIfPresent(address, (key, count) -> count == 1 ? null : count - 1);
    }

    int total() {
        return total.get();
    }
}
