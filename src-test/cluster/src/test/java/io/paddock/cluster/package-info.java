/**
 * Ensembles of real processes: ours among themselves, and mixed with those of the reference. What was acknowledged survives
 * whatever happens to a minority, everybody shows the same, and clients notice little. That holds also where groups and
 * weights decide, where names of members appear late or move, where servers are restarted over and over or started in any
 * order, and where a member ends while what it lacks is on its way to it.
 */
package io.paddock.cluster;
