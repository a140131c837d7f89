package io.paddock.server.election;

/**
 * Timing of an election, in ms.
 *
 * @param finalizeWaitMs how long a bare quorum waits for late votes; others wait as long (specification, quorum protocol
 *     5.11)
 * @param resendMsMin the first wait for an answer before everybody is told again
 * @param resendMsMax the waits double up to this one. Short, so that a healed network is noticed (hazard H29)
 * @param unheardMsMax how long a vote is kept for a candidate that is known from others only and is not heard itself
 */
public record ElectionOptions(long finalizeWaitMs, long resendMsMin, long resendMsMax, long unheardMsMax) {

    public static final ElectionOptions DEFAULTS = new ElectionOptions(200, 200, 1000, 1500);
}
