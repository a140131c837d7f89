/**
 * The simulation room: whole ensembles on one thread, which owns all that is here. The peers are the production code, {@code PeerReplica} with its log,
 * snapshots and codecs; disk, network, clocks and clients are simulated, and fail as a {@link io.paddock.simulation.FaultPlan}
 * says. {@link io.paddock.simulation.Witness} sees every step from outside and holds the invariants.
 *
 * <p>All luck comes from one {@link io.paddock.simulation.Luck}: a seed repeats a run exactly.
 */
package io.paddock.simulation;
