package io.paddock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.faults.workload.Workload;
import io.paddock.testsupport.Seeds;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.file.Path;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.CleanupMode;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9}, again and again, of one server on one directory. {@code -Drounds=N} makes it longer, {@code -Dseed=S}
 * draws the same requests again; where among them the kill falls, the machine decides.
 */
class KillUnderLoadTest {

    private static final int ROUNDS = Integer.getInteger("rounds", 8);
    private static final int WRITERS = 4;
    private static final int START_MS = 600;

    @TempDir(cleanup = CleanupMode.ON_SUCCESS)
    private Path directory;

    @Test
    void whatWasAcknowledgedSurvivesEveryKill() throws IOException, InterruptedException {
        long seed = Seeds.fresh();
        SplittableRandom random = new SplittableRandom(seed);
        int killedWhileStarting = 0;
        try (ServerProcess server = setup().start()) {
            Workload workload = new Workload(server.port(), WRITERS, seed);
            int round = 0;
            try {
                for (; round < ROUNDS; round++) {
                    workload.resume();
                    workload.begin();
                    workload.awaitAcknowledged(1 + random.nextInt(random.nextBoolean() ? 20 : 2000));
                    workload.expectEnd();
                    server.kill();
                    workload.join();
                    if (random.nextInt(3) == 0) {
                        server.begin();
                        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(random.nextInt(START_MS)));
                        server.kill();
                        killedWhileStarting++;
                    }
                    server.start();
                }
                workload.resume();
            } catch (AssertionError | IOException failure) {
                throw new AssertionError(
                        "in round " + round + ", " + workload + "; repeat with -Dseed=" + String.format("%#x", seed)
                                + " -Drounds=" + ROUNDS + "; the data is in " + directory + "\n" + failure.getMessage(),
                        failure);
            }
            System.out.println("kills: " + ROUNDS + " under load and " + killedWhileStarting + " while starting, "
                    + workload + ", -Dseed=" + String.format("%#x", seed));
            assertThat(server.log()).doesNotContain("ERROR", "Exception").contains("Snapshot taken");
        }
    }

    /** Files so small that snapshots, rolls and new steps of zeros fall between any two kills. */
    private ServerSetup setup() {
        return Servers.quick(directory).property("zookeeper.snapCount", "300").property("zookeeper.preAllocSize", "64");
    }
}
