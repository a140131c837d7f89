/**
 * Commands about who may do what, and who one is.
 *
 * <p><b>Uses:</b> {@code command}, {@code output}, {@code subtree}. <b>Rules:</b> specification, cli 7.2.
 */
package io.paddock.client.cli.access;
