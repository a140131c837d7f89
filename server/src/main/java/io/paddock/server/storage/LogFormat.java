package io.paddock.server.storage;

import java.nio.ByteBuffer;

/**
 * The bytes of a transaction log (storage, section 4.1). Header: magic int32, version int32, dbid int64. Record:
 * Adler-32 of the payload int64 (the upper half is zero), length int32, payload, end mark int8. The payload starts with
 * the header of the transaction, whose third field is the zxid.
 */
final class LogFormat {

    static final int MAGIC = 0x5a4b4c47; // ZKLG
    static final int VERSION = 2;
    static final int HEADER_BYTES = 16;
    static final byte END_MARK = 0x42;

    /** What a record needs besides its payload. */
    static final int FRAME_BYTES = 8 + 4 + 1;

    /** What comes before the payload. */
    static final int PREFIX_BYTES = 8 + 4;

    static final int ZXID_OFFSET = 8 + 4;
    static final int TYPE_OFFSET = 8 + 4 + 8 + 8;
    static final int TXN_HEADER_BYTES = TYPE_OFFSET + 4;

    private LogFormat() {}

    static ByteBuffer header() {
        return ByteBuffer.allocate(HEADER_BYTES)
                .putInt(MAGIC)
                .putInt(VERSION)
                .putLong(0)
                .flip();
    }
}
