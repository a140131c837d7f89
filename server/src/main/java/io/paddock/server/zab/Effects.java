package io.paddock.server.zab;

/** What a step asks of the world. Carried out by the runtime, recorded by tests. */
public interface Effects {

    /** Write to the log. Answered, in order, by {@code onLogSynced(zxid)}. */
    void append(Proposal proposal);

    /** Apply to the tree, in order, at the end of the step. */
    void commit(Proposal proposal);
}
