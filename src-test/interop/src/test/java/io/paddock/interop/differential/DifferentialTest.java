package io.paddock.interop.differential;

import io.paddock.testsupport.AclEntry;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.Seeds;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Both servers are asked the same thousands of things and must say the same. {@code -Ddifferential.operations=N} makes
 * it longer, {@code -Dseed=S} repeats a run, {@code -Ddifferential.story=N} tells more steps of one that failed.
 */
class DifferentialTest {

    private static final int OPERATIONS = Integer.getInteger("differential.operations", 6000);

    @TempDir
    private Path directory;

    @Test
    void everyAnswerIsApachesButForItsDocumentedDefects() throws IOException {
        compare(OPERATIONS, false);
    }

    @Test
    void quotasThatAreEnforcedRefuseTheSameRequests() throws IOException {
        compare(OPERATIONS / 4, true);
    }

    private void compare(int operations, boolean enforcedQuotas) throws IOException {
        long seed = Seeds.fresh();
        System.out.printf("differential: %d operations, -Dseed=%#x%n", operations, seed);
        Correspondence known = new Correspondence();
        Generator generator = new Generator(seed, known, enforcedQuotas);
        try (ServerProcess apacheServer = start(Installation.apache(), "apache", enforcedQuotas);
                ServerProcess ourServer = start(Installation.underTest(), "ours", enforcedQuotas);
                Side apache = new Side(apacheServer);
                Side ours = new Side(ourServer)) {
            Lockstep lockstep = new Lockstep(apache, ours, known, generator);
            try {
                while (lockstep.requests() < operations) {
                    lockstep.take(generator.next());
                }
            } catch (AssertionError | IOException | RuntimeException difference) {
                throw new AssertionError(
                        "after " + lockstep.requests() + " requests; repeat with -Dseed=" + String.format("%#x", seed)
                                + " -Ddifferential.operations=" + OPERATIONS + "\nThe last steps:\n"
                                + lockstep.story() + "\n" + difference.getMessage(),
                        difference);
            }
            System.out.println("differential: the same: " + lockstep.tally());
        }
    }

    /** Long ticks, no sweeps: nothing may happen by itself. No fsync: nothing here depends on the disk. */
    private ServerProcess start(Installation installation, String name, boolean enforcedQuotas) throws IOException {
        return ServerSetup.of(installation, directory.resolve(name + enforcedQuotas))
                .config("tickTime", "100000")
                .property("zookeeper.extendedTypesEnabled", "true")
                .property("zookeeper.enforceQuota", Boolean.toString(enforcedQuotas))
                .property("zookeeper.forceSync", "no")
                .property("znode.container.checkIntervalMs", "86400000")
                .property("zookeeper.DigestAuthenticationProvider.superDigest", "super:" + superDigest())
                .start();
    }

    private static String superDigest() {
        String id = AclEntry.digest(0, "super", "secret").id();
        return id.substring(id.indexOf(':') + 1);
    }
}
