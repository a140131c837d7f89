/**
 * Commands about single znodes.
 *
 * <p><b>Uses:</b> {@code command}, {@code output}, {@code access} for lists that are typed, {@code subtree} for {@code ls -R}.
 * <b>Rules:</b> specification, cli 7.1.
 */
package io.paddock.client.cli.nodes;
