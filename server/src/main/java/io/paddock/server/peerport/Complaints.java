package io.paddock.server.peerport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns of connections that end for what they have sent or not sent: a line for each remote address in an interval, with the
 * number of those that had none. Owned by the event loop.
 */
final class Complaints {

    private static final Logger LOG = LoggerFactory.getLogger(Complaints.class);
    private static final long INTERVAL_NANOS = 10_000_000_000L;
    /** Beyond, the address that complained about first is forgotten. */
    private static final int ADDRESSES_MAX = 256;

    private static final class Silence {
        private long untilNanos;
        private long unsaid;
    }

    private final String port;
    private final Map<InetAddress, Silence> silences = new LinkedHashMap<>();

    /** @param port which port, for the line */
    Complaints(String port) {
        this.port = port;
    }

    void closing(InetSocketAddress remote, String why) {
        warn(remote, "Closing the connection of " + remote + " to the " + port + " port: " + why);
    }

    void warn(InetSocketAddress remote, String line) {
        long now = System.nanoTime();
        Silence silence = silences.get(remote.getAddress());
        if (silence == null) {
            silence = new Silence();
            silence.untilNanos = now;
            silences.put(remote.getAddress(), silence);
            if (silences.size() > ADDRESSES_MAX) {
                silences.remove(silences.keySet().iterator().next());
            }
        }
        if (now - silence.untilNanos < 0) {
            silence.unsaid++;
            LOG.debug(line);
            return;
        }
        LOG.warn(silence.unsaid == 0 ? line : line + " (and " + silence.unsaid + " more of that address before)");
        silence.unsaid = 0;
        silence.untilNanos = now + INTERVAL_NANOS;
    }
}
