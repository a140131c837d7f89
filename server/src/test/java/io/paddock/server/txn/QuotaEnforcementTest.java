package io.paddock.server.txn;

import static io.paddock.server.txn.Requests.bytes;
import static io.paddock.server.txn.Requests.closeSession;
import static io.paddock.server.txn.Requests.create;
import static io.paddock.server.txn.Requests.createWithData;
import static io.paddock.server.txn.Requests.delete;
import static io.paddock.server.txn.Requests.multi;
import static io.paddock.server.txn.Requests.setData;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.Stat;
import io.paddock.common.protocol.Create;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Quotas at preparation: server semantics, section 7. */
class QuotaEnforcementTest {

    private final TxnBench bench = new TxnBench(TxnBench.quotasEnforced());

    private static void quota(TxnBench bench, String path, String limits) {
        StringBuilder at = new StringBuilder("/zookeeper/quota");
        for (String part : path.substring(1).split("/")) {
            at.append('/').append(part);
            if (!bench.exists(at.toString())) {
                bench.done(create(at.toString()));
            }
        }
        bench.done(createWithData(at + "/zookeeper_limits", limits));
        bench.done(createWithData(at + "/zookeeper_stats", "count=0,bytes=0"));
    }

    private String stats(String path) {
        return new String(bench.data("/zookeeper/quota" + path + "/zookeeper_stats"));
    }

    @Test
    void aHardLimitOfTheCountRefusesTheNextNode() {
        bench.done(create("/q"));
        quota(bench, "/q", "count=-1,bytes=-1=;countHardLimit=3");
        bench.done(create("/q/1"));
        bench.done(create("/q/2"));

        assertThat(bench.refusal(create("/q/3"))).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(bench.refusal(create("/q/1/x"))).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        bench.done(setData("/q/1", "still writable"));
        bench.done(create("/outside"));
        bench.done(create("/q2"));
        bench.done(delete("/q/1"));
        bench.done(create("/q/3"));
        assertThat(stats("/q")).startsWith("count=3,bytes=");
    }

    @Test
    void aHardLimitOfTheBytesRefusesWhatWouldPassIt() {
        bench.done(createWithData("/q", "1234"));
        quota(bench, "/q", "count=-1,bytes=-1=;byteHardLimit=10");

        assertThat(bench.refusal(createWithData("/q/a", "1234567"))).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        bench.done(createWithData("/q/a", "123456"));
        bench.done(createWithData("/q/b", ""));
        assertThat(bench.refusal(setData("/q/a", "1234567"))).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        bench.done(setData("/q/a", "12345"));
        bench.done(setData("/q/b", "1"));
        bench.done(setData("/q/a", "54321"));
        assertThat(stats("/q")).isEqualTo("count=3,bytes=10");
    }

    @Test
    void shrinkingThatStillEndsAboveTheLimitIsRefusedAndAChangeOfNothingIsNotJudged() {
        bench.done(createWithData("/q", "1234567890"));
        quota(bench, "/q", "count=-1,bytes=-1=;byteHardLimit=5");

        assertThat(bench.refusal(setData("/q", "123456"))).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        bench.done(setData("/q", "0987654321"));
        bench.done(setData("/q", "12345"));
    }

    @Test
    void theQuotaIsJudgedBeforeTheVersionAndAfterTheRight() {
        bench.done(createWithData("/q", "1"));
        bench.done(create("/q/closed", Requests.acl(Acl.READ, "world", "anyone")));
        quota(bench, "/q", "count=-1,bytes=-1=;byteHardLimit=6;countHardLimit=2");

        assertThat(bench.refusal(setData("/q", "1234567", 99))).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(bench.refusal(setData("/q/closed", "1234567"))).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(bench.refusal(create("/q/closed"))).isEqualTo(ErrorCode.NODE_EXISTS);
    }

