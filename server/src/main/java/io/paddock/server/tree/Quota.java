package io.paddock.server.tree;

import io.paddock.common.Path;

/**
 * The quota that governs a path, as of now. Limits of -1 are none.
 *
 * @param path of the subtree
 * @param usedCount znodes that this quota governs: those of the subtree, itself included, that no deeper quota governs
 * @param usedBytes sum of their data lengths
 * @param countLimit soft, like {@code bytesLimit}: exceeding it is worth a warning
 * @param countHardLimit exceeding it is refused, as with {@code bytesHardLimit}
 */
public record Quota(
        Path path,
        long usedCount,
        long usedBytes,
        long countLimit,
        long bytesLimit,
        long countHardLimit,
        long bytesHardLimit) {

    public static final long UNLIMITED = -1;
}
