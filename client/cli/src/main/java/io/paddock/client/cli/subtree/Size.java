package io.paddock.client.cli.subtree;

/** Numbers of bytes as people read them. */
final class Size {

    private static final String UNITS = "KMGT";

    private Size() {}

    /** {@code 17 B}, {@code 3.2 KB}. */
    static String of(long bytes) {
        if (bytes < 1024) {
            return bytes + " B";
        }
        double size = bytes;
        int unit = -1;
        do {
            size /= 1024;
            unit++;
        } while (size >= 1024 && unit < UNITS.length() - 1);
        return String.format("%.1f %cB", size, UNITS.charAt(unit));
    }
}