    @Test
    void softLimitsRefuseNothing() {
        bench.done(create("/q"));
        quota(bench, "/q", "count=1,bytes=1");
        bench.done(create("/q/1"));
        bench.done(setData("/q/1", "far more than a byte"));
    }

    @Test
    void withoutEnforcementUsageIsKeptAndNothingRefused() {
        TxnBench lenient = new TxnBench();
        lenient.done(create("/q"));
        quota(lenient, "/q", "count=-1,bytes=-1=;countHardLimit=1;byteHardLimit=1");
        lenient.done(createWithData("/q/1", "abc"));
        assertThat(lenient.data("/zookeeper/quota/q/zookeeper_stats")).isEqualTo(bytes("count=2,bytes=7"));
    }

    @Test
    void onlyTheDeepestQuotaCounts() {
        bench.done(create("/q"));
        bench.done(create("/q/in"));
        quota(bench, "/q", "count=-1,bytes=-1=;countHardLimit=2");
        quota(bench, "/q/in", "count=-1,bytes=-1=;countHardLimit=3");

        bench.done(create("/q/in/1"));
        bench.done(create("/q/in/2"));
        assertThat(bench.refusal(create("/q/in/3"))).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        bench.done(create("/q/out"));
        assertThat(bench.refusal(create("/q/out2"))).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(bench.refusal(create("/q/inside"))).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
    }

    @Test
    void requestsOnTheirWayCount() {
        bench.done(create("/q"));
        quota(bench, "/q", "count=-1,bytes=-1=;countHardLimit=3");
        int passed = 0;
        for (int i = 0; i < 10; i++) {
            passed += TxnBench.error(bench.propose(create("/q/" + i))) == ErrorCode.OK ? 1 : 0;
        }
        assertThat(passed).isEqualTo(2);
        bench.applyNext();
        assertThat(TxnBench.error(bench.propose(create("/q/x")))).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        bench.propose(delete("/q/0"));
        assertThat(TxnBench.error(bench.propose(create("/q/y")))).isEqualTo(ErrorCode.OK);
        assertThat(TxnBench.error(bench.propose(create("/q/z")))).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        bench.applyAll();
        assertThat(bench.stat("/q").numChildren()).isEqualTo(2);
    }

    @Test
    void aMultiIsJudgedPartByPartAndAFailedOneUsesUpNothing() {
        bench.done(create("/q"));
        quota(bench, "/q", "count=-1,bytes=-1=;countHardLimit=3");

        assertThat(bench.refusal(multi(create("/q/1"), create("/q/2"), create("/q/3"))))
                .isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(TxnBench.error(bench.propose(multi(create("/q/1"), create("/q/2"), delete("/missing")))))
                .isEqualTo(ErrorCode.OK);
        assertThat(TxnBench.error(bench.propose(multi(create("/q/1"), create("/q/2")))))
                .isEqualTo(ErrorCode.OK);
        bench.applyAll();
        assertThat(bench.stat("/q").numChildren()).isEqualTo(2);
        bench.done(multi(delete("/q/1"), create("/q/3"), delete("/q/3"), create("/q/4")));
    }

    @Test
    void aSessionThatClosesMakesRoom() {
        bench.done(create("/q"));
        quota(bench, "/q", "count=-1,bytes=-1=;countHardLimit=2");
        bench.done(create("/q/e", Requests.EPHEMERAL));
        bench.propose(closeSession());
        assertThat(TxnBench.error(bench.in(TxnBench.OTHER_SESSION).propose(create("/q/f"))))
                .isEqualTo(ErrorCode.OK);
        bench.applyAll();
        assertThat(stats("/q")).startsWith("count=2,");
    }

