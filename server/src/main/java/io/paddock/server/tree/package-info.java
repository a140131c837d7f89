/**
 * The tree room: the replicated state of one peer (znodes, sessions, ACL table, quota usage, digest) and nothing of how
 * it gets changed or who may look at it.
 *
 * <p>{@link Tree} hides a dense packing: one byte array per znode, everything else in chunks of int columns, one index
 * over the hashes of full paths. {@link TreeCapture} is an exact image of one moment that another thread may read
 * while the tree moves on.
 *
 * <p><b>Owner:</b> the replica thread, for writing; others read while they hold the gate. <b>Uses:</b> {@code common}.
 * <b>Rules:</b> server semantics, sections 2, 3 and 7; storage, sections 5.5, 6, 7 and 13. <b>Invariants</b> (compared
 * with a naive model in the tests): the digest is the sum of the node digests; the usage of a quota is what it governs;
 * every ephemeral, container and TTL node is in its index; the order of every iteration depends only on the operations.
 */
package io.paddock.server.tree;
