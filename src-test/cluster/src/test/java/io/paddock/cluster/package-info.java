/**
 * Ensembles of real processes: ours among themselves, and mixed with those of the reference. What was acknowledged survives
 * whatever happens to a minority, everybody shows the same, and clients notice little.
 */
package io.paddock.cluster;
