package io.paddock.server.tree;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Path;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class QuotaTest {

    private static final String BASE = "/zookeeper/quota";

    private final Tree tree = new Tree(7);
    private long zxid;

    @BeforeEach
    void someNodes() {
        create("/a", "1");
        create("/a/b", "22");
        create("/a/b/c", "333");
        create("/a/d", "4444");
        create("/x", "55555");
    }

    @Test
    void aQuotaCountsWhatIsThereAndWhatComesAndGoes() {
        quota("/a", "count=5,bytes=-1=;byteHardLimit=100;countHardLimit=10");
        assertThat(tree.quotaOf(Path.of("/a/new"))).isEqualTo(new Quota(Path.of("/a"), 4, 10, 5, -1, 10, 100));
        assertThat(stats("/a")).isEqualTo("count=4,bytes=10");

        create("/a/new", "12345");
        set("/a", "");
        delete("/a/d");
        set("/x", "not governed");
        assertThat(stats("/a")).isEqualTo("count=4,bytes=10");
        set("/a/b/c", null);
        assertThat(stats("/a")).isEqualTo("count=4,bytes=7");
    }

    @Test
    void theDeepestQuotaGovernsAndTakesOverFromTheOuterOne() {
        quota("/a", "count=1");
        quota("/a/b", "count=2");
        assertThat(tree.quotaOf(Path.of("/a/b/c/d")).path()).isEqualTo(Path.of("/a/b"));
        assertThat(tree.quotaOf(Path.of("/a/bb")).path()).isEqualTo(Path.of("/a"));
        assertThat(stats("/a")).isEqualTo("count=2,bytes=5");
        assertThat(stats("/a/b")).isEqualTo("count=2,bytes=5");

        create("/a/b/e", "7777777");
        assertThat(stats("/a")).isEqualTo("count=2,bytes=5");
        assertThat(stats("/a/b")).isEqualTo("count=3,bytes=12");

        delete(BASE + "/a/b/zookeeper_limits");
        assertThat(stats("/a")).isEqualTo("count=5,bytes=17");
        assertThat(tree.quotaOf(Path.of("/a/b/c")).path()).isEqualTo(Path.of("/a"));
    }

    @Test
    void anOuterQuotaThatComesLaterLeavesTheInnerOneAlone() {
        quota("/a/b", "count=2");
        quota("/a", "count=1");
        assertThat(stats("/a")).isEqualTo("count=2,bytes=5");
        assertThat(stats("/a/b")).isEqualTo("count=2,bytes=5");
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "null",
            value = {"/", "''", "/x", "/ab", "/zookeeper", "/zookeeper/quota/a", "/zookeeper/quota"})
    void whatIsNotBelowItIsNotGoverned(String path) {
        quota("/a", "count=1");
        assertThat(tree.quotaOf(Path.of(path))).isNull();
    }

    @Test
    void aQuotaMayStandBeforeItsSubtree() {
        quota("/later", "bytes=3");
        assertThat(stats("/later")).isEqualTo("count=0,bytes=0");
        create("/later", "abc");
        create("/later/on", "de");
        assertThat(stats("/later")).isEqualTo("count=2,bytes=5");
        delete("/later/on");
        delete("/later");
        assertThat(stats("/later")).isEqualTo("count=0,bytes=0");
    }

    @Test
    void limitsFollowTheirTextAndTextThatDoesNotParseIsNoLimit() {
        quota("/a", "count=1,bytes=2");
        set(BASE + "/a/zookeeper_limits", "count=9");
        assertThat(tree.quotaOf(Path.of("/a"))).isEqualTo(new Quota(Path.of("/a"), 4, 10, 9, -1, -1, -1));
        for (String text : new String[] {"count=many", "=", ",,;", "", null, "\uffff", "count", "count=;bytes="}) {
            set(BASE + "/a/zookeeper_limits", text);
            assertThat(tree.quotaOf(Path.of("/a"))).isEqualTo(new Quota(Path.of("/a"), 4, 10, -1, -1, -1, -1));
        }
    }

    @Test
    void theTextOfTheUsageIsNeverReadBack() {
        quota("/a", "count=1");
        set(BASE + "/a/zookeeper_stats", "nonsense");
        create("/a/e", "");
        assertThat(stats("/a")).isEqualTo("count=5,bytes=10");
        delete(BASE + "/a/zookeeper_stats");
        create("/a/f", "");
        create(BASE + "/a/zookeeper_stats", "count=-1");
        assertThat(stats("/a")).isEqualTo("count=6,bytes=10");
    }

    @Test
    void writingTheUsageTouchesNeitherStatNorDigest() {
        quota("/a", "count=1");
        StatPersisted stat = tree.persisted(tree.find(Path.of(BASE + "/a/zookeeper_stats")));
        create("/a/e", "12");
        assertThat(tree.persisted(tree.find(Path.of(BASE + "/a/zookeeper_stats"))))
                .isEqualTo(stat);
        assertThat(tree.digest()).isEqualTo(Images.digest(tree));
        assertThat(tree.stat(tree.find(Path.of(BASE + "/a/zookeeper_stats"))).dataLength())
                .isEqualTo("count=5,bytes=12".length());
    }

    @Test
    void limitsOfTheRootAndOfQuotasAreOrdinaryNodes() {
        create(BASE + "/zookeeper_limits", "count=1");
        create(BASE + "/zookeeper_stats", "mine");
        create(BASE + "/zookeeper", "");
        create(BASE + "/zookeeper/quota", "");
        create(BASE + "/zookeeper/quota/zookeeper_limits", "count=1");
        create("/y", "");
        delete(BASE + "/zookeeper_limits");

        assertThat(tree.quotaOf(Path.of("/y"))).isNull();
        assertThat(tree.quotaOf(Path.of(BASE + "/z"))).isNull();
        assertThat(data(BASE + "/zookeeper_stats")).isEqualTo("mine");
    }

    @Test
    void aQuotaOnZookeeperLeavesTheQuotasOut() {
        quota("/zookeeper", "count=1");
        assertThat(stats("/zookeeper")).isEqualTo("count=2,bytes=0");
    }

    private void quota(String path, String limits) {
        StringBuilder mirror = new StringBuilder(BASE);
        for (String name : path.substring(1).split("/")) {
            mirror.append('/').append(name);
            if (tree.find(Path.of(mirror.toString())) == Tree.NONE) {
                create(mirror.toString(), "");
            }
        }
        create(mirror + "/zookeeper_limits", limits);
        create(mirror + "/zookeeper_stats", "count=0,bytes=0");
    }

    private String stats(String path) {
        return data(BASE + path + "/zookeeper_stats");
    }

    private String data(String path) {
        return new String(tree.data(tree.find(Path.of(path))), StandardCharsets.UTF_8);
    }

    private void create(String path, String data) {
        tree.create(Path.of(path), data.getBytes(StandardCharsets.UTF_8), null, 0, -1, ++zxid, 1);
    }

    private void set(String path, String data) {
        byte[] bytes = data == null ? null : data.getBytes(StandardCharsets.UTF_8);
        int n = tree.find(Path.of(path));
        tree.setData(n, bytes, tree.version(n) + 1, ++zxid, 1);
    }

    private void delete(String path) {
        tree.delete(tree.find(Path.of(path)), ++zxid);
    }
}
