/**
 * Commands about watches.
 *
 * <p><b>Uses:</b> {@code command}, {@code connection}, {@code output}. <b>Rules:</b> specification, cli 7.4.
 */
package io.paddock.client.cli.watches;
