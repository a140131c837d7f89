package io.paddock.server.storage;

/**
 * How the transaction log is written.
 *
 * @param preAllocBytes zeros written ahead of the records at most ({@code preAllocSize}, there in KB); 0 = none
 * @param forceSync false gives up durability: records are acknowledged when the kernel has them
 * @param slowForceMs a force that takes at least this long is reported ({@code fsync.warningthresholdms})
 * @param sizeLimitBytes a log that has grown beyond it is followed by a new one ({@code txnLogSizeLimitInKb}); 0 or
 *     less = no limit
 */
public record TxnLogOptions(long preAllocBytes, boolean forceSync, long slowForceMs, long sizeLimitBytes) {

    public static final TxnLogOptions DEFAULTS = new TxnLogOptions(64L << 20, true, 1000, -1);
}
