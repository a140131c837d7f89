package io.paddock.server.peerport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of connections that end for what they have sent or not sent: a line for each remote address and cause in an interval,
 * with the number of those that had none. Owned by the event loop.
 */
final class Complaints {

    private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);
    private static final long INTERVAL_NANOS = 10_000_000_000L;
    /** Beyond, the address that complained about first is forgotten. */
    private static final int ADDRESSES_MAX = 256;
    /** Of one address in an interval; all others count as one more: whoever sends anything else each time fills no log. */
    private static final int CAUSES_MAX = 8;

    private static final String ANY_OTHER = "";

    private static final class Silence {
        private long untilNanos;
        private long unsaid;
    }

    private final String port;
    private final LongSupplier nanoTime;
    private final Map<InetAddress, Map<String, Silence>> silences = new LinkedHashMap<>();

    /** @param port which port, for the line */
    Complaints(String port) {
        this(port, System::nanoTime);
    }

    Complaints(String port, LongSupplier nanoTime) {
        this.port = port;
        this.nanoTime = nanoTime;
    }

    void closing(InetSocketAddress remote, String why) {
        warn(remote, why, "Closing the connection of " + remote + " to the " + port + " port: " + why);
    }

    /** @param cause what two lines have in common that say the same: not the port of the other end */
    void warn(InetSocketAddress remote, String cause, String line) {
        long now = nanoTime.getAsLong();
        Silence silence = silence(remote.getAddress(), cause, now);
        if (now - silence.untilNanos < 0) {
            silence.unsaid++;
            LOG.debug(line);
            return;
        }
        LOG.warn(
                silence.unsaid == 0
                        ? line
                        : line + " (and " + silence.unsaid + " more of that address for this reason before)");
        silence.unsaid = 0;
        silence.untilNanos = now + INTERVAL_NANOS;
    }

    private Silence silence(InetAddress address, String cause, long now) {
        Map<String, Silence> causes = silences.get(address);
        if (causes == null) {
            causes = new LinkedHashMap<>();
            silences.put(address, causes);
            if (silences.size() > ADDRESSES_MAX) {
                silences.remove(silences.keySet().iterator().next());
            }
        }
        if (!causes.containsKey(cause) && causes.size() >= CAUSES_MAX) {
            causes.values().removeIf(silence -> now - silence.untilNanos >= 0);
        }
        String known = causes.containsKey(cause) || causes.size() < CAUSES_MAX ? cause : ANY_OTHER;
        return causes.computeIfAbsent(known, one -> {
            Silence silence = new Silence();
            silence.untilNanos = now;
            return silence;
        });
    }
}
