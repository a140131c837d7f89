package io.paddock.server.zab;

import io.paddock.common.Zxid;
import java.util.List;

/**
 * How one learner gets the leader's history.
 *
 * @param first DIFF, TRUNC or SNAP
 * @param zxid of the first packet
 * @param txns that are sent behind it, all committed
 * @param end of what the learner has then, as far as the leader's tree goes; of what it had before, if that is more
 * @param serveAfter the learner may serve when the leader has committed this, because it has it already
 */
record SyncPlan(PacketType first, long zxid, List<Proposal> txns, long end, long serveAfter) {

    /**
     * Chooses for a learner whose history ends with that claim (specification, quorum protocol 9.2).
     *
     * <ol>
     *   <li>The claim is a prefix of our history: DIFF with the rest.
     *   <li>The claim is of our own epoch and goes further than our tree: we made these transactions, in this order, so it
     *       is a prefix of our log. DIFF with nothing; the learner may serve once we have committed as much.
     *   <li>Everything else, above all transactions that we never had: SNAP. Its label is at or above anything of an
     *       earlier epoch, so that no server goes on with the rest of its old log behind it (hazard H7).
     *   <li>If all servers can do it, TRUNC instead, to a transaction of the same epoch as the learner's last.
     * </ol>
     */
    static SyncPlan choose(long claim, RecentTxns ours, long epoch, boolean mayTruncate) {
        long end = ours.end();
        long begun = Zxid.of(epoch, 0);
        if (claim >= 0 && claim <= end && ours.isPrefix(claim) || claim == begun && end <= begun) {
            return new SyncPlan(PacketType.DIFF, Math.max(end, claim), ours.after(claim), Math.max(end, claim), 0);
        }
        if (Zxid.epoch(claim) == epoch && claim > end) {
            return new SyncPlan(PacketType.DIFF, claim, List.of(), claim, claim);
        }
        long cut = claim < 0 ? -1 : ours.lastBefore(claim);
        boolean sameEpoch = cut > 0 && Zxid.epoch(cut) == Zxid.epoch(claim) && cut > ours.base();
        if (mayTruncate && sameEpoch) {
            return new SyncPlan(PacketType.TRUNC, cut, ours.after(cut), end, 0);
        }
        long label = Math.max(end, begun);
        return new SyncPlan(PacketType.SNAP, label, List.of(), label, 0);
    }
}
