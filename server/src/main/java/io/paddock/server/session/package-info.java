/**
 * The session room: the connections of one event loop, and what their clients see.
 *
 * <p>{@link SessionShard} takes frames and gives replies: in one connection everything is answered in the order in which
 * it was sent, a read behind a write waits for it, and an event is sent before anything that shows its cause. Reads are
 * served here, on the loop's thread, behind the gate; writes go to the replica and come back by the {@code Applied}
 * stream. A shard serves for one term and ends with it. {@link Gathering} says whether writes wait a moment for those of other clients. {@link ShardLimits} says what clients may take: what is off costs a request no more than a comparison.
 *
 * <p><b>Owner:</b> each shard belongs to its event loop. <b>Uses:</b> {@code tree}, {@code txn}, {@code watch}, {@code
 * replica} (Applied, Submission), {@code common}. <b>Rules:</b> client protocol, sections 2.5, 3, 5 and 8;
 * server semantics, section 12.
 */
package io.paddock.server.session;
