package io.paddock.server.storage;

/**
 * Where and why reading a log file ended (storage, section 4.6).
 *
 * @param offset the byte behind the last good record
 * @param detail what was found there, in words
 * @param zerosBehind nothing but zeros, or nothing at all, follows what was found
 */
record LogFileEnd(Kind kind, long offset, String detail, boolean zerosBehind) {

    enum Kind {
        /** The file ends at a record boundary. */
        CLEAN,
        /** Only zeros follow. */
        PADDING,
        /** Fewer bytes than a header has, perhaps none: the file was made and never used. */
        NO_HEADER,
        /** All bytes are zero, the header too: the size reached the disk and the content did not. */
        BLANK,
        /** A record of which a part is missing. */
        TORN,
        /** A whole record with a wrong checksum. */
        CHECKSUM,
        /** A length that no record has. */
        LENGTH,
        /** A record with a right checksum that is too short to be a transaction. */
        PAYLOAD,
        /** The header is not that of a transaction log. */
        MAGIC
    }

    boolean complete() {
        return kind == Kind.CLEAN || kind == Kind.PADDING;
    }

    /** The file holds no record because nothing of it was ever written. */
    boolean hollow() {
        return kind == Kind.NO_HEADER || kind == Kind.BLANK;
    }
}
