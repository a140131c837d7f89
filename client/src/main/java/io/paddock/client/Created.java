package io.paddock.client;

import io.paddock.common.Stat;

/**
 * A znode that was just created.
 *
 * @param path its path, with the sequence number if one was asked for
 * @param stat its stat; {@code czxid} grows with every creation in the whole tree
 */
public record Created(String path, Stat stat) {

    /** The last component of the path. */
    public String name() {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
