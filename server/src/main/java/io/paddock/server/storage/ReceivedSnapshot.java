package io.paddock.server.storage;

import io.paddock.server.tree.Tree;

/**
 * A tree that a leader has sent: the whole content of the stream behind a SNAP packet, checked.
 *
 * @param unread what came behind the stream and was read with it
 */
public record ReceivedSnapshot(Tree tree, byte[] unread) {}
