package io.paddock.server.storage;

import java.nio.file.Path;

/** Hears what the transaction log does, on the thread that owns it. */
public interface TxnLogListener {

    TxnLogListener NONE = new TxnLogListener() {};

    /** A new log file is on disk, without records. */
    default void created(Path file) {}

    /** A batch is durable. */
    default void forced(long records, long tookNanos) {}

    /** A force took longer than the threshold. */
    default void slowForce(Path file, long tookMs, long fileBytes) {}
}
