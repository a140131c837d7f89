/**
 * The agreement room: when is a proposal committed?
 *
 * <p>A {@link Role} is told of proposals and of what is durable, and answers with {@link Effects}. So far there is one,
 * {@link Alone}: a standalone server, whose own log is the quorum.
 *
 * <p><b>Owner:</b> the replica thread. <b>Uses:</b> {@code txn}, {@code common}. <b>Invariants:</b> proposals are
 * committed in zxid order, without gaps, and only when they are on the disks of a quorum.
 */
package io.paddock.server.zab;
