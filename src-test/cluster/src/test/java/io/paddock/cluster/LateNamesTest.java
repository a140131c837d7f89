package io.paddock.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.Eventually;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.TestEnsemble;
import io.paddock.testsupport.network.Network;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Members that are told of each other by names which the name service does not know yet, or knows otherwise later. The service
 * is a file, which the virtual machine reads at each question.
 */
class LateNamesTest {

    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final String HERE = "127.0.0.1";

    /** As where another machine gets the name. */
    private static final String ELSEWHERE = "127.0.0.5";

    private static final Network BY_NAME =
            (at, peer, quorumPort, electionPort) -> name(peer) + ":" + quorumPort + ":" + electionPort;

    @TempDir
    Path directory;

    private Path hosts;
    private Path security;
    private final Map<Long, String> addresses = new TreeMap<>();
    private TestEnsemble ensemble;

    private static String name(long sid) {
        return "member-" + sid + ".test";
    }

    @BeforeEach
    void prepare() throws IOException {
        hosts = directory.resolve("hosts");
        security = Files.writeString(
                directory.resolve("java.security"),
                "networkaddress.cache.ttl=0\nnetworkaddress.cache.negative.ttl=0\n");
        publish();
    }

    @AfterEach
    void end() throws IOException {
        ensemble.close();
    }

    private void members(String kinds) throws IOException {
        List<Installation> members = List.of(kinds.split(" ")).stream()
                .map(MixedEnsembleTest::installation)
                .toList();
        ensemble = TestEnsemble.in(
                BY_NAME,
                directory,
                members,
                setup -> setup.config("tickTime", "250")
                        .config("maxSessionTimeout", "40000")
                        .property("jdk.net.hosts.file", hosts.toString())
                        .property("java.security.properties", security.toString())
                        .shortLived());
    }

    private void know(long sid, String address) throws IOException {
        addresses.put(sid, address);
        publish();
    }

    /** In one step: whoever asks finds the old names or the new ones. */
    private void publish() throws IOException {
        StringBuilder lines = new StringBuilder("127.0.0.1 localhost\n");
        addresses.forEach((sid, address) ->
                lines.append(address).append(' ').append(name(sid)).append('\n'));
        Path draft = Files.writeString(directory.resolve("hosts.new"), lines);
        Files.move(draft, hosts, StandardCopyOption.ATOMIC_MOVE);
    }

    private void begin() throws IOException {
        for (long sid : ensemble.sids()) {
            ensemble.server(sid).begin();
        }
    }

    /** The others are not restarted. */
    @ParameterizedTest(name = "server {0} of {1}")
    @CsvSource({"1, paddock paddock paddock", "3, apache paddock paddock"})
    void aMemberIsFoundWhenItsNameAppearsAndWhenItsNameComesToMeanAnotherAddress(long late, String kinds)
            throws Exception {
        members(kinds);
        List<Long> others = ensemble.sids().stream().filter(sid -> sid != late).toList();
        for (long sid : others) {
            know(sid, HERE);
        }
        begin();
        for (long sid : others) {
            ensemble.awaitServing(sid, LIMIT);
        }
        try (Scribe scribe = new Scribe(ensemble.server(others.get(0)).connectString(), "/n")) {
            scribe.awaitMore(20, LIMIT);
            for (long sid : others) {
                if (ensemble.server(sid).installation().isPaddock()) {
                    expectLogged(
                            sid,
                            "Server " + late + " cannot be reached on its election port: the name " + name(late)
                                    + " is unknown");
                }
            }
            expectLogged(late, "The name " + name(late) + " of this server is unknown");
            assertThat(ensemble.mode(late)).isNull();
            know(late, HERE);
            ensemble.awaitServing(late, LIMIT);
            scribe.awaitMore(20, LIMIT);
            ensemble.server(late).stop();
            know(late, ELSEWHERE);
            ensemble.server(late).begin();
            ensemble.awaitServing(late, LIMIT);
            scribe.awaitMore(20, LIMIT);
            MixedEnsembleTest.expectEqual(ensemble, scribe.finish());
        }
        Quiet.expectQuietLogs(ensemble);
    }

    @Test
    void serversOfWhichNoNameIsKnownWaitUntilTheyAre() throws Exception {
        members("paddock paddock paddock");
        begin();
        for (long sid : ensemble.sids()) {
            expectLogged(sid, "The name " + name(sid) + " of this server is unknown");
        }
        for (long sid : ensemble.sids()) {
            know(sid, HERE);
        }
        ensemble.awaitServing(LIMIT);
        Quiet.expectQuietLogs(ensemble);
    }

    private void expectLogged(long sid, String text) {
        Eventually.eventually(
                LIMIT, () -> assertThat(ensemble.server(sid).log()).contains(text));
    }
}
