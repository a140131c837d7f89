/**
 * The election room: finds the peer that should lead, and nothing more.
 *
 * <p>{@link FastElection} is a deterministic state machine. It is given notifications and the time, and answers with
 * {@link ElectionEffects}. Repeat the inputs and you repeat the run. {@link Notification} and {@link Greeting} are its
 * words on the wire. {@link NewEnsemble} tells whether servers without data begin an ensemble, or have to wait for those
 * that have some.
 *
 * <p><b>Owner:</b> the replica thread. <b>Uses:</b> {@code ensemble}, {@code common}. <b>Rules:</b> specification, quorum
 * protocol 4 and 5. <b>Invariants:</b> the round never goes back; within a round our vote only improves, so one for
 * somebody who is not heard ends with the round; a leader is decided only with a quorum of equal votes, in which the leader
 * itself was heard; a server that may have lost its data is in none of them.
 */
package io.paddock.server.election;
