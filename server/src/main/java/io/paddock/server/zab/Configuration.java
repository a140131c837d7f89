package io.paddock.server.zab;

import java.nio.charset.StandardCharsets;

/**
 * The configuration that a peer has, as it tells learners. Its members stay; its version may grow, because servers of another
 * make number it when it is first used.
 *
 * <p>Owned by the replica thread.
 */
public final class Configuration {

    private static final String VERSION = "version=";

    private long version;
    private byte[] text;

    /** @param text ends with the line of the version */
    Configuration(long version, byte[] text) {
        this.version = version;
        this.text = text;
    }

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
