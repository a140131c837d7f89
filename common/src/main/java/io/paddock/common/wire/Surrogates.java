package io.paddock.common.wire;

import java.nio.charset.StandardCharsets;

/**
 * Strings as some Java programs write them: a character beyond U+FFFF as its two UTF-16 surrogates, three bytes each,
 * where UTF-8 has four bytes. They are read like the proper form and never written.
 */
final class Surrogates {

    private static final int BYTES = 3;

    private Surrogates() {}

    /** The text of these bytes. Pairs of surrogates become the character they stand for; what else is no UTF-8, U+FFFD. */
    static String decode(byte[] bytes, int from, int length) {
        byte[] utf8 = new byte[length];
        int size = 0;
        int i = from;
        int end = from + length;
        while (i < end) {
            if (isPair(bytes, i, end)) {
                int character = Character.toCodePoint(unit(bytes, i), unit(bytes, i + BYTES));
                utf8[size++] = (byte) (0xf0 | character >> 18);
                utf8[size++] = (byte) (0x80 | character >> 12 & 0x3f);
                utf8[size++] = (byte) (0x80 | character >> 6 & 0x3f);
                utf8[size++] = (byte) (0x80 | character & 0x3f);
                i += 2 * BYTES;
            } else {
                utf8[size++] = bytes[i++];
            }
        }
        return new String(utf8, 0, size, StandardCharsets.UTF_8);
    }

    private static boolean isPair(byte[] bytes, int at, int end) {
        return at + 2 * BYTES <= end && isSurrogate(bytes, at, 0xa0) && isSurrogate(bytes, at + BYTES, 0xb0);
    }

    /** True for {@code ed}, a byte of the 16 from that one on, and a continuation byte. */
    private static boolean isSurrogate(byte[] bytes, int at, int firstOfSecond) {
        return (bytes[at] & 0xff) == 0xed && (bytes[at + 1] & 0xf0) == firstOfSecond && (bytes[at + 2] & 0xc0) == 0x80;
    }

    private static char unit(byte[] bytes, int at) {
        return (char) (0xd000 | (bytes[at + 1] & 0x3f) << 6 | bytes[at + 2] & 0x3f);
    }
}
