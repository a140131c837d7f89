package io.paddock.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.server.config.Problem.Severity;
import io.paddock.server.ensemble.Ensemble;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MembersTest {

    private static final String MEMBER = "clientPort=1\ninitLimit=10\nsyncLimit=5\n";
    private static final String ONLY_ONE = "Invalid configuration, only one server specified (ignoring)";

    @TempDir
    Path directory;

    @ParameterizedTest(name = "{0} participants, {1} observers, standaloneEnabled {2}: {3}")
    @CsvSource(delimiter = '|', maxCharsPerColumn = 500, textBlock = """
            0 | 0 | true  |
            0 | 1 | true  | Observers w/o participants is an invalid configuration
            0 | 0 | false | standaloneEnabled = false then number of participants should be >0
            1 | 1 | true  | Observers w/o quorum is an invalid configuration
            """)
    void aListThatMakesNoServerIsRefused(int participants, int observers, boolean standalone, String refusal)
            throws IOException {
        ConfigResult result =
                read("standaloneEnabled=" + standalone + "\nclientPort=1\n" + members(participants, observers));
        assertThat(result.problems().stream()
                        .filter(problem -> problem.severity() == Severity.INVALID)
                        .map(Problem::text))
                .isEqualTo(refusal == null ? List.of() : List.of(refusal));
    }

    @ParameterizedTest(name = "{0} participants, {1} observers, standaloneEnabled {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            1 | 0 | false | No server failure will be tolerated. You need at least 3 servers.
            2 | 0 | true  | No server failure will be tolerated. You need at least 3 servers.
            3 | 1 | true  |
            4 | 0 | true  | Non-optimal configuration, consider an odd number of servers.
            """)
    void severalParticipantsAreAnEnsemble(int participants, int observers, boolean standalone, String warning)
            throws IOException {
        Files.writeString(directory.resolve("myid"), "1\n");
        ConfigResult result = read("standaloneEnabled=" + standalone + "\nclientPort=1\ninitLimit=10\nsyncLimit=5\n"
                + members(participants, observers));
        assertThat(result).isInstanceOf(ConfigResult.Accepted.class);
        ServerConfig config = ((ConfigResult.Accepted) result).config();
        assertThat(config.serverId()).isEqualTo(1);
        assertThat(config.ensemble().ensemble().voters()).hasSize(participants);
        assertThat(config.ensemble().ensemble().peers()).hasSize(participants + observers);
        assertThat(result.problems().stream().map(Problem::text))
                .isEqualTo(warning == null ? List.of() : List.of(warning));
    }

    @Test
    void aMemberNeedsItsLimitsAndItsNumber() throws IOException {
        ConfigResult result = read("clientPort=1\n" + members(3, 0));
        assertThat(result.problems().stream().map(Problem::text))
                .containsExactlyInAnyOrder("myid file is missing", "initLimit is not set", "syncLimit is not set");
    }

    @Test
    void aMemberMustBeInItsList() throws IOException {
        Files.writeString(directory.resolve("myid"), "7\n");
        ConfigResult result = read("clientPort=1\ninitLimit=10\nsyncLimit=5\n" + members(3, 0));
        assertThat(result.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.text()).isEqualTo("My id 7 not in the peer list");
            assertThat(problem.severity()).isEqualTo(Severity.UNSTARTABLE);
            assertThat(problem.sentence())
                    .startsWith(directory.resolve("myid") + ":1: ")
                    .endsWith("(myid=7; expected one of [1, 2, 3])");
        });
    }

    @Test
    void aMemberWhoseNumberIsNoneIsToldOnlyThat() throws IOException {
        Files.writeString(directory.resolve("myid"), "one\n");
        ConfigResult result = read("clientPort=1\ninitLimit=10\nsyncLimit=5\n" + members(3, 0));
        assertThat(result.problems()).extracting(Problem::text).containsExactly("serverid one is not a number");
    }

    @Test
    void groupsAndWeightsMakeAHierarchicalEnsemble() throws IOException {
        Files.writeString(directory.resolve("myid"), "1\n");
        ConfigResult result = read(
                "clientPort=1\ninitLimit=10\nsyncLimit=5\n" + members(3, 0) + "group.1=1:2\ngroup.2=3\nweight.3=0\n");
        Ensemble ensemble = ((ConfigResult.Accepted) result).config().ensemble().ensemble();
        assertThat(ensemble.groups()).hasSize(2);
        assertThat(ensemble.isQuorum(sid -> sid < 3)).isTrue();
        assertThat(ensemble.isQuorum(sid -> sid != 1)).isFalse();
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            group.1=1:2           | Server 3is not in a group
            group.1=1:2,group.2=2:3 | Server 2is in multiple groups
            weight.1=2            | Server 1is not in a group
            """)
    void everyParticipantIsInOneGroup(String lines, String text) throws IOException {
        Files.writeString(directory.resolve("myid"), "1\n");
        ConfigResult result =
                read("clientPort=1\ninitLimit=10\nsyncLimit=5\n" + members(3, 0) + lines.replace(',', '\n') + "\n");
        assertThat(result.problems().stream().map(Problem::text)).contains(text);
        assertThat(result).isInstanceOf(ConfigResult.Refused.class);
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            group.1=1:x:3            | For input string: "x"
            group.1=                 | For input string: ""
            weight.1=heavy,group.1=1:2:3 | For input string: "heavy"
            weight.1=-1,group.1=1:2:3 | the weight of a server is negative: -1
            group.1=1:2              | Server 3is not in a group
            """)
    void aMistakeInAGroupOrWeightIsToldOnce(String lines, String text) throws IOException {
        Files.writeString(directory.resolve("myid"), "1\n");
        assertThat(read(MEMBER + members(3, 0) + lines.replace(',', '\n') + "\n")
                        .problems())
                .extracting(Problem::text)
                .containsExactly(text);
    }

    @Test
    void aMistakeInALineIsNoReasonToMissThatServerInTheList() throws IOException {
        Files.writeString(directory.resolve("myid"), "1\n");
        String others = "server.2=b:1:2\nserver.3=c:1:2\n";
        assertThat(read(MEMBER + "server.1=a:1:2|b:1:2\n" + others + "group.1=1:2:3\n")
                        .problems())
                .extracting(Problem::text)
                .containsExactly(
                        "Multiple address feature is disabled, but multiple addresses were specified for sid 1");
        assertThat(read(MEMBER + "server.1=a:1:1\nserver.2=b:1:2\n").problems())
                .extracting(Problem::text)
                .containsExactly(
                        "Client and election port must be different! Please update the configuration file on server.1");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            sslQuorum=true                 | This release has no TLS between servers
            sslQuorum=TRUE,portUnification=true,sslQuorumReloadCertFiles=true | This release has no TLS between servers
            quorum.auth.enableSasl=true    | This release has no SASL between servers
            quorum.auth.enableSasl=true,quorum.auth.learnerRequireSasl=true,quorum.auth.serverRequireSasl=true | This release has no SASL between servers
            """)
    void aProtectionBetweenServersThatIsNotThereIsRefused(String lines, String text) throws IOException {
        Files.writeString(directory.resolve("myid"), "1\n");
        ConfigResult result = read(MEMBER + members(3, 0) + lines.replace(',', '\n') + "\n");
        assertThat(result).isInstanceOf(ConfigResult.Refused.class);
        assertThat(result.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.text()).isEqualTo(text);
            assertThat(problem.sentence())
                    .contains(lines.split(",")[0])
                    .contains("expected false, with ports for servers that nobody else reaches");
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            portUnification=true          | no TLS between servers: they connect without, and servers with sslQuorum=true
            sslQuorumReloadCertFiles=true | no TLS between servers
            localSessionsEnabled=true     | no local sessions
            reconfigEnabled=true          | no reconfiguration
            oraclePath=/tmp/oracle        | no oracle
            observerMasterPort=2191       | no observer masters
            """)
    void aFeatureThatServersWorkWithoutIsWarnedAbout(String line, String text) throws IOException {
        Files.writeString(directory.resolve("myid"), "1\n");
        ConfigResult result = read(MEMBER + members(3, 0) + line + "\n");
        assertThat(result).isInstanceOf(ConfigResult.Accepted.class);
        assertThat(result.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Severity.WARN);
            assertThat(problem.sentence()).contains(text).contains(line);
        });
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "sslQuorum=false",
                "portUnification=false",
                "quorum.auth.enableSasl=false",
                "localSessionsEnabled=false",
                "reconfigEnabled=false",
                "observerMasterPort=0",
                "quorum.auth.learner.saslLoginContext=QuorumLearner",
                "ssl.quorum.keyStore.location=/tmp/store.jks"
            })
    void aFeatureThatIsSwitchedOffIsNotMissed(String line) throws IOException {
        Files.writeString(directory.resolve("myid"), "1\n");
        assertThat(read(MEMBER + members(3, 0) + line + "\n"))
                .isInstanceOf(ConfigResult.Accepted.class)
                .satisfies(result -> assertThat(result.problems())
                        .filteredOn(problem -> problem.severity() != Severity.INFO)
                        .isEmpty());
    }

    @Test
    void aServerThatIsAloneMissesNothingBetweenServers() throws IOException {
        assertThat(read("clientPort=1\nsslQuorum=true\nreconfigEnabled=true\nlocalSessionsEnabled=true")
                        .problems())
                .isEmpty();
    }

    private static String members(int participants, int observers) {
        StringBuilder text = new StringBuilder();
        for (int id = 1; id <= participants + observers; id++) {
            String role = id > participants ? ":observer" : "";
            text.append("server.")
                    .append(id)
                    .append("=localhost:2888:3888")
                    .append(role)
                    .append('\n');
        }
        return text.toString();
    }

    @Test
    void oneParticipantIsAServerThatIsAloneWithAComplaint() throws IOException {
        ConfigResult result = read("clientPort=1\nserver.1=localhost:2888:3888\ninitLimit=5\n");
        assertThat(result).isInstanceOf(ConfigResult.Accepted.class);
        assertThat(result.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.severity()).isEqualTo(Severity.ERROR);
            assertThat(problem.text()).isEqualTo(ONLY_ONE);
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', maxCharsPerColumn = 600, textBlock = """
            server.x=localhost:1:2            | For input string: "x"
            server.1=localhost:1              | localhost:1 does not have the form server_config or server_config;client_config where server_config is the pipe separated list of host:port:port or host:port:port:type and client_config is port or host:port
            server.1=localhost:1:2:observer:3 | localhost:1:2:observer:3 does not have the form server_config or server_config;client_config where server_config is the pipe separated list of host:port:port or host:port:port:type and client_config is port or host:port
            server.1=localhost:1:2;3;4        | localhost:1:2;3;4 does not have the form server_config or server_config;client_config where server_config is the pipe separated list of host:port:port or host:port:port:type and client_config is port or host:port
            server.1=localhost:a:2            | Address unresolved: localhost:a
            server.1=localhost:1:2;b          | Address unresolved: null:b
            server.1=localhost:1:1            | Client and election port must be different! Please update the configuration file on server.1
            server.1=localhost:1:2:leader     | Unrecognised peertype: leader
            server.1=[::1:2:3                 | [::1:2:3 starts with '[' but has no matching ']:'
            server.1=[::1]:                   | [::1]: doesn't have a port after colon
            server.1=a:1:2,b:1:2              | Multiple address feature is disabled, but multiple addresses were specified for sid 1
            server.1=a:1:2:participant,b:1:2:observer | Multiple addresses should have similar roles: participant vs observer
            """)
    void aBadMemberLineIsRefusedInTheKnownWords(String line, String text) throws IOException {
        ConfigResult result = read("clientPort=1\n" + line.replace(',', '|'));
        assertThat(result.problems())
                .filteredOn(problem -> problem.severity() == Severity.INVALID)
                .extracting(Problem::text)
                .containsExactly(text);
    }

    @Test
    void theOwnLineGivesTheClientPort() throws IOException {
        assertThat(accepted("server.1=[::1]:2888:3888;[::1]:2182").listen().clientAddress())
                .isEqualTo(new InetSocketAddress("::1", 2182));
        assertThat(accepted("server.1=localhost:2888:3888:PARTICIPANT;2183")
                        .listen()
                        .clientAddress())
                .isEqualTo(new InetSocketAddress(2183));
    }

    @Test
    void twoDifferentClientPortsAreRefused() throws IOException {
        ConfigResult result = read("clientPort=2181\nserver.1=localhost:2888:3888;2182");
        assertThat(result).isInstanceOf(ConfigResult.Refused.class);
        assertThat(result.problems())
                .extracting(Problem::text)
                .contains(
                        "client address for this server (id = 1) in static config file is 0.0.0.0:2181 is different from"
                                + " client address found in dynamic file: 0.0.0.0:2182");
    }

    @Test
    void severalAddressesNeedTheFeature() throws IOException {
        assertThat(read("clientPort=1\nmultiAddress.enabled=true\nserver.1=a:1:2|b:1:2"))
                .isInstanceOf(ConfigResult.Accepted.class);
    }

    @Test
    void membersMayStandInTheDynamicFileButNotInBoth() throws IOException {
        Path dynamic = Files.writeString(directory.resolve("zoo.cfg.dynamic"), "server.1=localhost:2888:3888;2185\n");
        assertThat(accepted("dynamicConfigFile=" + dynamic)
                        .listen()
                        .clientAddress()
                        .getPort())
                .isEqualTo(2185);
        assertThat(read("server.1=localhost:1:2\ndynamicConfigFile=" + dynamic).problems())
                .extracting(Problem::text)
                .contains("parameter: server.1 must be in a separate dynamic config file");
        Files.writeString(dynamic, "version=1\nclientPort=2181\n");
        assertThat(read("dynamicConfigFile=" + dynamic).problems())
                .extracting(Problem::text)
                .contains("dynamic file shouldn't have version inside", "Unrecognised parameter: clientPort");
        Files.delete(dynamic);
        assertThat(read("dynamicConfigFile=" + dynamic).problems())
                .extracting(Problem::text)
                .contains("Error processing " + dynamic);
    }

    @Test
    void theNameOfTheDynamicFileEndsWithItsVersion() throws IOException {
        Files.writeString(directory.resolve("myid"), "1\n");
        for (String name : List.of("zoo.cfg.dynamic", "zoo.cfg.dynamic.10000002a")) {
            Path dynamic =
                    Files.writeString(directory.resolve(name), "server.1=a:1:2;2185\nserver.2=b:1:2\nserver.3=c:1:2");
            assertThat(accepted("initLimit=10\nsyncLimit=5\ndynamicConfigFile=" + dynamic)
                            .ensemble()
                            .ensemble()
                            .version())
                    .isEqualTo(name.endsWith("a") ? 0x10000002aL : 0);
        }
    }

    @Test
    void theServerIdIsTheFirstLineOfMyid() throws IOException {
        Files.writeString(directory.resolve("myid"), "7\n");
        assertThat(accepted("clientPort=1").serverId()).isEqualTo(7);
        Files.writeString(directory.resolve("myid"), " 7\n");
        assertThat(read("clientPort=1").problems())
                .extracting(Problem::text)
                .containsExactly("serverid  7 is not a number");
    }

    private ServerConfig accepted(String text) throws IOException {
        ConfigResult result = read(text);
        assertThat(result).as("%s", result.problems()).isInstanceOf(ConfigResult.Accepted.class);
        return ((ConfigResult.Accepted) result).config();
    }

    private ConfigResult read(String text) throws IOException {
        Path file = directory.resolve("zoo.cfg");
        Files.writeString(file, "dataDir=" + directory + "\n" + text + "\n");
        return ServerConfigReader.read(file, new Properties());
    }
}
