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
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The metrics over HTTP: operations, section 10.5. */
class PrometheusTest {

    private static final String PROVIDER = "org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider";

    @TempDir
    private Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void prometheusReadsWhatTheServerMeasures() throws Exception {
        try (ServerProcess server = setup("0").start()) {
            try (RawClient client = RawClient.session(server.port())) {
                for (int i = 0; i < 10; i++) {
                    client.call(Op.CREATE, Requests.create("/n", null, 2));
                }
            }
            HttpResponse<String> all = get(server, "/metrics");
            assertThat(all.statusCode()).isEqualTo(200);
            assertThat(all.headers().firstValue("content-type")).hasValue("text/plain; version=0.0.4; charset=utf-8");
            assertThat(all.body())
                    .contains("# TYPE znode_count gauge\nznode_count 1")
                    .contains("\nupdatelatency_count 10.0\n")
                    .containsPattern("\nfsynctime\\{quantile=\"0.5\",} \\d")
                    .contains("\njvm_memory_bytes_used{area=\"heap\",} ");
            assertThat(get(server, "/metrics?name[]=uptime&name[]=znode_count".replace("[]", "%5B%5D"))
                            .body()
                            .lines())
                    .hasSize(6);
            assertThat(get(server, "/").statusCode()).isEqualTo(404);
            assertThat(get(server, "/metrics/").statusCode()).isEqualTo(404);
            HttpRequest post = request(server, "/metrics")
                    .POST(BodyPublishers.ofString("x"))
                    .build();
            assertThat(http.send(post, BodyHandlers.ofString()).statusCode()).isEqualTo(405);

            String word = FourLetterWord.ask(server.port(), "mntr");
            assertThat(word)
                    .contains("zk_server_state\tstandalone\n")
                    .containsPattern("zk_uptime\t\\d+\\.0\n")
                    .containsPattern("zk_fsynctime\\{quantile=\"0.5\"}\t\\d+\\.0\n")
                    .contains("zk_updatelatency_count\t10.0\n")
                    .doesNotContain("zk_avg_fsynctime");
            FourLetterWord.ask(server.port(), "srst");
            assertThat(get(server, "/metrics").body()).contains("\nupdatelatency_count 10.0\n");
        }
    }

    @Test
    void aPortThatIsTakenEndsTheStart() throws IOException {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
            ServerProcess server = setup(Integer.toString(taken.getLocalPort())).prepared();
            assertThat(server.startAndAwaitExit()).isEqualTo(1);
            assertThat(server.log())
                    .contains("Cannot boot MetricsProvider " + PROVIDER)
                    .contains(Integer.toString(taken.getLocalPort()));
        }
    }

    private ServerSetup setup(String port) {
        return ServerSetup.of(Installation.underTest(), directory)
                .config("metricsProvider.className", PROVIDER)
                .config("metricsProvider.httpHost", "127.0.0.1")
                .config("metricsProvider.httpPort", port);
    }

    private HttpResponse<String> get(ServerProcess server, String path) throws Exception {
        return http.send(request(server, path).build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(ServerProcess server, String path) throws IOException {
        Matcher port = Pattern.compile("Serving metrics on address 127.0.0.1, port (\\d+) ")
                .matcher(server.log());
        assertThat(port.find()).isTrue();
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port.group(1) + path));
    }
}
