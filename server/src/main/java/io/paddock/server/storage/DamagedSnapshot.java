package io.paddock.server.storage;

import java.io.IOException;

/** The content of a snapshot is not what it should be. An older one may do. */
final class DamagedSnapshot extends IOException {

    DamagedSnapshot(String message) {
        super(message);
    }
}
