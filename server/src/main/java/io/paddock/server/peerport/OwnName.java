package io.paddock.server.peerport;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where this server is to listen, if its own name has to be looked up. The name service may come later than the server, or be
 * away for a while, as it may be for the names of others: so this waits for as long as it takes, and says so now and then.
 */
final class OwnName {

    interface NameService {
        InetAddress lookUp(String host) throws UnknownHostException;
    }

    private static final Logger LOG = LoggerFactory.getLogger(OwnName.class);

    /** Attempts from one line in the log to the next. */
    private static final int TOLD_EVERY = 60;

    private final long sid;
    private final NameService names;
    private final long pauseMs;

    /** @param pauseMs between two attempts */
    OwnName(long sid, NameService names, long pauseMs) {
        this.sid = sid;
        this.names = names;
        this.pauseMs = pauseMs;
    }

    /** Resolved. Waits, so it is not for the loop. */
    InetSocketAddress await(Endpoint endpoint) throws InterruptedException {
        for (int attempts = 0; ; attempts++) {
            try {
                return new InetSocketAddress(names.lookUp(endpoint.host()), endpoint.port());
            } catch (UnknownHostException e) {
                if (attempts % TOLD_EVERY == 0) {
                    LOG.warn(
                            "The name {} of this server is unknown, so it cannot listen on {}. It is looked up again each"
                                    + " second. Correct server.{}, or the name service.",
                            endpoint.host(),
                            endpoint,
                            sid);
                }
            }
            TimeUnit.MILLISECONDS.sleep(pauseMs);
        }
    }
}
