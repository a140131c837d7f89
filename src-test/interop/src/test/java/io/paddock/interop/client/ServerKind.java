package io.paddock.interop.client;

import io.paddock.testsupport.Installation;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.file.Path;

/** The two servers that the client must work with. */
enum ServerKind {
    PADDOCK,
    APACHE;

    /** As the tests of this room want it: short ticks, TTL znodes. */
    ServerSetup setup(Path directory) {
        return ServerSetup.of(installation(), directory.resolve(name()))
                .config("tickTime", "500")
                .config("maxSessionTimeout", "60000")
                .property("zookeeper.extendedTypesEnabled", "true")
                .property("zookeeper.DigestAuthenticationProvider.superDigest", SUPER_DIGEST);
    }

    ServerProcess start(Path directory) throws IOException {
        return setup(directory).start();
    }

    /** {@code super:secret}. */
    private static final String SUPER_DIGEST = io.paddock.client.AccessList.digestId("super", "secret");

    private Installation installation() {
        return switch (this) {
            case PADDOCK -> Installation.paddock();
            case APACHE -> Installation.apache();
        };
    }
}
