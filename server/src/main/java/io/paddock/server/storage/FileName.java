package io.paddock.server.storage;

/**
 * A file name taken apart at its dots: kind, zxid in hexadecimal, anything else (storage, section 2). {@code zxid} is
 * -1 if the second part is missing or is no signed 64-bit hexadecimal number, as in {@code snapshot.ffffffffffffffff}.
 */
record FileName(String kind, long zxid, int parts, String last) {

    static FileName of(String name) {
        String[] parts = name.split("\\.", -1);
        return new FileName(parts[0], parts.length > 1 ? zxid(parts[1]) : -1, parts.length, parts[parts.length - 1]);
    }

    boolean names(String wantedKind) {
        return kind.equals(wantedKind) && zxid >= 0;
    }

    private static long zxid(String hex) {
        try {
            return Long.parseLong(hex, 16);
        } catch (NumberFormatException notHex) {
            return -1;
        }
    }
}
