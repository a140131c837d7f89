package io.paddock.server.replica;

import static io.paddock.server.replica.ReplicaBench.create;
import static io.paddock.server.replica.ReplicaBench.setData;
import static io.paddock.server.replica.ReplicaBench.ttl;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.CreateMode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.Delete;
import io.paddock.server.replica.ReplicaBench.Asker;
import io.paddock.server.tree.Tree;
import io.paddock.server.zab.Proposal;
import org.junit.jupiter.api.Test;

/** Removal of containers and TTL nodes: server semantics, section 3. */
class SweeperTest {

    private static final Asker ASKER = new Asker("client");
    private static final long INTERVAL_MS = 60_000;

    private final ReplicaBench bench = new ReplicaBench();
    private final Object connection = new Object();
    private final long session = bench.open(connection, Integer.MAX_VALUE / 2);

    private void write(ClientRequest body) {
        bench.write(ASKER, session, connection, body);
        assertThat(bench.sync().answers().get(0).outcome().err()).isZero();
    }

    private long sweeps() {
        return bench.log.stream()
                .filter(proposal -> proposal.txn().header().type() == OpCode.DELETE_CONTAINER)
                .count();
    }

    @Test
    void aContainerGoesAfterItsLastChildAtTheNextCheck() {
        write(create("/c", CreateMode.CONTAINER));
        write(create("/c/x", CreateMode.PERSISTENT));
        bench.pass(INTERVAL_MS + 1000);
        assertThat(sweeps()).isZero();
        write(new Delete(Path.of("/c/x"), -1));
        bench.pass(INTERVAL_MS - 3000);
        assertThat(sweeps()).isZero();
        bench.pass(3000);
        bench.sync();
        assertThat(bench.exists("/c")).isFalse();
        Proposal sweep = bench.log.get(bench.log.size() - 1);
        assertThat(sweep.txn().header().sessionId()).isZero();
        assertThat(sweep.txn().header().cxid()).isZero();
    }

    @Test
    void aContainerThatNeverHadAChildStays() {
        write(create("/c", CreateMode.CONTAINER));
        bench.pass(10 * INTERVAL_MS);
        assertThat(sweeps()).isZero();
    }

    @Test
    void aContainerThatNeverHadAChildGoesAfterTheConfiguredTime() {
        ReplicaBench impatient =
                new ReplicaBench(new Tree(1), new ReplicaOptions(1, 1000, INTERVAL_MS, 10_000, 150_000, true));
        long id = impatient.open(connection, Integer.MAX_VALUE / 2);
        impatient.write(ASKER, id, connection, create("/c", CreateMode.CONTAINER));
        impatient.sync();
        impatient.pass(2 * INTERVAL_MS + 1000);
        impatient.sync();
        assertThat(impatient.exists("/c")).isTrue();
        impatient.pass(INTERVAL_MS);
        impatient.sync();
        assertThat(impatient.exists("/c")).isFalse();
    }

    @Test
    void nestedContainersGoOneLevelAtEachCheck() {
        write(create("/c", CreateMode.CONTAINER));
        write(create("/c/d", CreateMode.CONTAINER));
        write(create("/c/d/x", CreateMode.PERSISTENT));
        write(new Delete(Path.of("/c/d/x"), -1));
        bench.pass(INTERVAL_MS + 500);
        bench.sync();
        assertThat(bench.exists("/c/d")).isFalse();
        assertThat(bench.exists("/c")).isTrue();
        bench.pass(INTERVAL_MS);
        bench.sync();
        assertThat(bench.exists("/c")).isFalse();
    }

    @Test
    void aTtlNodeGoesWhenItsTimeHasPassedSinceTheLastSetData() {
        write(ttl("/t", 70_000));
        bench.pass(INTERVAL_MS);
        write(setData("/t"));
        bench.pass(INTERVAL_MS + 1000);
        assertThat(sweeps()).isZero();
        bench.pass(INTERVAL_MS);
        bench.sync();
        assertThat(bench.exists("/t")).isFalse();
    }

    @Test
    void childrenNeitherProlongATtlNorLetItEnd() {
        write(ttl("/t", 1000));
        write(create("/t/x", CreateMode.PERSISTENT));
        bench.pass(3 * INTERVAL_MS);
        assertThat(sweeps()).isZero();
        write(new Delete(Path.of("/t/x"), -1));
        bench.pass(INTERVAL_MS + 500);
        bench.sync();
        assertThat(bench.exists("/t")).isFalse();
    }

    @Test
    void aTtlNodeInTheDataStaysWhereExtendedTypesAreOff() {
        ReplicaBench without =
                new ReplicaBench(new Tree(1), new ReplicaOptions(1, 1000, INTERVAL_MS, 10_000, 0, false));
        long id = without.open(connection, Integer.MAX_VALUE / 2);
        without.write(ASKER, id, connection, ttl("/t", 1));
        without.write(ASKER, id, connection, create("/c", CreateMode.CONTAINER));
        without.write(ASKER, id, connection, create("/c/x", CreateMode.PERSISTENT));
        without.write(ASKER, id, connection, new Delete(Path.of("/c/x"), -1));
        without.sync();
        without.pass(INTERVAL_MS + 1000);
        without.sync();
        assertThat(without.exists("/c")).isFalse();
        assertThat(without.exists("/t")).isTrue();
    }

    @Test
    void whatChangedSinceTheLookIsJudgedAgain() {
        write(create("/c", CreateMode.CONTAINER));
        write(create("/c/x", CreateMode.PERSISTENT));
        bench.write(ASKER, session, connection, new Delete(Path.of("/c/x"), -1));
        bench.sync();
        bench.write(ASKER, session, connection, create("/c/y", CreateMode.PERSISTENT));
        bench.pass(INTERVAL_MS + 1000);
        bench.sync();
        assertThat(bench.exists("/c")).isTrue();
    }

    @Test
    void deletionsOfOneCheckAreSpreadByTheLimitOfAMinute() {
        ReplicaBench slow = new ReplicaBench(new Tree(1), new ReplicaOptions(1, 1000, INTERVAL_MS, 60, 0, true));
        long id = slow.open(connection, Integer.MAX_VALUE / 2);
        for (int i = 0; i < 10; i++) {
            slow.write(ASKER, id, connection, ttl("/t" + i, 1));
        }
        slow.sync();
        slow.pass(INTERVAL_MS + 500);
        slow.sync();
        assertThat(slow.tree.ttlNodes().size()).isBetween(8, 9);
        slow.pass(5000);
        slow.sync();
        assertThat(slow.tree.ttlNodes().size()).isBetween(3, 5);
        slow.pass(10_000);
        slow.sync();
        assertThat(slow.tree.ttlNodes()).isEmpty();
    }
}
