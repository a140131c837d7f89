package io.paddock.server.zab;

/** What this peer is doing now. Owned by the replica thread. */
public sealed interface Role permits Alone, EnsembleRole {

    /** Proposals that are not committed yet. */
    int outstanding();
}
