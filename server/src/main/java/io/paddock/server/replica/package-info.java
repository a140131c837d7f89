/**
 * The replica room: one peer's copy of the state and all that may change it.
 *
 * <p>{@link Replica} joins role, tip, tree, sessions and sweeps of a server that is alone, {@link PeerReplica} those of a member
 * of an ensemble with its {@link Participation}; both replicas are {@link Stepped} by events. {@link Serving} is what a member does
 * for clients in the role that it has. {@link Estrangement} tells whether a member has the data of another ensemble. What a batch of
 * commits did is one {@link Applied}, which {@link AppliedStream} links to the one before: client loops follow it.
 *
 * <p><b>Owner:</b> the replica thread. <b>Uses:</b> {@code zab}, {@code election}, {@code txn}, {@code tree}, {@code common}.
 * <b>Invariants:</b> transactions are applied in zxid order; a session that is closing gets no further transaction.
 */
package io.paddock.server.replica;
