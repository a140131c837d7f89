package io.paddock.interop;

import static io.paddock.testsupport.Eventually.eventually;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.FourLetterWord;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.TestEnsemble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The four-letter words of the members of an ensemble beside those of Apache's: three voters and an observer of each, with
 * a session on every one of them.
 */
class EnsembleWordsTest {

    private static final Duration SOON = Duration.ofSeconds(60);
    private static final List<String> ROLES = List.of("leader", "follower", "observer");

    @TempDir
    private static Path directory;

    private static TestEnsemble apache;
    private static TestEnsemble ours;
    /** Of the role, of Apache's and of ours. */
    private static final Map<String, ServerProcess> APACHES = new LinkedHashMap<>();

    private static final Map<String, ServerProcess> OURS = new LinkedHashMap<>();
    private static final List<RawClient> CLIENTS = new ArrayList<>();

    /** What mntr said of each role when all had been done and nothing was reset. */
    private static final Map<String, String> APACHES_NUMBERS = new LinkedHashMap<>();

    private static final Map<String, String> OUR_NUMBERS = new LinkedHashMap<>();

    private static String apachesFreshLeader;
    private static String ourFreshLeader;

    @BeforeAll
    static void startEnsembles() throws IOException {
        apache = start(Installation.apache(), "apache");
        ours = start(Installation.underTest(), "ours");
        apache.awaitServing(SOON);
        ours.awaitServing(SOON);
        findRoles(apache, APACHES);
        findRoles(ours, OURS);
        apachesFreshLeader = FourLetterWord.ask(APACHES.get("leader").port(), "srvr");
        ourFreshLeader = FourLetterWord.ask(OURS.get("leader").port(), "srvr");
        use(APACHES);
        use(OURS);
        for (String role : ROLES) {
            APACHES_NUMBERS.put(role, FourLetterWord.ask(APACHES.get(role).port(), "mntr"));
            OUR_NUMBERS.put(role, FourLetterWord.ask(OURS.get(role).port(), "mntr"));
        }
    }

    private static TestEnsemble start(Installation installation, String name) throws IOException {
        TestEnsemble ensemble =
                TestEnsemble.of(directory.resolve(name), Collections.nCopies(4, installation), 1, setup -> {});
        for (long sid : ensemble.sids()) {
            ensemble.server(sid).begin();
        }
        return ensemble;
    }

