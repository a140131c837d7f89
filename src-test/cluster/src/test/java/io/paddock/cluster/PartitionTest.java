package io.paddock.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.paddock.testsupport.network.FragileNetwork;
import io.paddock.testsupport.network.NamespaceNetwork;
import io.paddock.testsupport.network.Namespaces;
import io.paddock.testsupport.network.ProxiedNetwork;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that cannot hear each other, and are not told: {@link Partitions} in two kinds of networks. */
class PartitionTest {

    private static final long LIMIT_SECONDS = 400;

    @TempDir
    Path directory;

    @Test
    void partitionsByProxiesLoseNothingAndShowNothingStale() throws Exception {
        try (FragileNetwork network = new ProxiedNetwork()) {
            Partitions.happenIn(network, directory);
        }
    }

    @Test
    void partitionsOfNetworkNamespacesLoseNothingAndShowNothingStale() throws Exception {
        Namespaces namespaces = Namespaces.tried();
        assumeTrue(namespaces.areAllowed(), namespaces.obstacle());
        assertThat(namespaces.run(InNamespaces.class, LIMIT_SECONDS, directory.toString()))
                .as("exit code, the failure is in the output")
                .isZero();
    }

    /** The test and its clients, inside. */
    static final class InNamespaces {

        private InNamespaces() {}

        public static void main(String[] arguments) throws Exception {
            try (FragileNetwork network = new NamespaceNetwork(3)) {
                Partitions.happenIn(network, Path.of(arguments[0]));
            }
        }
    }
}
