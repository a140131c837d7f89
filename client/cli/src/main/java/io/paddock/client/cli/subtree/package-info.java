/**
 * Commands about whole subtrees, and {@link io.paddock.client.cli.subtree.Walk}, the way through one.
 *
 * <p><b>Uses:</b> {@code command}, {@code output}. <b>Rules:</b> specification, cli 7.1 for {@code deleteall}; the others are
 * Paddock's own (docs/shell.md).
 */
package io.paddock.client.cli.subtree;
