/**
 * The ensemble room: which peers there are, and which of them together may decide.
 *
 * <p>{@link Ensemble} is one configuration: peers with their roles and addresses, and the rule that makes a set of them a
 * quorum. While a configuration is being replaced every decision needs a quorum of both, which is {@link BothEnsembles}.
 * {@link EnsembleText} is the text form that peers exchange and keep in files.
 *
 * <p><b>Owner:</b> nobody, all types are immutable. <b>Uses:</b> {@code common}. <b>Rules:</b> specification, quorum
 * protocol 3. <b>Invariants:</b> two quorums of one ensemble share a voter; questions about peers that are not in it have
 * an answer (no weight, no voter), never an exception.
 */
package io.paddock.server.ensemble;
