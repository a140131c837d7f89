/** Whole subtrees. */
package io.paddock.client.cli.subtree;
