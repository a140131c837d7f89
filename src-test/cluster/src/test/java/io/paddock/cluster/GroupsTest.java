package io.paddock.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.Client;
import io.paddock.testsupport.Eventually;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.ServerSetup;
import io.paddock.testsupport.TestEnsemble;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Ensembles in which groups decide, each by the weight of its members: two servers of six can be enough, and four of them too
 * few. What Apache's servers do among themselves, mixed ones have to do as well.
 */
class GroupsTest {

    private static final Duration LIMIT = Duration.ofSeconds(90);
    private static final int WRITES = 10;

    /** Several times what an election takes. */
    private static final Duration LONG = Duration.ofMillis(1_500);

    /** By itself more than half of its group. */
    private static final long HEAVY = 1;

    /** The only one in its group: three groups have any weight, and two of them decide. */
    private static final long WEIGHTLESS = 6;

    private static final String WRITTEN = """
            group.1=1:2:3
            group.2=4
            group.3=5
            group.4=6
            weight.1=3
            weight.2=1
            weight.3=1
            weight.4=1
            weight.5=1
            weight.6=0
            version=0""";

    @TempDir
    Path directory;

    private TestEnsemble ensemble;

    @AfterEach
    void end() throws IOException {
        ensemble.close();
    }

    private void members(String kinds, int observers, Consumer<ServerSetup> groups) throws IOException {
        List<Installation> members =
                Stream.of(kinds.split(" ")).map(MixedEnsembleTest::installation).toList();
        ensemble = TestEnsemble.of(directory, members, observers, setup -> {
            setup.config("tickTime", "250").config("maxSessionTimeout", "40000").shortLived();
            groups.accept(setup);
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"apache apache apache apache apache apache", "paddock apache paddock apache paddock paddock"})
    void aMajorityOfWeightInAMajorityOfGroupsDecides(String kinds) throws Exception {
        members(
                kinds,
                0,
                setup -> setup.config("group.1", "1:2:3")
                        .config("group.2", "4")
                        .config("group.3", "5")
                        .config("group.4", String.valueOf(WEIGHTLESS))
                        .config("weight." + HEAVY, "3")
                        .config("weight." + WEIGHTLESS, "0"));
        only(1, 2, 3, 6);
        expectNobodyServes();
        only(1, 2, 3, 5, 6);
        expectService();
        try (Scribe scribe = new Scribe(ensemble.connectString(), "/g")) {
            only(1, 2, 3, 4, 5, 6);
            expectWrites(scribe);
            assertThat(configuration()).endsWith("participant\n" + WRITTEN);
            only(4, 5);
            expectWrites(scribe);
            only(2, 3, 4, 6);
            expectNobodyServes();
            only(1, 2, 3, 4, 6);
            expectWrites(scribe);
            only(1, 4);
            expectWrites(scribe);
            only(1, 2, 3, 4, 5, 6);
            expectWrites(scribe);
            MixedEnsembleTest.expectEqual(ensemble, scribe.finish());
        }
        Quiet.expectQuietLogs(ensemble);
    }

    /** Groups that are not in order, a weight that is given to nobody, an observer in no group. */
    @Test
    void bothKindsWriteGroupsAlikeHoweverTheyWereWritten() throws Exception {
        members(
                "apache paddock paddock apache",
                1,
                setup -> setup.config("weight.3", "2").config("group.12", "3:1").config("group.2", "2"));
        ensemble.start(LIMIT);
        assertThat(configuration()).contains("server.4=").contains("group.2=2\n");
    }

    /** Kills all others, and begins those of these that do not run. */
    private void only(long... wanted) throws Exception {
        Set<Long> living = new TreeSet<>();
        for (long sid : wanted) {
            living.add(sid);
        }
        for (long sid : ensemble.sids()) {
            if (ensemble.server(sid).isAlive() && !living.contains(sid)) {
                ensemble.server(sid).kill();
            }
        }
        for (long sid : living) {
            if (!ensemble.server(sid).isAlive()) {
                ensemble.server(sid).begin();
            }
        }
    }

    private Set<Long> living() {
        return ensemble.sids().stream()
                .filter(sid -> ensemble.server(sid).isAlive())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private Set<Long> serving() {
        return ensemble.sids().stream()
                .filter(sid -> ensemble.mode(sid) != null)
                .collect(Collectors.toSet());
    }

    private void expectWrites(Scribe scribe) throws Exception {
        expectService();
        scribe.awaitMore(WRITES, LIMIT);
    }

    private void expectService() {
        Set<Long> living = living();
        Eventually.eventually(LIMIT, () -> {
            assertThat(serving()).as("those of %s that serve", living).isEqualTo(living);
            assertThat(ensemble.leader()).isIn(living).isNotEqualTo(WEIGHTLESS);
        });
    }

    private void expectNobodyServes() {
        Eventually.eventually(
                LIMIT,
                () -> assertThat(serving())
                        .as("those of %s that serve", living())
                        .isEmpty());
        Quiet.expectNoService(ensemble, LONG);
    }

    /** The same bytes at every server, whichever way it is asked. */
    private String configuration() throws Exception {
        Set<String> all = new TreeSet<>();
        for (long sid : ensemble.sids()) {
            try (Client client = Client.open(ensemble.server(sid).connectString())) {
                all.add(client.blocking().getData("/zookeeper/config").text());
            }
            String answer = ensemble.server(sid).ask("conf");
            all.add(answer.substring(answer.indexOf("server.1=")));
        }
        assertThat(all).hasSize(1);
        return all.iterator().next();
    }
}
