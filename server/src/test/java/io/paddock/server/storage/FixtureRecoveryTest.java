package io.paddock.server.storage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.Path;
import io.paddock.common.Stat;
import io.paddock.server.tree.EphemeralOwner;
import io.paddock.server.tree.Tree;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every fixture through the whole recovery, against everything that its manifest tells. */
class FixtureRecoveryTest {

    @TempDir
    java.nio.file.Path folder;

    static Stream<Fixture> fixtures() {
        return Fixture.stream();
    }

    static Stream<Fixture> loaded() {
        return fixtures()
                .filter(fixture -> fixture.outcome().equals("load")
                        && !fixture.expect().path("lastZxid").isMissingNode());
    }

    static Stream<Fixture> refused() {
        return fixtures().filter(fixture -> fixture.outcome().equals("refuse"));
    }

    static Stream<Fixture> needingTrust() {
        return fixtures().filter(FixtureRecoveryTest::needsTrust);
    }

    @ParameterizedTest
    @MethodSource("loaded")
    void aDirectoryIsRestoredAsItsManifestTells(Fixture fixture) throws IOException {
        RecoveredState state = recover(fixture, needsTrust(fixture));
        JsonNode expect = fixture.expect();
        RecoveryStatistics statistics = state.statistics();
        assertThat(state.lastZxid()).as("last zxid").isEqualTo(Fixture.hex(expect.get("lastZxid")));
        assertThat(state.tree().lastZxid()).isEqualTo(state.lastZxid());
        assertThat(statistics.snapshot())
                .as("snapshot")
                .isEqualTo(expect.get("loadedSnapshot").textValue());
        assertThat(statistics.skippedSnapshots()).as("skipped").isEqualTo(texts(expect.get("skippedSnapshots")));
        // The copied log counts once here, twice there.
        int divisor = fixture.name().equals("log-stray-name") ? 2 : 1;
        assertThat(statistics.replayed())
                .as("replayed")
                .isEqualTo(expect.get("transactionsReplayed").asLong() / divisor);
        assertThat(statistics.digestChecks())
                .as("digest checks")
                .isEqualTo(expect.get("digestChecks").asLong() / divisor);
        if (divisor == 1) {
            assertThat(statistics.digestMismatches())
                    .as("digest mismatches")
                    .isEqualTo(expect.get("digestMismatches").asLong());
            assertThat(statistics.foundDone())
                    .as("found done")
                    .isEqualTo(expect.get("transactionsThatFindTheirEffectDone").asLong());
        }
        if (expect.has("nodesNewerThanSnapshotName")) {
            assertThat(statistics.newerNodes())
                    .isEqualTo(expect.get("nodesNewerThanSnapshotName").asLong());
        }
        assertThat(statistics.digest())
                .as("digest")
                .isEqualTo(Fixture.hex(expect.get("treeDigest").get("value")));
        assertThat(new TreeMap<>(state.tree().sessions())).as("sessions").isEqualTo(sessions(expect.get("sessions")));
        assertThat(state.removedEphemerals().stream().map(Path::toString))
                .as("removed")
                .isEqualTo(texts(expect.path("removedAfterLoad")));
        assertThat(nodes(state.tree())).as("znodes").isEqualTo(nodes(expect.get("nodes")));
        assertThat(state.tail()).hasSize((int) statistics.replayed());
    }

    @ParameterizedTest
    @MethodSource("loaded")
    void aSecondStartFindsTheSame(Fixture fixture) throws IOException {
        boolean trust = needsTrust(fixture);
        DataDirs directories = fixture.copyTo(folder);
        RecoveredState first = recover(directories, trust);
        RecoveredState second = recover(directories, trust);
        assertThat(nodes(second.tree())).isEqualTo(nodes(first.tree()));
        assertThat(second.lastZxid()).isEqualTo(first.lastZxid());
        assertThat(second.tree().digest()).isEqualTo(first.tree().digest());
    }

    @ParameterizedTest
    @MethodSource("refused")
    void aDamagedDirectoryIsRefused(Fixture fixture) {
        assertThatThrownBy(() -> recover(fixture, false))
                .isInstanceOf(DamagedData.class)
                .hasMessageContaining(folder.toString())
                .hasMessageContaining("This server stopped")
                .extracting(problem -> ((DamagedData) problem).exitCode())
                .isEqualTo(1);
    }

