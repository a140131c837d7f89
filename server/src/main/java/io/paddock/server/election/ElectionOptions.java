package io.paddock.server.election;

/**
 * Timing of an election, in ms.
 *
 * @param finalizeWaitMs how long a bare quorum waits for late votes; others wait as long (specification, quorum protocol
 *     5.11)
 * @param resendMsMin the first wait for an answer before everybody is told again
 * @param resendMsMax the waits double up to this one. Short, so that a healed network is noticed (hazard H29)
 */
public record ElectionOptions(long finalizeWaitMs, long resendMsMin, long resendMsMax) {

    public static final ElectionOptions DEFAULTS = new ElectionOptions(200, 200, 1000);
}
