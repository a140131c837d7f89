package io.paddock.server.zab;

import java.util.ArrayDeque;

/** A standalone server: its own log is the quorum, so what is on its disk is committed. */
public final class Alone implements Role {

    private final ArrayDeque<Proposal> outstanding = new ArrayDeque<>();

    /** A transaction was prepared here. */
    public void onProposed(Proposal proposal, Effects effects) {
        outstanding.add(proposal);
        effects.append(proposal);
    }

    /** Everything up to this zxid is on this peer's disk. */
    public void onLogSynced(long zxid, Effects effects) {
        while (!outstanding.isEmpty() && outstanding.peek().zxid() <= zxid) {
            effects.commit(outstanding.remove());
        }
    }

    @Override
    public int outstanding() {
        return outstanding.size();
    }
}
