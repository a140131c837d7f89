/**
 * The agreement room: ZAB, as one peer takes part in it.
 *
 * <p>A {@link Role} is told of events and answers with {@link EnsembleEffects} and the role that follows. A learner is
 * {@link Discovering}, {@link Synchronizing} or {@link Restoring}, then {@link InSync}, which is {@link Following} or {@link
 * Observing}; a leader {@link Establishing}, then {@link Leading}; all come from and go back to {@link Looking}. {@link Alone} is a standalone server, whose own log
 * is the quorum. {@link History} is what a peer takes from role to role: its log, what of it is on disk, what is committed,
 * its epochs. {@link Patience} and {@link Strays} tell when a leader that is silent, or gets no quorum, is given up. {@link
 * Configuration} is what it tells learners about who the members are.
 *
 * <p><b>Owner:</b> the replica thread. <b>Uses:</b> {@code ensemble}, {@code txn}, {@code common}. <b>Rules:</b>
 * specification, quorum protocol 6 to 11, and its hazards, which are named where they are avoided. <b>Invariants</b>
 * (checked after every simulated step): one leader per epoch; proposals are committed in zxid order, without gaps, and only
 * when they are on the disks of a quorum; what is claimed or acknowledged is on disk.
 */
package io.paddock.server.zab;
