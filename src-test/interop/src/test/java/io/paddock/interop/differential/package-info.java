/**
 * The room of the comparison: two servers, ours and Apache's, are asked the same things at the same time.
 *
 * <p>{@code Generator} draws steps from a seed, {@code Lockstep} takes each step on both sides and compares all that comes
 * back: replies, Stats, error codes, events, closed connections, and how many zxids were used up. Only what the
 * specification names as a defect not to copy may differ; {@code Difference} lists these, each with its source. Repeat
 * the seed and you repeat the run.
 */
package io.paddock.interop.differential;
