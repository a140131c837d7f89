package io.paddock.client;

import io.paddock.common.Stat;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The data of a znode with its stat, both of one moment. The array was made for this result and is not shared: whoever
 * holds the record owns it. Equality is equality of bytes and stat.
 *
 * @param data the bytes; null if the znode was created without data, which is not the same as empty
 * @param stat never null
 */
public record NodeData(byte[] data, Stat stat) {

    /** The data as UTF-8 text; empty for null. */
    public String text() {
        return data == null ? "" : new String(data, StandardCharsets.UTF_8);
    }

    /** The version to give to a write that must not overtake another one. */
    public int version() {
        return stat.version();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NodeData that && Arrays.equals(data, that.data) && stat.equals(that.stat);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(data) + stat.hashCode();
    }

    @Override
    public String toString() {
        return "NodeData[" + (data == null ? "null" : data.length + " bytes") + ", " + stat + "]";
    }
}
