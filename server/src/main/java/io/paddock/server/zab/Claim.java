package io.paddock.server.zab;

import io.paddock.common.Zxid;

/**
 * What a peer says it has, in the order of elections (specification, quorum protocol 5.5).
 *
 * @param epoch the newest one whose initial history it has
 * @param end zxid of its newest transaction
 */
public record Claim(long epoch, long end) {

    boolean isAheadOf(Claim other) {
        return epoch > other.epoch || epoch == other.epoch && end > other.end;
    }

    @Override
    public String toString() {
        return "epoch " + epoch + " and " + Zxid.toHex(end);
    }
}
