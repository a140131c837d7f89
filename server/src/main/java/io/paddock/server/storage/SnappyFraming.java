package io.paddock.server.storage;

/**
 * The stream format of snappy-java: these 8 bytes, version int32, lowest compatible version int32; then chunks, each a
 * length int32 and as many bytes of raw Snappy data. There is no end mark (storage, section 5.2).
 */
final class SnappyFraming {

    static final byte[] MAGIC = {(byte) 0x82, 'S', 'N', 'A', 'P', 'P', 'Y', 0};
    static final int VERSION = 1;

    /** Raw bytes per chunk, as readers of the original expect at most. */
    static final int BLOCK_BYTES = 32 << 10;

    private SnappyFraming() {}
}
