package io.paddock.interop.differential;

/** What may differ between the two servers for one request: the documented defects of the reference, nothing else. */
enum Difference {
    /** Nothing. */
    NONE,
    /**
     * The zxid. Apache reuses the last one for a write that cannot be decoded; we take a new one or none (client
     * protocol, section 10, defect 2).
     */
    ZXID,
    /** Apache sends the events of setWatches also for nodes that the connection may not read (defect 7). */
    EVENTS_OF_UNREADABLE_NODES,
    /** Apache executes it, or dies of it (defects 1, 4 and 5): only we are asked. */
    NOT_FOR_APACHE
}
