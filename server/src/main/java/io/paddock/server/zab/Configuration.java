package io.paddock.server.zab;

import java.nio.charset.StandardCharsets;

/**
 * The configuration that a peer has. Its members stay; the version under which it is in force may grow, because servers of
 * another make number it when it is first used.
 *
 * <p>Owned by the replica thread.
 */
public final class Configuration {

    private static final String VERSION = "version=";

    private final long ownVersion;
    private long version;
    private byte[] text;

    /** @param text ends with the line of the version */
    Configuration(long version, byte[] text) {
        this.ownVersion = version;
        this.version = version;
        this.text = text;
    }

    /** What this peer claims as a learner: a leader that knows less than others do would send it away for more. */
    long ownVersion() {
        return ownVersion;
    }

    /** The latest under which it is in force anywhere, as far as is known. */
    public long version() {
        return version;
    }

    /** What NEWLEADER carries. */
    public byte[] text() {
        return text;
    }

    /** Some servers have it under that version. Does nothing unless it is later. */
    public void isInForceAs(long other) {
        if (other <= version) {
            return;
        }
        version = other;
        String old = new String(text, StandardCharsets.UTF_8);
        int last = old.lastIndexOf(VERSION);
        if (last >= 0) {
            text = (old.substring(0, last) + VERSION + Long.toHexString(other)).getBytes(StandardCharsets.UTF_8);
        }
    }
}