    @Test
    void aChangedLimitHoldsFromThenOnAndARemovedOneNoMore() {
        bench.done(create("/q"));
        quota(bench, "/q", "count=-1,bytes=-1=;countHardLimit=1");
        assertThat(bench.refusal(create("/q/1"))).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        bench.done(setData("/zookeeper/quota/q/zookeeper_limits", "countHardLimit=2"));
        bench.done(create("/q/1"));
        assertThat(bench.refusal(create("/q/2"))).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        bench.done(delete("/zookeeper/quota/q/zookeeper_limits"));
        bench.done(create("/q/2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "garbage",
                "count",
                "count=",
                "=",
                ",;,",
                "countHardLimit=x",
                "countHardLimit=99999999999999999999",
                "countHardLimit=1.5;byteHardLimit=0x3",
                "\u0000\uffff"
            })
    void limitsThatDoNotParseAreNoLimits(String limits) {
        bench.done(create("/q"));
        quota(bench, "/q", limits);
        bench.done(create("/q/1"));
        bench.done(setData("/q/1", "x".repeat(100)));
        bench.done(multi(create("/q/2"), delete("/q/1")));
    }

    @Test
    void limitsThatAreNullAreNoLimits() {
        bench.done(create("/q"));
        bench.done(create("/zookeeper/quota/q"));
        bench.done(new Create(OpCode.CREATE, Path.of("/zookeeper/quota/q/zookeeper_limits"), null, Acl.OPEN, 0, 0));
        bench.done(create("/q/1"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "garbage", "count=x,bytes=y", "count=5", "\u0000"})
    void textInTheUsageIsNeverReadBack(String text) {
        bench.done(create("/q"));
        quota(bench, "/q", "count=-1,bytes=-1=;countHardLimit=3");
        bench.done(setData("/zookeeper/quota/q/zookeeper_stats", text));
        bench.done(create("/q/1"));
        bench.done(create("/q/2"));
        assertThat(bench.refusal(create("/q/3"))).isEqualTo(ErrorCode.QUOTA_EXCEEDED);
        assertThat(stats("/q")).startsWith("count=3,");
    }

    @Test
    void limitsDirectlyInTheQuotaNodeAreAnOrdinaryNode() {
        bench.done(createWithData("/zookeeper/quota/zookeeper_limits", "countHardLimit=0"));
        bench.done(createWithData("/zookeeper/quota/zookeeper_stats", "x"));
        bench.done(create("/a"));
        bench.done(delete("/zookeeper/quota/zookeeper_limits"));
    }

    @Test
    void publishingUsageChangesNoStat() {
        bench.done(create("/q"));
        quota(bench, "/q", "count=-1,bytes=-1");
        Stat before = bench.stat("/zookeeper/quota/q/zookeeper_stats");
        bench.done(create("/q/1"));
        Stat after = bench.stat("/zookeeper/quota/q/zookeeper_stats");
        assertThat(after.mzxid()).isEqualTo(before.mzxid());
        assertThat(after.version()).isEqualTo(before.version());
        assertThat(after.mtime()).isEqualTo(before.mtime());
        assertThat(bench.changes)
                .noneMatch(change ->
                        change.path().toString().endsWith("zookeeper_stats") && change.zxid() > before.czxid());
    }

    @ParameterizedTest(name = "with {0} a second node: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            countHardLimit=2                               | OK
            count=1,bytes=-1=;countHardLimit=2             | OK
            countHardLimit=1                               | QUOTA_EXCEEDED
            count=5,bytes=-1=;byteHardLimit=9;countHardLimit=1 | QUOTA_EXCEEDED
            bytes=1;countHardLimit=1=9                     | QUOTA_EXCEEDED
            countHardLimit=-1;byteHardLimit=-1             | OK
            countHardLimit=0                               | QUOTA_EXCEEDED
            byteHardLimit=8                                | OK
            byteHardLimit=7                                | QUOTA_EXCEEDED
            """)
    void theTextOfLimitsIsReadAsTheSpecificationSays(String limits, ErrorCode expected) {
        bench.done(create("/q"));
        quota(bench, "/q", limits);
        assertThat(bench.refusal(create("/q/1"))).isEqualTo(expected);
    }
}
