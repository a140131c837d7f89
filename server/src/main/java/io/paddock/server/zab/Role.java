package io.paddock.server.zab;

/** What this peer is doing now. Owned by the replica thread. */
public sealed interface Role permits Alone {

    /** A transaction was prepared here. */
    void onProposed(Proposal proposal, Effects effects);

    /** Everything up to this zxid is on this peer's disk. */
    void onLogSynced(long zxid, Effects effects);

    /** Proposals that are not committed yet. */
    int outstanding();
}
