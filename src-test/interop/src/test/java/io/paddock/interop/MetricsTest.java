package io.paddock.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.FourLetterWord;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a server measures: each number is moved by what it is said to count. */
class MetricsTest {

    private static final int WRITES = 50;

    @TempDir
    private Path directory;

    @Test
    void theNumbersAreThoseOfWhatClientsDid() throws IOException {
        try (ServerProcess server =
                ServerSetup.of(Installation.underTest(), directory).start()) {
            Map<String, Double> fresh = ask(server);
            RawClient.Session session;
            try (RawClient client = RawClient.session(server.port());
                    RawClient watcher = RawClient.session(server.port())) {
                session = client.session();
                client.call(Op.CREATE, Requests.create("/a", null, 0));
                client.call(Op.CREATE, Requests.create("/a/e", null, 1));
                watcher.call(Op.GET_DATA, Requests.read("/a", true));
                watcher.call(Op.GET_CHILDREN, Requests.read("/a", true));
                watcher.call(Op.EXISTS, Requests.read("/a/new", true));
                client.call(Op.CREATE, Requests.create("/a/new", null, 0));
                for (int i = 0; i < WRITES; i++) {
                    client.call(Op.SET_DATA, Requests.setData("/a", new byte[100], -1));
                }
                watcher.call(Op.EXISTS, Requests.read("/a/new", true));
                client.call(Op.DELETE, Requests.delete("/a/new", -1));
                watcher.call(Op.PING, Requests.EMPTY);
                assertThat(watcher.takeNotifications()).hasSize(4);
                client.call(Op.AUTH, Requests.auth("nonsense", "x".getBytes(StandardCharsets.UTF_8)));
                client.awaitEnd();
            }
            RawClient.resume(server.port(), session, 0).close();
            Map<String, Double> now = ask(server);
            grown(fresh, now, "connection_request_count", 3);
            grown(fresh, now, "connection_revalidate_count", 1);
            grown(fresh, now, "auth_failed_count", 1);
            grown(fresh, now, "cnt_node_changed_watch_count", 1);
            grown(fresh, now, "cnt_node_created_watch_count", 1);
            grown(fresh, now, "cnt_node_children_watch_count", 1);
            grown(fresh, now, "cnt_node_deleted_watch_count", 1);
            grown(fresh, now, "znode_count", 2);
            grown(fresh, now, "ephemerals_count", 1);
            grown(fresh, now, "global_sessions", 2);
            // Two sessions, and what was written.
            grown(fresh, now, "sync_processor_request_queued", 2 + 3 + WRITES + 1);
            // Creations, what was set, a deletion.
            grown(fresh, now, "cnt_a_write_per_namespace", 3 + WRITES + 1);
            grown(fresh, now, "cnt_a_read_per_namespace", 3);
            assertThat(now.get("sum_a_write_per_namespace")).isGreaterThan(WRITES * 100);
            assertThat(now.get("connection_drop_count")).isGreaterThanOrEqualTo(3);
            assertThat(now.get("bytes_received_count")).isGreaterThan(WRITES * 100);
            assertThat(now.get("response_bytes")).isGreaterThan(WRITES * 68);
            assertThat(now.get("watch_bytes")).isGreaterThanOrEqualTo(4 * 20);
            assertThat(now.get("cnt_fsynctime")).isPositive();
            assertThat(now.get("cnt_sync_processor_batch_size")).isEqualTo(now.get("cnt_sync_process_time"));
            assertThat(now.get("sum_prep_processor_queue_size")).isGreaterThan(WRITES);
            assertThat(now.get("cnt_commit_process_time")).isPositive();
            assertThat(now.get("outstanding_changes_queued")).isGreaterThan(WRITES);
            assertThat(now.get("outstanding_changes_removed")).isEqualTo(now.get("outstanding_changes_queued"));
            assertThat(now.get("unrecoverable_error_count")).isZero();
            for (String thread : new String[] {"replica", "log", "client_io"}) {
                assertThat(now.get(thread + "_busy_share")).as(thread).isBetween(0.0, 1.0);
            }

            server.restart();
            Map<String, Double> restarted = ask(server);
            assertThat(restarted)
                    .containsEntry("cnt_dbinittime", 1.0)
                    .containsEntry("cnt_startup_snap_load_time", 1.0)
                    .containsEntry("cnt_startup_txns_load_time", 1.0)
                    .containsEntry("sum_startup_txns_loaded", now.get("sync_processor_request_queued"))
                    .containsEntry("digest_mismatches_count", 0.0);
        }
    }

    private static void grown(Map<String, Double> before, Map<String, Double> after, String metric, double by) {
        assertThat(after.get(metric) - before.getOrDefault(metric, 0.0))
                .as(metric)
                .isEqualTo(by);
    }

    private static Map<String, Double> ask(ServerProcess server) throws IOException {
        Map<String, Double> values = new HashMap<>();
        FourLetterWord.ask(server.port(), "mntr").lines().forEach(line -> {
            String[] parts = line.substring("zk_".length()).split("\t");
            if (parts[1].matches("-?[0-9.]+")) {
                values.put(parts[0], Double.valueOf(parts[1]));
            }
        });
        return values;
    }
}
