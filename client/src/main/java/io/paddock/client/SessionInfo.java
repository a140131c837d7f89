package io.paddock.client;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Arrays;

/**
 * The session of a client at one moment.
 *
 * @param id never 0
 * @param password 16 bytes; with the id it lets another client resume the session ({@link ClientBuilder#resume})
 * @param timeout what the server granted: silence for longer ends the session
 * @param lastZxid the highest zxid that any reply of this session carried
 * @param server where the client is or was last connected; null after {@link ClientBuilder#resume} until it is
 */
public record SessionInfo(long id, byte[] password, Duration timeout, long lastZxid, InetSocketAddress server) {

    @Override
    public boolean equals(Object other) {
        return other instanceof SessionInfo that && id == that.id && Arrays.equals(password, that.password);
    }

    @Override
    public int hashCode() {
        return Long.hashCode(id);
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "session 0x" + Long.toHexString(id) + " at " + server + ", timeout " + timeout.toMillis() + " ms";
    }
}
