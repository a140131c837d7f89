package io.paddock.server.replica;

import java.util.Random;

/**
 * When a replica starts.
 *
 * @param nowMs of the monotonic clock
 * @param wallMs of the clock on the wall
 * @param newestTxnMs wall clock of the newest transaction in the history that is known; 0 without one. Times never go back
 *     behind it (hazard H34), and it shows whether the clock did
 */
public record Beginning(long nowMs, long wallMs, long newestTxnMs, Random random) {

    /** Without a past. */
    public static Beginning at(long nowMs, long wallMs) {
        return new Beginning(nowMs, wallMs, 0, new Random(wallMs));
    }
}
