package io.paddock.server.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.server.config.ConfigResult;
import io.paddock.server.config.ServerConfig;
import io.paddock.server.config.ServerConfigReader;
import io.paddock.server.metrics.Counters;
import io.paddock.server.metrics.Metric;
import io.paddock.server.metrics.Metrics;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.Date;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class FourLetterWordsTest {

    private static final String PROMETHEUS = "org.apache.zookeeper.metrics.prometheus.PrometheusMetricsProvider";

    @TempDir
    Path directory;

    private final Metrics metrics = new Metrics();
    private final Counters counters = metrics.newCounters();
    private final FakeServer server = new FakeServer();
    private final FourLetterWords words = words("*");

    @Test
    void srvrLooksLikeTheOriginal() {
        counters.add(Metric.PACKETS_RECEIVED, 10);
        counters.add(Metric.PACKETS_SENT, 9);
        for (long ms : new long[] {0, 0, 7}) {
            counters.record(Metric.LATENCY, ms);
        }
        assertThat(words.answer(Word.SRVR))
                .matches("Zookeeper version: 3\\.9\\.5-[0-9a-f]{40}, built on "
                        + "\\d{4}-\\d\\d-\\d\\d \\d\\d:\\d\\d UTC\n(.|\n)*")
                .endsWith("""
                    Latency min/avg/max: 0/2.3333/7
                    Received: 10
                    Sent: 9
                    Connections: 2
                    Outstanding: 3
                    Zxid: 0x5f
                    Mode: standalone
                    Node count: 5
                    """);
    }

    @Test
    void anIdleServerHasAnAverageOfZeroPointZero() {
        assertThat(words.answer(Word.SRVR)).contains("\nLatency min/avg/max: 0/0.0/0\n");
    }

    @Test
    void statHasTheConnectionsBeforeTheNumbers() {
        assertThat(words.answer(Word.STAT)).contains("""
             UTC
            Clients:
             /[0:0:0:0:0:0:0:1]:58592[1](queued=0,recved=43,sent=43)
             /127.0.0.1:42274[0](queued=0,recved=1,sent=0)

            Latency min/avg/max: 0/0.0/0
            """);
    }

    @Test
    void aReadOnlyServerSaysSo() {
        server.mode = Mode.READ_ONLY;
        assertThat(words.answer(Word.SRVR))
                .contains(" UTC\nREAD-ONLY mode; serving only read-only clients\nLatency")
                .contains("\nMode: read-only\n");
        assertThat(words.answer(Word.ISRO)).isEqualTo("ro");
    }

    @Test
    void consHasAllAboutConnectionsWithASession() {
        assertThat(words.answer(Word.CONS)).isEqualTo("""
             /[0:0:0:0:0:0:0:1]:58592[1](queued=0,recved=43,sent=43,sid=0x10000180ece0003,lop=PING,\
            est=1795350590155,to=30000,lcxid=0xf,lzxid=0x5f,lresp=2020169,llat=0,minlat=0,avglat=2,maxlat=31)
             /127.0.0.1:42274[0](queued=0,recved=1,sent=0)

            """);
    }

    @Test
    void consLeavesOutTheCxidBeforeTheFirstRequest() {
        InetSocketAddress remote = new InetSocketAddress("127.0.0.1", 7);
        server.connections = List.of(new ConnectionView(
                remote, 5, 1, 2, 3, 0, new ConnectionView.Session(1, "SESS", 4, 5, -2, 0, 6, 7, 8, 9, 10)));
        assertThat(words.answer(Word.CONS))
                .isEqualTo(" /127.0.0.1:7[5](queued=1,recved=2,sent=3,sid=0x1,lop=SESS,est=4,to=5,lzxid=0x0,lresp=6,"
                        + "llat=7,minlat=8,avglat=9,maxlat=10)\n\n");
    }

    @Test
    void dumpGroupsWhatEndsByTick() {
        assertThat(words.answer(Word.DUMP))
                .isEqualTo("""
                    SessionTracker dump:
                    Session Sets (2)/(3):
                    2 expire at %s:
                    	0x10000180ece0016
                    	0x10000180ece0017
                    1 expire at %s:
                    	0x10000180ece0003
                    ephemeral nodes dump:
                    Sessions with Ephemerals (1):
                    0x10000180ece0016:
                    	/eph
                    Connections dump:
                    Connections Sets (2)/(2):
                    1 expire at %s:
                    	ip: /127.0.0.1:42274 sessionId: 0x0
                    1 expire at %s:
                    	ip: /[0:0:0:0:0:0:0:1]:58592 sessionId: 0x10000180ece0003
                    """.formatted(new Date(102_000), new Date(120_000), new Date(50_000), new Date(60_000)));
    }

    @ParameterizedTest
    @EnumSource(names = {"FOLLOWER", "OBSERVER"})
    void aLearnerDumpsTheSessionsOfAllWithTheirTimeouts(Mode learner) {
        server.mode = learner;
        assertThat(words.answer(Word.DUMP)).startsWith("""
            SessionTracker dump:
            Global Sessions(2):
            0x100002d38c20000	30000ms
            0x200002d38cd0000	4000ms
            ephemeral nodes dump:
            Sessions with Ephemerals (1):
            """);
        server.mode = Mode.LEADER;
        assertThat(words.answer(Word.DUMP)).startsWith("SessionTracker dump:\nSession Sets (2)/(3):\n");
    }

    @Test
    void dumpGroupsConnectionsByWhatTheyMayLastWithoutASession() {
        InetSocketAddress remote = new InetSocketAddress("127.0.0.1", 7);
        server.connections = List.of(
                new ConnectionView(remote, 1, 0, 0, 0, 10_001, null),
                new ConnectionView(remote, 1, 0, 0, 0, 20_000, null));
        assertThat(words.answer(Word.DUMP)).endsWith("""
            Connections Sets (1)/(2):
            2 expire at %s:
            	ip: /127.0.0.1:7 sessionId: 0x0
            	ip: /127.0.0.1:7 sessionId: 0x0
            """.formatted(new Date(20_000)));
    }

    @ParameterizedTest
    @CsvSource({"1, 3881, 2881, 0", "4, 3885|3884, 2885|2884, 1"})
    void confOfAMemberTellsWhoTheOthersAre(long sid, String electionPort, String quorumPort, int peerType)
            throws IOException {
        assertThat(member(sid).answer(Word.CONF)).endsWith("""
            clientPortListenBacklog=-1
            serverId=%d
            initLimit=10
            syncLimit=5
            electionAlg=3
            electionPort=%s
            quorumPort=%s
            peerType=%d
            membership:\s
            server.1=localhost:2881:3881:participant
            server.2=localhost:2882:3882:participant;0.0.0.0:2182
            server.4=a.example:2884:3884|b.example:2885:3885:observer
            version=0""".formatted(sid, electionPort, quorumPort, peerType));
    }

    @Test
    void confHasTheTwelveLinesOfAServerThatIsAlone() {
        assertThat(words.answer(Word.CONF)).isEqualTo("""
            clientPort=2182
            secureClientPort=-1
            dataDir=/opt/zk/data/version-2
            dataDirSize=650
            dataLogDir=/opt/zk/data/version-2
            dataLogSize=651
            tickTime=2000
            maxClientCnxns=60
            minSessionTimeout=4000
            maxSessionTimeout=40000
            clientPortListenBacklog=-1
            serverId=0
            """);
    }

    @Test
    void theWatchWordsShowSessionsAndPaths() {
        assertThat(words.answer(Word.WCHS)).isEqualTo("2 connections watching 2 paths\nTotal watches:3\n");
        assertThat(words.answer(Word.WCHC)).isEqualTo("0x2\n\t/q10\n\t/zookeeper\n0x1\n\t/q10\n\n");
        assertThat(words.answer(Word.WCHP)).isEqualTo("/q10\n\t0x2\n\t0x1\n/zookeeper\n\t0x2\n\n");
        server.watches.clear();
        assertThat(words.answer(Word.WCHS)).isEqualTo("0 connections watching 0 paths\nTotal watches:0\n");
        assertThat(words.answer(Word.WCHC)).isEqualTo("\n");
    }

    @Test
    void smallAnswersAreExact() {
        assertThat(words.answer(Word.RUOK)).isEqualTo("imok");
        assertThat(words.answer(Word.ISRO)).isEqualTo("rw");
        assertThat(words.answer(Word.DIRS)).isEqualTo("datadir_size: 650\nlogdir_size: 651\n");
        assertThat(words.answer(Word.HASH)).isEqualTo("80: 280094058243\n100: 535607538821\n");
        assertThat(words.answer(Word.GTMK)).isEqualTo("306");
        assertThat(words.answer(Word.STMK, 18)).isEqualTo("18");
        assertThat(words.answer(Word.GTMK)).isEqualTo("18");
    }

    @Test
    void resetsReachTheServerAndTheMetrics() {
        counters.add(Metric.PACKETS_RECEIVED, 3);
        assertThat(words.answer(Word.SRST)).isEqualTo("Server stats reset.\n");
        assertThat(metrics.counter(Metric.PACKETS_RECEIVED)).isZero();
        assertThat(words.answer(Word.CRST)).isEqualTo("Connection stats reset.\n");
        assertThat(server.resets).isEqualTo(1);
    }

    @Test
    void enviHasItsKeysInOrder() {
        String text = words.answer(Word.ENVI);
        assertThat(text).startsWith("Environment:\nzookeeper.version=3.9.5-");
        assertThat(text.lines().skip(1).map(line -> line.substring(0, line.indexOf('='))))
                .containsExactly(("zookeeper.version host.name java.version java.vendor java.home java.class.path"
                                + " java.library.path java.io.tmpdir java.compiler os.name os.arch os.version user.name"
                                + " user.home user.dir os.memory.free os.memory.max os.memory.total")
                        .split(" "));
        assertThat(text).contains("\njava.compiler=<NA>\n").containsPattern("os.memory.free=\\d+MB\n");
    }

    @Test
    void mntrHasVersionAndStateFirstThenAllMetrics() {
        metrics.gauge(Metric.ZNODE_COUNT, () -> 5L);
        counters.record(Metric.FSYNCTIME, 1);
        counters.record(Metric.FSYNCTIME, 2);
        List<String> lines = words.answer(Word.MNTR).lines().toList();
        assertThat(lines.get(0)).startsWith("zk_version\t3.9.5-");
        assertThat(lines.get(1)).isEqualTo("zk_server_state\tstandalone");
        assertThat(lines)
                .contains("zk_znode_count\t5", "zk_avg_fsynctime\t1.5", "zk_cnt_fsynctime\t2", "zk_avg_latency\t0.0");
        assertThat(lines).allMatch(line -> line.matches("zk_[a-z0-9_]+\t.+"));
    }

    @ParameterizedTest
    @CsvSource({
        "LEADER, leading - broadcast,",
        "FOLLOWER, following - broadcast,",
        "OBSERVER, observing - broadcast, 2",
        "STANDALONE,,"
    })
    void mntrOfAMemberSaysWhatItDoesAndWhomItObserves(Mode mode, String peerState, String master) throws IOException {
        server.mode = mode;
        server.ensemble = new EnsembleView(7, 2, 12, 3, 0, List.of());
        for (FourLetterWords each : List.of(words, prometheusWords())) {
            assertThat(values(each.answer(Word.MNTR), "zk_peer_state")).isEqualTo(peerState);
            assertThat(values(each.answer(Word.MNTR), "zk_observer_master_id")).isEqualTo(master);
        }
        server.ensemble = null;
        assertThat(values(words.answer(Word.MNTR), "zk_observer_master_id")).isEqualTo(master == null ? null : "-1");
    }

    private static String values(String text, String name) {
        return text.lines()
                .filter(line -> line.startsWith(name + "\t"))
                .map(line -> line.substring(name.length() + 1))
                .findFirst()
                .orElse(null);
    }

    @ParameterizedTest
    @CsvSource({"0.0, 0.0", "0.0001, 0.0001", "0.00001, 0.0", "1234567.0, 1234567.0", "2.33335, 2.3334", "10, 10.0"})
    void fractionsAreShownWithoutExponents(double value, String text) {
        assertThat(MonitorText.number(value)).isEqualTo(text);
    }

    @ParameterizedTest
    @EnumSource(Word.class)
    void whileNotServingOnlyFewWordsAreAnswered(Word word) {
        server.mode = Mode.NOT_SERVING;
        String sentence = "This ZooKeeper instance is not currently serving requests";
        String answer = words.answer(word, 18);
        switch (word) {
            case RUOK -> assertThat(answer).isEqualTo("imok");
            case ISRO -> assertThat(answer).isEqualTo("null");
            case ENVI -> assertThat(answer).startsWith("Environment:\n");
            case GTMK -> assertThat(answer).isEqualTo("306");
            case STMK -> assertThat(answer).isEqualTo("18");
            case HASH -> assertThat(answer).isEqualTo(sentence);
            default -> assertThat(answer).isEqualTo(sentence + "\n");
        }
    }

    @Test
    void whoAsksForTheStateOfAServerThatDoesNotServeIsToldWhy() {
        server.mode = Mode.NOT_SERVING;
        server.whyNotServing = "It has no leader since 7 s";
        String sentence = "This ZooKeeper instance is not currently serving requests\n";
        assertThat(words.answer(Word.SRVR, 0)).isEqualTo(sentence + "It has no leader since 7 s\n");
        assertThat(words.answer(Word.STAT, 0)).isEqualTo(sentence + "It has no leader since 7 s\n");
        assertThat(words.answer(Word.MNTR, 0)).as("for programs").isEqualTo(sentence);
    }

    @Test
    void aLeaderSaysHowFarTheOthersAre() {
        server.mode = Mode.LEADER;
        server.ensemble = new EnsembleView(
                7,
                2,
                0,
                3,
                2,
                List.of(
                        new EnsembleView.Member(1, true, EnsembleView.Progress.SERVES, 1),
                        new EnsembleView.Member(3, true, EnsembleView.Progress.ABSENT, 0),
                        new EnsembleView.Member(4, false, EnsembleView.Progress.SYNCHRONIZES, 0),
                        new EnsembleView.Member(5, false, EnsembleView.Progress.SERVES, 0)));
        assertThat(words("").answer(Word.PEER)).as("zkServer.sh status asks it").isEqualTo("""
            Epoch: 7
            Leader: 2
            Quorum: 2 of 3 voters in sync
            Server 1: follower, 1 transaction behind
            Server 3: follower, not connected
            Server 4: observer, is brought up to date
            Server 5: observer, serves
            """);
    }

    @Test
    void aLearnerSaysHowFarItIsBehindItsLeader() {
        server.mode = Mode.OBSERVER;
        server.ensemble = new EnsembleView(7, 2, 12, 3, 0, List.of());
        assertThat(words.answer(Word.PEER)).isEqualTo("Epoch: 7\nLeader: 2\nBehind: 12 transactions\n");
        server.ensemble = null;
        assertThat(words.answer(Word.PEER)).as("it has just lost it").startsWith("This ZooKeeper instance is not");
        server.mode = Mode.STANDALONE;
        assertThat(words.answer(Word.PEER)).isEqualTo("No ensemble: this server stands alone.\n");
    }

    @Test
    void onlySrvrIsAnsweredUnlessTheWhitelistSaysMore() {
        FourLetterWords few = words("ruok, nonsense");
        assertThat(few.answer(Word.RUOK)).isEqualTo("imok");
        assertThat(few.answer(Word.SRVR)).startsWith("Zookeeper version");
        assertThat(few.answer(Word.STAT)).isEqualTo("stat is not executed because it is not in the whitelist.\n");
        assertThat(few.answer(Word.ISRO)).isEqualTo("isro is not executed because it is not in the whitelist.\n");
    }

    @Test
    void aWordIsKnownByItsFourBytesInLowerCase() {
        assertThat(Word.of(0x72756f6b)).isEqualTo(Word.RUOK);
        assertThat(Word.of(0x52554f4b)).isNull();
        assertThat(Word.of(Word.TELNET_INTERRUPT)).isNull();
        assertThat(Word.STMK.argumentBytes()).isEqualTo(8);
    }

    private FourLetterWords words(String whitelist) {
        Properties properties = new Properties();
        properties.setProperty("zookeeper.4lw.commands.whitelist", whitelist);
        ConfigResult read = ServerConfigReader.embedded(Path.of("/opt/zk/data"), properties);
        ServerConfig config = ((ConfigResult.Accepted) read).config();
        return new FourLetterWords(config, metrics, server);
    }

    private FourLetterWords prometheusWords() {
        Properties properties = new Properties();
        properties.setProperty("zookeeper.4lw.commands.whitelist", "*");
        return new FourLetterWords(read("metricsProvider.className=" + PROMETHEUS, properties), metrics, server);
    }

    private FourLetterWords member(long sid) throws IOException {
        Files.writeString(directory.resolve("myid"), Long.toString(sid));
        Properties properties = new Properties();
        properties.setProperty("zookeeper.4lw.commands.whitelist", "*");
        properties.setProperty("zookeeper.multiAddress.enabled", "true");
        return new FourLetterWords(read("""
            initLimit=10
            syncLimit=5
            server.1=localhost:2881:3881
            server.2=localhost:2882:3882;2182
            server.4=b.example:2885:3885|a.example:2884:3884:observer
            """, properties), metrics, server);
    }

    private ServerConfig read(String lines, Properties properties) {
        try {
            Path file = Files.writeString(
                    directory.resolve("zoo.cfg"), "clientPort=2182\ndataDir=" + directory + "\n" + lines + "\n");
            ConfigResult read = ServerConfigReader.read(file, properties);
            assertThat(read).as("%s", read.problems()).isInstanceOf(ConfigResult.Accepted.class);
            return ((ConfigResult.Accepted) read).config();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static final class FakeServer implements ServerView {
        private static final long SESSION = 0x10000180ece0003L;
        private Mode mode = Mode.STANDALONE;
        private String whyNotServing;
        private EnsembleView ensemble;
        private final Map<Long, List<String>> watches = new LinkedHashMap<>();
        private int resets;
        private List<ConnectionView> connections = List.of(
                new ConnectionView(
                        new InetSocketAddress("::1", 58592),
                        1,
                        0,
                        43,
                        43,
                        59_999,
                        new ConnectionView.Session(
                                SESSION, "PING", 1795350590155L, 30000, 0xf, 0x5f, 2020169, 0, 0, 2, 31)),
                new ConnectionView(new InetSocketAddress("127.0.0.1", 42274), 0, 0, 1, 0, 50_000, null));

        FakeServer() {
            watches.put(2L, List.of("/q10", "/zookeeper"));
            watches.put(1L, List.of("/q10"));
        }

        @Override
        public Mode mode() {
            return mode;
        }

        @Override
        public String whyNotServing() {
            return whyNotServing;
        }

        @Override
        public EnsembleView ensemble() {
            return ensemble;
        }

        @Override
        public StatusView status() {
            return new StatusView(0x5f, 2, 3, 5, 2182, -1);
        }

        @Override
        public List<ConnectionView> connections() {
            return connections;
        }

        @Override
        public List<SessionView> sessions() {
            return List.of(
                    new SessionView(SESSION, 30000, 120_000),
                    new SessionView(0x10000180ece0016L, 4000, 100_001),
                    new SessionView(0x10000180ece0017L, 4000, 102_000));
        }

        @Override
        public SortedMap<Long, Integer> globalSessions() {
            return new TreeMap<>(Map.of(0x200002d38cd0000L, 4000, 0x100002d38c20000L, 30000));
        }

        @Override
        public Map<Long, ? extends Collection<String>> ephemerals() {
            return Map.of(0x10000180ece0016L, List.of("/eph"));
        }

        @Override
        public Map<Long, ? extends Collection<String>> watches() {
            return watches;
        }

        @Override
        public List<DigestView> digests() {
            return List.of(new DigestView(0x80, 280094058243L), new DigestView(0x100, 535607538821L));
        }

        @Override
        public DiskView disk() {
            return new DiskView(650, 651);
        }

        @Override
        public void resetConnections() {
            resets++;
        }
    }
}