    /** Of the followers, any. */
    private static void findRoles(TestEnsemble ensemble, Map<String, ServerProcess> byRole) {
        for (String role : ROLES) {
            eventually(SOON, () -> {
                long sid = ensemble.sids().stream()
                        .filter(each -> role.equals(ensemble.mode(each)))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("no " + role));
                byRole.put(role, ensemble.server(sid));
            });
        }
    }

    /** On each server a session with an ephemeral, watches and a top-level znode of its own that it alone has read. */
    private static void use(Map<String, ServerProcess> byRole) throws IOException {
        for (String role : ROLES) {
            RawClient client = RawClient.session(byRole.get(role).port());
            CLIENTS.add(client);
            client.call(Op.CREATE, Requests.create("/" + role, null, 0));
            client.call(Op.CREATE, Requests.create("/" + role + "/eph", null, 1));
            client.call(Op.GET_DATA, Requests.read("/" + role, true));
            client.call(Op.EXISTS, Requests.read("/" + role + "/missing", true));
            client.call(Op.EXISTS, Requests.read("/zookeeper", false));
            client.call(Op.PING, Requests.EMPTY);
        }
        for (RawClient client : CLIENTS) {
            client.call(Op.SYNC, Requests.path("/"));
        }
    }

    @AfterAll
    static void stopEnsembles() throws IOException {
        for (RawClient client : CLIENTS) {
            client.close();
        }
        for (TestEnsemble ensemble : new TestEnsemble[] {apache, ours}) {
            if (ensemble != null) {
                ensemble.close();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "srvr", "stat", "cons", "conf", "dump", "dirs", "wchs", "wchc", "wchp", "ruok", "isro", "gtmk", "hash",
                "crst"
            })
    void aWordHasTheShapeOfApachesInEveryRole(String word) {
        for (String role : ROLES) {
            // Who asked before may not have left yet.
            eventually(
                    SOON,
                    () -> assertThat(shape(OURS.get(role), word)).as(role).isEqualTo(shape(APACHES.get(role), word)));
        }
    }

    @Test
    void theMonitorWordLacksNoKeyOfApachesInAnyRole() throws IOException {
        for (String role : ROLES) {
            Map<String, String> our = forms(OURS.get(role));
            assertThat(our).as(role).containsAllEntriesOf(forms(APACHES.get(role)));
            our.keySet().removeAll(forms(APACHES.get(role)).keySet());
            our.keySet().removeIf(key -> key.matches("zk_(lag|#_learner_lag|.*_busy_share|.*#_ack_latency)"));
            // Apache's takes a sample of acknowledgements now and then, and shows them only then.
            assertThat(our)
                    .as(role + ": has keys that are neither Apache's nor documented")
                    .isEmpty();
        }
    }

    @Test
    void aResetTakesNoKeyAway() throws IOException {
        for (String role : ROLES) {
            Map<String, String> before = forms(OURS.get(role));
            for (ServerProcess server : List.of(APACHES.get(role), OURS.get(role))) {
                assertThat(FourLetterWord.ask(server.port(), "srst")).isEqualTo("Server stats reset.\n");
            }
            assertThat(forms(OURS.get(role))).as(role).containsOnlyKeys(before.keySet());
        }
    }

    @ParameterizedTest
    @CsvSource({"leader, leading - broadcast", "follower, following - broadcast", "observer, observing - broadcast"})
    void aMemberSaysWhatItDoes(String role, String state) throws IOException {
        for (ServerProcess server : List.of(APACHES.get(role), OURS.get(role))) {
            assertThat(FourLetterWord.ask(server.port(), "mntr")).contains("\nzk_peer_state\t" + state + "\n");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "znode_count",
                "watch_count",
                "ephemerals_count",
                "approximate_data_size",
                "global_sessions",
                "quorum_size",
                "synced_followers",
                "connection_request_count",
                "last_client_response_size",
                "cnt_observer_write_per_namespace",
                "sum_observer_write_per_namespace",
                "cnt_zookeeper_read_per_namespace"
            })
    void aMonitorReadsTheSameNumber(String metric) {
        String name = "zk_" + metric + "\t";
        for (String role : ROLES) {
            assertThat(line(OUR_NUMBERS.get(role), name)).as(role).isEqualTo(line(APACHES_NUMBERS.get(role), name));
        }
    }

    @Test
    void aLeaderBeginsWhereItsEpochDoes() {
        assertThat(line(apachesFreshLeader, "Zxid: ")).isEqualTo("0x100000000");
        assertThat(line(ourFreshLeader, "Zxid: ")).isEqualTo("0x100000000");
    }

    /** Of each metric, whether it is a whole number, a decimal one or text. */
    private static Map<String, String> forms(ServerProcess server) throws IOException {
        Map<String, String> forms = new TreeMap<>();
        FourLetterWord.ask(server.port(), "mntr").lines().forEach(line -> {
            String[] parts = line.split("\t");
            String key = parts[0].replaceAll("(?<=_)\\d+(?=_(learner|ack))", "#"); // Who leads whom is chance.
            forms.put(key, parts[1].replaceAll("-?\\d+\\.\\d+", "0.0").replaceAll("^-?\\d+$", "0"));
        });
        forms.replace("zk_version", "text");
        return forms;
    }

    /** The answer without numbers, dates and places, which differ from run to run. */
    private static String shape(ServerProcess server, String word) throws IOException {
        String shape = FourLetterWord.ask(server.port(), word)
                .replaceAll("(?m)^Zookeeper version: .*", "Zookeeper version: *")
                .replaceAll("(?m)^(dataDir|dataLogDir)=.*", "$1=*")
                .replaceAll("[A-Z][a-z]{2} [A-Z][a-z]{2} \\d\\d \\d\\d:\\d\\d:\\d\\d \\S+ \\d{4}", "DATE")
                .replaceAll("0x[0-9a-f]+", "0x#")
                .replaceAll("127\\.0\\.0\\.1", "LOOPBACK")
                .replaceAll("-?\\d+\\.\\d+(E-?\\d+)?", "#.#")
                .replaceAll("(?<!\\[)-?\\d+(?!])", "#")
                .replaceAll("Sets \\(#\\)/", "Sets (*)/");
        // How many things end in the same moment is chance.
        String lines = word.equals("dump") ? shape.replaceAll("(?m)^# expire at DATE:\n", "") : shape;
        return List.of("cons", "stat", "dump", "wchc", "wchp").contains(word)
                ? String.join("\n", lines.lines().sorted().toList())
                : lines;
    }

    /** What stands behind the label; "none" if the answer has no such line. */
    private static String line(String answer, String label) {
        return answer.lines()
                .filter(line -> line.startsWith(label))
                .map(line -> line.substring(label.length()))
                .findFirst()
                .orElse("none");
    }
}
