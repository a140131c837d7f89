package io.paddock.server.election;

/**
 * Timing of an election, in ms.
 *
 * @param finalizeWaitMs how long a bare quorum waits for late votes; others wait as long (specification, quorum protocol
 *     5.11)
 * @param resendMsMin the first wait for an answer before everybody is told again
 * @param resendMsMax the waits double up to this one. Short, so that a healed network is noticed (hazard H29)
 * @param unheardMsMax how long a round is kept in which the candidate is known from others only and not heard itself, or the
 *     vote of somebody was missed
 * @param newcomersMs how long new servers that are a quorum wait for voters that might have data, once; {@link #FOR_EVER} if
 *     all have to be there
 */
public record ElectionOptions(
        long finalizeWaitMs, long resendMsMin, long resendMsMax, long unheardMsMax, long newcomersMs) {

    public static final long FOR_EVER = Long.MAX_VALUE;

    public static final ElectionOptions DEFAULTS = new ElectionOptions(200, 200, 1000, 1500, 5000);

    public ElectionOptions withNewcomersMs(long ms) {
        return new ElectionOptions(finalizeWaitMs, resendMsMin, resendMsMax, unheardMsMax, ms);
    }
}
