package io.paddock.server.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import io.paddock.server.config.Problem.Severity;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ServerConfigReaderTest {

    private static final String SMALLEST = "dataDir=/data\nclientPort=2181\n";

    @TempDir
    Path directory;

    private final Properties systemProperties = new Properties();

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', maxCharsPerColumn = 500, textBlock = """
            clientPort=2181                                  | 0 | dataDir is not set
            dataDir=/d;clientPort=x1                         | 2 | For input string: "x1"
            dataDir=/d;clientPort=99999999999                | 2 | For input string: "99999999999"
            dataDir=/d;clientPort=65536                      | 2 | port out of range:65536
            dataDir=/d;clientPort=-1                         | 2 | port out of range:-1
            dataDir=/d;clientPortAddress=localhost           | 2 | clientPortAddress is set but clientPort is not set
            dataDir=/d;secureClientPortAddress=localhost     | 2 | secureClientPortAddress is set but secureClientPort is not set
            dataDir=/d;secureClientPort=2281                 | 2 | This release does not serve TLS yet
            dataDir=/d;clientPort=1;clientPortAddress=no.invalid | 3 | no.invalid: Name or service not known
            dataDir=/d;tickTime=0                            | 2 | tickTime is not set
            dataDir=/d;tickTime=0x10                         | 2 | For input string: "0x10"
            dataDir=/d;minSessionTimeout=9;maxSessionTimeout=8 | 2 | minSessionTimeout must not be larger than maxSessionTimeout
            dataDir=/d;localSessionsEnabled=yes              | 2 | Invalid option yes for localSessionsEnabled. Choose 'true' or 'false.'
            dataDir=/d;initLimit=ten                         | 2 | For input string: "ten"
            dataDir=/d;syncEnabled=1                         | 2 | Invalid option 1 for syncEnabled. Choose 'true' or 'false.'
            dataDir=/d;electionAlg=1                         | 2 | Invalid electionAlg value. Only 3 is supported.
            dataDir=/d;peerType=leader                       | 2 | Unrecognised peertype: leader
            dataDir=/d;quorum.auth.learnerRequireSasl=true   | 2 | quorum.auth.enableSasl is disabled, so cannot enable quorum.auth.learnerRequireSasl
            dataDir=/d;metricsProvider.className=a.B         | 2 | metrics provider class was not found
            dataDir=/d;server.realm=EXAMPLE                  | 2 | For input string: "realm"
            dataDir=/d;enforce.auth.enabled=true             | 2 | zookeeper.enforce.auth.enabled is true zookeeper.enforce.auth.schemes must be  configured.
            dataDir=C:\\temp\\zk                             | 1 | This path contains a control character
            """)
    void anInvalidValueIsRefusedInTheKnownWords(String entries, int line, String text) throws IOException {
        ConfigResult result = read(entries.replace(';', '\n'));
        assertThat(result).isInstanceOf(ConfigResult.Refused.class);
        assertThat(((ConfigResult.Refused) result).exitCode()).isEqualTo(ExitCode.INVALID_INVOCATION);
        assertThat(problems(result, Severity.INVALID)).singleElement().satisfies(problem -> {
            assertThat(problem.text()).isEqualTo(text);
            assertThat(problem.line()).isEqualTo(line);
        });
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            nio.numSelectorThreads=0                       | numSelectorThreads must be at least 1
            serverCnxnFactory=a.B                          | Couldn't instantiate a.B
            watchManagerName=a.B                           | Couldn't instantiate a.B
            connection_throttle_drop_increase=often        | For input string: "often"
            DigestAuthenticationProvider.digestAlg=ROT13   | This Java has no digest algorithm ROT13
            """)
    void whatCannotRunEndsWithCodeOne(String entry, String text) throws IOException {
        ConfigResult result = read(SMALLEST + entry);
        assertThat(((ConfigResult.Refused) result).exitCode()).isEqualTo(ExitCode.UNEXPECTED_ERROR);
        assertThat(problems(result, Severity.UNSTARTABLE))
                .extracting(Problem::text)
                .containsExactly(text);
    }

    /** Without TTL nodes the setting means nothing, in the original too. */
    @Test
    void ttlNodesOfRelease353AreRefusedWhereTheyWouldBeRemoved() throws IOException {
        ConfigResult result = read(SMALLEST + "extendedTypesEnabled=true\nemulate353TTLNodes=true\n");
        assertThat(((ConfigResult.Refused) result).exitCode()).isEqualTo(ExitCode.UNEXPECTED_ERROR);
        assertThat(problems(result, Severity.UNSTARTABLE)).singleElement().satisfies(problem -> {
            assertThat(problem.text()).contains("3.5.3", "ephemerals of dead sessions");
            assertThat(problem.line()).isEqualTo(4);
        });
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', maxCharsPerColumn = 500, textBlock = """
            dataDir=data                      | WARN  | The path is relative: it depends on where the server is started
            snapCount=1                       | WARN  | SnapCount should be 2 or more. Now, snapCount is reset to 2
            snapCount=many                    | WARN  | This is not a whole number in range; the default 100000 is used
            autopurge.snapRetainCount=1       | WARN  | Invalid autopurge.snapRetainCount: 1. Defaulting to 3
            autopurge.purgeInterval=0         | INFO  | Purge task is not scheduled.
            extendedTypesEnabled=yes          | WARN  | Only the word true counts as true; this is false
            maxCnxns=-5                       | WARN  | maxCnxns is negative; no limit is set
            clientport=2182                   | WARN  | Nothing reads this key; did you mean clientPort?
            autopurge.purgeinterval=1         | WARN  | Nothing reads this key; did you mean autopurge.purgeInterval?
            snapCuont=7                       | WARN  | Nothing reads this key; did you mean snapCount?
            ï»¿tickTime=7                     | WARN  | Nothing reads this key: a byte order mark stands before it. Save the file without one
            my.own.thing=7                    | WARN  | Nothing reads this key
            zookeeper.snapCount=77            | WARN  | Nothing reads this key; in the file it is written without prefix: snapCount
            jute.maxbuffer=4194304            | WARN  | In the file this has no effect; give the server -Djute.maxbuffer=...
            nio.numWorkerThreads=4            | INFO  | Accepted, but this server has nothing that it would change
            flushDelay=5                      | INFO  | Accepted, but this server has nothing that it would change: a group commit takes what is there and waits for no more
            requestThrottleStallTime=10       | INFO  | Accepted, but this server has nothing that it would change: a request that waits is woken by the next answer
            throttled_op_wait_time=10         | INFO  | Without request_throttle_max_requests no request waits, and none is throttled
            connection_throttle_freeze_time=1 | INFO  | Without connection_throttle_tokens no connect request is dropped at random
            emulate353TTLNodes=true           | WARN  | TTL nodes are marked as 3.5.4 and later mark them, whatever this says
            audit.impl.class=a.B              | ERROR | Other audit loggers cannot be loaded; audit events go to the logger org.apache.zookeeper.audit.Slf4jAuditLogger
            """)
    void aDoubtfulEntryIsAcceptedAndReportedOnce(String entry, Severity severity, String text) throws IOException {
        ConfigResult result = read(SMALLEST + entry);
        assertThat(result).isInstanceOf(ConfigResult.Accepted.class);
        assertThat(result.problems()).singleElement().satisfies(problem -> {
            assertThat(problem.text()).isEqualTo(text);
            assertThat(problem.severity()).isEqualTo(severity);
            assertThat(problem.line()).isEqualTo(3);
        });
    }

    @Test
    void aPropertyOfTheCommandLineThatChangesNothingIsReportedToo() throws IOException {
        systemProperties.setProperty("zookeeper.nio.numWorkerThreads", "4");
        systemProperties.setProperty("zookeeper.flushDelay", "4");
        systemProperties.setProperty("zookeeper.leader.asyncSending", "somebody else's");
        assertThat(read(SMALLEST).problems())
                .extracting(Problem::key)
                .containsExactly("zookeeper.nio.numWorkerThreads", "zookeeper.flushDelay");
    }

    @Test
    void whoSetsTheNumberOfTransactionsThatAreKeptMeansThatNumber() throws IOException {
        assertThat(accepted(SMALLEST).storage().commitLogTxns()).isEqualTo(500);
        assertThat(accepted(SMALLEST).storage().commitLogBytes()).isEqualTo(-1);
        systemProperties.setProperty("zookeeper.commitLogCount", "700");
        assertThat(accepted(SMALLEST).storage().commitLogTxns()).isEqualTo(700);
        assertThat(accepted(SMALLEST).storage().commitLogBytes()).isZero();
        systemProperties.setProperty("paddock.commitLogBytes", "1000000");
        assertThat(accepted(SMALLEST).storage().commitLogBytes()).isEqualTo(1_000_000);
    }

    @Test
    void allProblemsAreReportedAtOnceInTheOrderOfTheFile() throws IOException {
        ConfigResult result = read("tickTime=0\nclientPort=x\nfoo=bar\nlocalSessionsEnabled=perhaps\n");
        assertThat(result.problems()).extracting(Problem::line).containsExactly(0, 1, 2, 3, 4);
        assertThat(problems(result, Severity.INVALID))
                .extracting(Problem::key)
                .containsExactly("dataDir", "tickTime", "clientPort", "localSessionsEnabled");
    }

    @Test
    void aWrongValueIsReportedOnceWhateverElseItWouldSpoil() throws IOException {
        assertThat(read("dataDir=/d\ntickTime=-5\nclientPort=99999\n").problems())
                .extracting(Problem::key)
                .containsExactly("tickTime", "clientPort");
    }

    @Test
    void aProblemReadsAsASentenceWithPlaceValueAndRemedy() throws IOException {
        Path file = write("dataDir=/data\nclientPort=x1\n");
        ConfigResult result = ServerConfigReader.read(file, systemProperties);
        assertThat(result.problems().get(0).sentence())
                .isEqualTo(file + ":2: For input string: \"x1\" (clientPort=x1; expected a whole number)");
    }

    @Test
    void secretsAreNotShown() {
        Setting at = new Setting("ssl.keyStore.password", "geheim", "zoo.cfg", 3);
        assertThat(new Problem(Severity.WARN, at, "text", null).sentence()).doesNotContain("geheim");
    }

    @Test
    void theSampleValuesArriveWhereTheyBelong() throws IOException {
        ServerConfig config = accepted("""
                tickTime=2000
                dataDir=/var/lib/zk
                dataLogDir=/var/log/zk
                clientPort=2181
                clientPortAddress=127.0.0.1
                maxClientCnxns=7
                snapCount=5000
                4lw.commands.whitelist=stat, ruok ,mntr,,
                authProvider.1=org.example.Provider
                superUser=root
                superUser.2=admin
                forceSync=no
                skipACL=yes
                admin.enableServer=false
                """);
        assertThat(config.sessions()).isEqualTo(new SessionConfig(2000, 4000, 40000, false, false));
        assertThat(config.storage().dataDir()).isEqualTo(Path.of("/var/lib/zk"));
        assertThat(config.storage().dataLogDir()).isEqualTo(Path.of("/var/log/zk"));
        assertThat(config.storage().snapshotTxns()).isEqualTo(5000);
        assertThat(config.storage().forceSync()).isFalse();
        assertThat(config.listen().clientAddress()).isEqualTo(new InetSocketAddress("127.0.0.1", 2181));
        assertThat(config.limits().connectionsPerAddressMax()).isEqualTo(7);
        assertThat(config.admin().words()).containsExactly("stat", "ruok", "mntr");
        assertThat(config.admin().httpEnabled()).isFalse();
        assertThat(config.access().skipAcl()).isTrue();
        assertThat(config.access().providers()).containsEntry("1", "org.example.Provider");
        assertThat(config.access().saslSuperUsers()).containsExactly("root", "admin");
    }

    @Test
    void nothingSetGivesTheDefaults() throws IOException {
        ServerConfig config = accepted(SMALLEST);
        assertThat(config.sessions()).isEqualTo(new SessionConfig(3000, 6000, 60000, false, false));
        assertThat(config.storage().dataLogDir()).isEqualTo(Path.of("/data"));
        assertThat(config.storage().forceSync()).isTrue();
        assertThat(config.limits().connectionsPerAddressMax()).isEqualTo(60);
        assertThat(config.limits().recordBytesMax()).isEqualTo(1048575);
        assertThat(config.limits().recordExtraBytesMax()).isEqualTo(1048575);
        assertThat(config.listen().clientAddress()).isEqualTo(new InetSocketAddress(2181));
        assertThat(config.admin().words()).isEmpty();
        assertThat(config.serverId()).isZero();
    }

    @Test
    void purgingIsOnUnlessItIsSwitchedOff() throws IOException {
        assertThat(accepted(SMALLEST).purge()).isEqualTo(new PurgeConfig(3, 24));
        assertThat(accepted(SMALLEST + "autopurge.purgeInterval=-1").purge().isOn())
                .isFalse();
        assertThat(accepted(SMALLEST + "autopurge.purgeInterval=1\nautopurge.snapRetainCount=9")
                        .purge())
                .isEqualTo(new PurgeConfig(9, 1));
    }

    @Test
    void theFileBeatsTheCommandLineAndTheLastLineWins() throws IOException {
        systemProperties.setProperty("zookeeper.snapCount", "1000");
        assertThat(accepted(SMALLEST).storage().snapshotTxns()).isEqualTo(1000);
        assertThat(accepted(SMALLEST + "snapCount=10\nsnapCount=20").storage().snapshotTxns())
                .isEqualTo(20);
    }

    @Test
    void propertiesAreReadWithTheTolerantRulesOfJava() throws IOException {
        systemProperties.setProperty("zookeeper.snapCount", "0x100");
        systemProperties.setProperty("jute.maxbuffer", "#ffff");
        ServerConfig config = accepted(SMALLEST);
        assertThat(config.storage().snapshotTxns()).isEqualTo(256);
        assertThat(config.limits().recordBytesMax()).isEqualTo(0xffff);
    }

    @Test
    void theBareNameOfTheForceWarningCountsAndThePrefixedOneWins() throws IOException {
        systemProperties.setProperty("fsync.warningthresholdms", "20");
        assertThat(accepted(SMALLEST).storage().fsyncWarnMs()).isEqualTo(20);
        systemProperties.setProperty("zookeeper.fsync.warningthresholdms", "30");
        assertThat(accepted(SMALLEST).storage().fsyncWarnMs()).isEqualTo(30);
    }

    @Test
    void theHeadingsOfTheGuideAreAliasesOfTheRealNames() throws IOException {
        ServerConfig config = accepted(SMALLEST + "connectionMaxTokens=5\nrequestThrottleLimit=6\n");
        assertThat(config.connectionThrottle().tokens()).isEqualTo(5);
        assertThat(config.requestThrottle().requestsMax()).isEqualTo(6);
        config = accepted(SMALLEST + "connection_throttle_tokens=7\nconnectionMaxTokens=5\n");
        assertThat(config.connectionThrottle().tokens()).isEqualTo(7);
    }

    @Test
    void whatIsNoSettingOfTheFileBecomesASystemProperty() throws IOException {
        systemProperties.setProperty("zookeeper.snapCount", "9");
        read(SMALLEST + "snapCount=10\nmy.own=thing\nmetricsProvider.x=y\ntickTime=4\n");
        assertThat(systemProperties)
                .containsOnly(entry("zookeeper.snapCount", "10"), entry("zookeeper.my.own", "thing"));
    }

    @Test
    void aServerWithoutAnyPortStartsWithAWarning() throws IOException {
        ConfigResult result = read("dataDir=/data");
        assertThat(result).isInstanceOf(ConfigResult.Accepted.class);
        assertThat(result.problems()).extracting(Problem::text).containsExactly("clientPort is not set");
    }

    @Test
    void aMissingFileIsSaidSo() {
        ConfigResult result = ServerConfigReader.read(directory.resolve("no.cfg"), systemProperties);
        assertThat(result.problems()).extracting(Problem::text).containsExactly(directory + "/no.cfg file is missing");
    }

    @Test
    void theEmbeddedDefaultServesOnTheUsualPort() {
        ConfigResult result = ServerConfigReader.embedded(directory, systemProperties);
        assertThat(result.problems()).isEmpty();
        ServerConfig config = ((ConfigResult.Accepted) result).config();
        assertThat(config.listen().clientAddress().getPort()).isEqualTo(2181);
        assertThat(config.sessions().tickMs()).isEqualTo(2000);
        assertThat(config.storage().dataDir()).isEqualTo(directory);
        assertThat(config.file()).isNull();
        assertThat(systemProperties).isEmpty();
    }

    private static List<Problem> problems(ConfigResult result, Severity severity) {
        return result.problems().stream()
                .filter(problem -> problem.severity() == severity)
                .toList();
    }

    private ServerConfig accepted(String text) throws IOException {
        ConfigResult result = read(text);
        assertThat(result).as("%s", result.problems()).isInstanceOf(ConfigResult.Accepted.class);
        return ((ConfigResult.Accepted) result).config();
    }

    private ConfigResult read(String text) throws IOException {
        return ServerConfigReader.read(write(text), systemProperties);
    }

    private Path write(String text) throws IOException {
        return Files.writeString(directory.resolve("zoo.cfg"), text, StandardCharsets.ISO_8859_1);
    }
}
