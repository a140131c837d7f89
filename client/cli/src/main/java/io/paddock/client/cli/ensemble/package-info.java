/**
 * Commands about the members of the ensemble.
 *
 * <p><b>Uses:</b> {@code command}, {@code connection}, {@code output}. <b>Rules:</b> specification, cli 7.5.
 */
package io.paddock.client.cli.ensemble;
