package io.paddock.server.runtime;

import io.paddock.common.Path;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * The first components of paths as text, without making the text anew for each request: the latest ones are kept, as many
 * as have different hashes. Owned by one thread.
 */
final class Namespaces {

    private static final int KEPT = 256;

    /** Without the slashes around it. */
    private final byte[][] names = new byte[KEPT][];

    private final String[] texts = new String[KEPT];

    /** Null for the root and for what does not begin with a slash. */
    String of(Path path) {
        byte[] utf8 = path.utf8();
        if (utf8.length < 2 || utf8[0] != '/') {
            return null;
        }
        int end = 1;
        int hash = 0;
        while (end < utf8.length && utf8[end] != '/') {
            hash = 31 * hash + utf8[end++];
        }
        int slot = (hash ^ hash >>> 8 ^ hash >>> 16) & KEPT - 1;
        byte[] name = names[slot];
        if (name == null || !Arrays.equals(name, 0, name.length, utf8, 1, end)) {
            names[slot] = Arrays.copyOfRange(utf8, 1, end);
            texts[slot] = new String(utf8, 1, end - 1, StandardCharsets.UTF_8);
        }
        return texts[slot];
    }
}
