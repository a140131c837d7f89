package io.paddock.server.tree;

import io.paddock.common.Path;

/**
 * The quota that governs a path, as of now. Limits of -1 are none.
 *
 * @param path of the subtree
 * @param count znodes that this quota governs: those of the subtree, itself included, that no deeper quota governs
 * @param bytes sum of their data lengths
 * @param countLimit soft, like {@code byteLimit}: exceeding it is worth a warning
 * @param countHardLimit exceeding it is refused, as with {@code byteHardLimit}
 */
public record Quota(
        Path path, long count, long bytes, long countLimit, long byteLimit, long countHardLimit, long byteHardLimit) {

    public static final long UNLIMITED = -1;
}
