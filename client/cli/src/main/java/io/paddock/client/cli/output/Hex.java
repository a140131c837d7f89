package io.paddock.client.cli.output;

/** Zxids, sessions and bytes as people read them. */
public final class Hex {

    private static final String RULE = "+-------------------------------------------------+";
    private static final int ROW = 16;

    private Hex() {}

    /** {@code 0x1f}, without padding. */
    public static String number(long value) {
        return "0x" + Long.toHexString(value);
    }

    /** A table of the first bytes, sixteen in a row (specification, cli 7.1), without a line end behind it. */
    public static String dump(byte[] bytes, int limit) {
        int length = Math.min(bytes.length, limit);
        StringBuilder text = new StringBuilder(160 + length * 5);
        if (length == 0) {
            return "";
        }
        text.append("         ").append(RULE).append("\n         |");
        for (int i = 0; i < ROW; i++) {
            text.append("  ").append(Character.forDigit(i, 16));
        }
        text.append(" |\n+--------").append(RULE).append("----------------+\n");
        for (int row = 0; row < length; row += ROW) {
            text.append('|').append(String.format("%08x", row)).append('|');
            row(bytes, row, Math.min(row + ROW, length), text);
        }
        return text.append("+--------").append(RULE).append("----------------+").toString();
    }

    private static void row(byte[] bytes, int from, int to, StringBuilder text) {
        for (int i = from; i < from + ROW; i++) {
            if (i < to) {
                text.append(' ')
                        .append(Character.forDigit(bytes[i] >> 4 & 15, 16))
                        .append(Character.forDigit(bytes[i] & 15, 16));
            } else {
                text.append("   ");
            }
        }
        text.append(" |");
        for (int i = from; i < from + ROW; i++) {
            text.append(i >= to ? ' ' : bytes[i] > 0x1f && bytes[i] < 0x7f ? (char) bytes[i] : '.');
        }
        text.append("|\n");
    }
}
