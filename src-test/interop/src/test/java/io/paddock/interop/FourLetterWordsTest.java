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
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The four-letter words beside Apache's: line by line the same text, but for numbers, dates and places. */
class FourLetterWordsTest {

    private static final Duration LIMIT = Duration.ofSeconds(10);

    @TempDir
    private static Path directory;

    private static ServerProcess apache;
    private static ServerProcess ours;
    private static RawClient toApache;
    private static RawClient toOurs;

    @BeforeAll
    static void startServers() throws IOException {
        apache = start(Installation.apache(), "apache");
        ours = start(Installation.underTest(), "ours");
        toApache = useful(apache);
        toOurs = useful(ours);
    }

    @AfterAll
    static void stopServers() throws IOException {
        for (AutoCloseable open : new AutoCloseable[] {toApache, toOurs}) {
            if (open != null) {
                ((RawClient) open).close();
            }
        }
        ours.close();
        apache.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "srvr", "stat", "cons", "conf", "dirs", "wchs", "wchc", "wchp", "ruok", "isro", "gtmk", "hash", "crst",
                "srst"
            })
    void aWordHasTheShapeOfApaches(String word) throws IOException {
        assertThat(shape(ours, word)).isEqualTo(shape(apache, word));
    }

    @Test
    void aDumpHasTheLinesOfApaches() throws IOException {
        // How many empty buckets there are depends on the moment.
        assertThat(shape(ours, "dump")
                        .lines()
                        .filter(line -> !line.startsWith("# expire at"))
                        .distinct())
                .containsExactlyElementsOf(shape(apache, "dump")
                        .lines()
                        .filter(line -> !line.startsWith("# expire at"))
                        .distinct()
                        .toList());
    }

    @Test
    void theEnvironmentHasApachesKeysInApachesOrder() throws IOException {
        assertThat(FourLetterWord.ask(ours.port(), "envi").lines().map(line -> line.split("=")[0]))
                .containsExactlyElementsOf(FourLetterWord.ask(apache.port(), "envi")
                        .lines()
                        .map(line -> line.split("=")[0])
                        .toList());
    }

    @Test
    void theMonitorWordHasNamesAndValuesThatMonitorsRead() throws IOException {
        List<String> lines = FourLetterWord.ask(ours.port(), "mntr").lines().toList();
        assertThat(lines).allMatch(line -> line.matches("zk_[^\t]+\t[^\t]+"));
        assertThat(lines.get(0)).startsWith("zk_version\t");
        assertThat(lines.get(1)).isEqualTo("zk_server_state\tstandalone");
        assertThat(lines.stream().map(line -> line.split("\t")[0]))
                .doesNotHaveDuplicates()
                .contains(
                        "zk_avg_latency",
                        "zk_min_latency",
                        "zk_max_latency",
                        "zk_packets_received",
                        "zk_packets_sent",
                        "zk_num_alive_connections",
                        "zk_outstanding_requests",
                        "zk_znode_count",
                        "zk_watch_count",
                        "zk_ephemerals_count",
                        "zk_approximate_data_size",
                        "zk_open_file_descriptor_count",
                        "zk_max_file_descriptor_count",
                        "zk_last_client_response_size",
                        "zk_uptime");
    }

    @Test
    void theMonitorWordHasEveryMetricOfApachesInTheSameForm() throws IOException {
        Map<String, String> ours = forms(FourLetterWordsTest.ours);
        assertThat(ours).containsAllEntriesOf(forms(apache));
    }

    /** Of each metric, whether it is a whole number, a decimal one or text; without those that name znodes. */
    private static Map<String, String> forms(ServerProcess server) throws IOException {
        Map<String, String> forms = new TreeMap<>();
        FourLetterWord.ask(server.port(), "mntr").lines().forEach(line -> {
            String[] parts = line.split("\t");
            if (!parts[0].endsWith("_per_namespace")) {
                forms.put(parts[0], parts[1].replaceAll("-?\\d+\\.\\d+", "0.0").replaceAll("^-?\\d+$", "0"));
            }
        });
        forms.replace("zk_version", "text");
        return forms;
    }

    @Test
    void countsAreTrue() throws IOException {
        try (RawClient client = RawClient.session(ours.port())) {
            String before = FourLetterWord.ask(ours.port(), "srvr");
            client.call(Op.CREATE, Requests.create("/counted", null, 0));
            String after = FourLetterWord.ask(ours.port(), "srvr");
            assertThat(number(after, "Node count: ")).isEqualTo(number(before, "Node count: ") + 1);
            assertThat(Long.decode(line(after, "Zxid: "))).isEqualTo(Long.decode(line(before, "Zxid: ")) + 1);
            assertThat(number(after, "Connections: ")).isGreaterThanOrEqualTo(3);
        }
    }

    @Test
    void theTraceMaskIsSetAndSaid() throws IOException {
        byte[] command = ByteBuffer.allocate(12)
                .put("stmk".getBytes(StandardCharsets.US_ASCII))
                .putLong(306)
                .array();
        assertThat(FourLetterWord.ask(ours.port(), command, LIMIT)).isEqualTo("306");
    }

    @Test
    void whatFollowsAWordIsIgnored() throws IOException {
        assertThat(FourLetterWord.ask(ours.port(), "ruok\n")).isEqualTo("imok");
    }

    @ParameterizedTest
    @ValueSource(strings = {"RUOK", "nope", "\u00ff\u00f4\u00ff\u00fd"})
    void whatIsNoWordIsNotAnswered(String bytes) throws IOException {
        assertThat(FourLetterWord.ask(ours.port(), bytes.getBytes(StandardCharsets.ISO_8859_1), LIMIT))
                .isEmpty();
    }

    @Test
    void aWordThatIsNotAllowedSaysSoAndSrvrIsAlways() throws IOException {
        try (ServerProcess strict = ServerSetup.of(Installation.underTest(), directory.resolve("strict"))
                .config("4lw.commands.whitelist", "ruok, mntr")
                .start()) {
            assertThat(FourLetterWord.ask(strict.port(), "stat"))
                    .isEqualTo("stat is not executed because it is not in the whitelist.\n");
            assertThat(FourLetterWord.ask(strict.port(), "isro"))
                    .isEqualTo("isro is not executed because it is not in the whitelist.\n");
            assertThat(FourLetterWord.ask(strict.port(), "ruok")).isEqualTo("imok");
            assertThat(FourLetterWord.ask(strict.port(), "srvr")).contains("Mode: standalone");
        }
    }

    private static ServerProcess start(Installation installation, String name) throws IOException {
        return ServerSetup.of(installation, directory.resolve(name)).start();
    }

    /** A session with watches, an ephemeral and some transactions. */
    private static RawClient useful(ServerProcess server) throws IOException {
        RawClient client = RawClient.session(server.port());
        client.call(Op.CREATE, Requests.create("/a", null, 0));
        client.call(Op.CREATE, Requests.create("/eph", null, 1));
        for (int i = 0; i < 300; i++) {
            client.call(Op.SET_DATA, Requests.setData("/a", new byte[10], -1));
        }
        client.call(Op.GET_DATA, Requests.read("/a", true));
        client.call(Op.EXISTS, Requests.read("/missing", true));
        client.call(Op.ADD_WATCH, Requests.pathAndNumber("/a", 0));
        client.call(Op.PING, Requests.EMPTY);
        return client;
    }

    private static String shape(ServerProcess server, String word) throws IOException {
        String shape = FourLetterWord.ask(server.port(), word)
                .replaceAll("(?m)^Zookeeper version: .*", "Zookeeper version: *")
                .replaceAll("dataDir=.*", "dataDir=*")
                .replaceAll("dataLogDir=.*", "dataLogDir=*")
                .replaceAll("[A-Z][a-z]{2} [A-Z][a-z]{2} \\d\\d \\d\\d:\\d\\d:\\d\\d \\S+ \\d{4}", "DATE")
                .replaceAll("0x[0-9a-f]+", "0x#")
                .replaceAll("\\[[0-9a-f]+]", "[#]")
                .replaceAll("-?\\d+\\.\\d+(E-?\\d+)?", "#.#")
                .replaceAll("127\\.#\\.#", "127.0.0.1");
        if (word.equals("hash")) {
            return shape.replaceAll("(?m)^[0-9a-f]+: \\d+$", "#: #");
        }
        String masked = shape.replaceAll("-?\\d+", "#");
        // Connections and paths come in any order.
        return List.of("cons", "wchc", "wchp").contains(word)
                ? String.join("\n", masked.lines().sorted().toList())
                : masked;
    }

    private static long number(String answer, String label) {
        return Long.parseLong(line(answer, label));
    }

    private static String line(String answer, String label) {
        return answer.lines()
                .filter(line -> line.startsWith(label))
                .map(line -> line.substring(label.length()))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no line " + label + " in " + answer));
    }
}