    @ParameterizedTest
    @MethodSource("needingTrust")
    void logsWithoutASnapshotAreRefusedUnlessTheOperatorSaysSo(Fixture fixture) {
        assertThatThrownBy(() -> recover(fixture, false))
                .isInstanceOf(DamagedData.class)
                .hasMessageContaining("No snapshot found, but there are log entries. Something is broken!");
    }

    private RecoveredState recover(Fixture fixture, boolean trust) throws IOException {
        return recover(fixture.copyTo(folder), trust);
    }

    private static RecoveredState recover(DataDirs directories, boolean trust) throws IOException {
        RecoveryOptions options = new RecoveryOptions(
                trust, true, true, true, 500, 1 << 20, RecoveryOptions.RECORD_BYTES_MAX, 7, SnapshotOptions.DEFAULTS);
        return new Recovery(new FileDisk(), directories.snapshots(), directories.logs(), options).run();
    }

    private static boolean needsTrust(Fixture fixture) {
        return fixture.expect().path("needsProperties").has("zookeeper.snapshot.trust.empty");
    }

    private static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(text -> texts.add(text.asText()));
        return texts;
    }

    private static Map<Long, Integer> sessions(JsonNode array) {
        Map<Long, Integer> sessions = new TreeMap<>();
        array.forEach(session -> sessions.put(
                Fixture.hex(session.get("id")), session.get("timeoutMs").asInt()));
        return sessions;
    }

    private record Node(String kind, String data, List<Acl> acl, Stat stat, int cversion, long owner, long ttlMs) {}

    private static Map<String, Node> nodes(JsonNode array) {
        Map<String, Node> nodes = new TreeMap<>();
        for (JsonNode node : array) {
            JsonNode stat = node.get("stat");
            JsonNode persisted = node.get("persisted");
            List<Acl> acl = new ArrayList<>();
            for (JsonNode entry : node.get("acl")) {
                acl.add(new Acl(
                        entry.get("perms").asInt(),
                        new AuthId(entry.get("scheme").asText(), entry.get("id").asText())));
            }
            nodes.put(
                    node.get("path").asText(),
                    new Node(
                            node.get("kind").asText(),
                            node.get("data").textValue(),
                            acl,
                            new Stat(
                                    Fixture.hex(stat.get("czxid")),
                                    Fixture.hex(stat.get("mzxid")),
                                    stat.get("ctime").asLong(),
                                    stat.get("mtime").asLong(),
                                    stat.get("version").asInt(),
                                    stat.get("cversion").asInt(),
                                    stat.get("aversion").asInt(),
                                    Fixture.hex(stat.get("ephemeralOwner")),
                                    stat.get("dataLength").asInt(),
                                    stat.get("numChildren").asInt(),
                                    Fixture.hex(stat.get("pzxid"))),
                            persisted.get("cversion").asInt(),
                            Fixture.hex(persisted.get("ephemeralOwner")),
                            node.path("ttlMs").asLong()));
        }
        return nodes;
    }

    private static Map<String, Node> nodes(Tree tree) {
        Map<String, Node> nodes = new TreeMap<>();
        collect(tree, tree.find(Path.ROOT), nodes);
        assertThat(tree.size()).isEqualTo(nodes.size());
        return nodes;
    }

    private static void collect(Tree tree, int node, Map<String, Node> into) {
        byte[] data = tree.data(node);
        long owner = tree.owner(node);
        into.put(
                tree.path(node).toString(),
                new Node(
                        kind(owner),
                        data == null ? null : Base64.getEncoder().encodeToString(data),
                        tree.acl(node),
                        tree.stat(node),
                        tree.cversion(node),
                        owner,
                        EphemeralOwner.isTtl(owner) ? EphemeralOwner.ttlMs(owner) : 0));
        tree.forEachChild(node, child -> collect(tree, child, into));
    }

    private static String kind(long owner) {
        if (EphemeralOwner.isContainer(owner)) {
            return "container";
        }
        if (EphemeralOwner.isTtl(owner)) {
            return "ttl";
        }
        return owner == 0 ? "persistent" : "ephemeral";
    }
}
