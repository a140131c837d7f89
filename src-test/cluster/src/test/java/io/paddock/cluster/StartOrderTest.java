package io.paddock.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.Client;
import io.paddock.client.NewNode;
import io.paddock.common.Stat;
import io.paddock.testsupport.Eventually;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.TestEnsemble;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Servers that are started one by one, each long after the one before. {@code -Dorders=6} tries all orders. */
class StartOrderTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    private static final int TICK_MS = 100;
    private static final int INIT_LIMIT = 5;

    /** Longer than anything that ends at the initLimit. */
    private static final Duration LONG = Duration.ofMillis(TICK_MS * (INIT_LIMIT + 2));

    /** In the first three each server has each place once. */
    private static final List<List<Long>> ORDERS = List.of(
            List.of(1L, 2L, 3L),
            List.of(3L, 1L, 2L),
            List.of(2L, 3L, 1L),
            List.of(3L, 2L, 1L),
            List.of(1L, 3L, 2L),
            List.of(2L, 1L, 3L));

    /** How many of the orders are tried. */
    private static final int TRIED = Integer.getInteger("orders", 3);

    @TempDir
    Path directory;

    /** All on the same data, so that from the second order on there is something to agree about. */
    @Test
    void inWhateverOrderTheFirstTwoServeAndTheThirdJoinsThem() throws Exception {
        Installation paddock = Installation.paddock();
        try (TestEnsemble ensemble = TestEnsemble.of(
                directory,
                List.of(paddock, paddock, paddock),
                0,
                setup -> setup.config("tickTime", String.valueOf(TICK_MS))
                        .config("initLimit", String.valueOf(INIT_LIMIT))
                        .config("maxSessionTimeout", "40000")
                        .shortLived())) {
            List<String> acknowledged = new ArrayList<>();
            for (List<Long> order : ORDERS.subList(0, TRIED)) {
                acknowledged.add(start(ensemble, order));
                ensemble.sids().forEach(sid -> ensemble.server(sid).terminate());
                for (long sid : ensemble.sids()) {
                    ensemble.server(sid).awaitExit();
                }
            }
            ensemble.start(LIMIT);
            MixedEnsembleTest.expectEqual(ensemble, acknowledged);
            Quiet.expectQuietLogs(ensemble);
        }
    }

    /** What was written meanwhile. */
    private static String start(TestEnsemble ensemble, List<Long> order) throws Exception {
        long first = order.get(0);
        long second = order.get(1);
        long third = order.get(2);
        ensemble.server(first).begin();
        Eventually.eventually(
                LIMIT, () -> assertThat(ensemble.server(first).ask("srvr")).contains("not currently serving requests"));
        Quiet.expectNoService(ensemble, LONG);
        ensemble.server(second).begin();
        ensemble.awaitServing(LIMIT);
        long leader = ensemble.leader();
        String path = "/" + first + second + third;
        try (Client client = Client.open(ensemble.server(first).connectString())) {
            client.blocking().create(NewNode.persistent(path));
            long end = System.nanoTime() + LONG.toNanos();
            int version = 0;
            while (System.nanoTime() - end < 0) {
                Stat stat = client.blocking().setData(path, new byte[0], version);
                assertThat(stat.version()).isEqualTo(++version);
            }
        }
        ensemble.server(third).begin();
        ensemble.awaitServing(third, LIMIT);
        assertThat(ensemble.leader())
                .as("the leader, before the third came and after")
                .isEqualTo(leader);
        return path;
    }
}
