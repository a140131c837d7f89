package io.paddock.server.txn;

import static io.paddock.server.txn.Requests.EPHEMERAL;
import static io.paddock.server.txn.Requests.acl;
import static io.paddock.server.txn.Requests.bytes;
import static io.paddock.server.txn.Requests.create;
import static io.paddock.server.txn.Requests.delete;
import static io.paddock.server.txn.Requests.setAcl;
import static io.paddock.server.txn.Requests.setData;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.Stat;
import io.paddock.common.protocol.CheckVersion;
import io.paddock.common.protocol.Reconfig;
import io.paddock.common.protocol.SetData;
import io.paddock.common.protocol.WatchEventType;
import io.paddock.server.auth.AccessRules;
import io.paddock.server.auth.AuthOptions;
import io.paddock.server.tree.StatPersisted;
import io.paddock.server.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** delete, setData, setACL and what is refused: server semantics, sections 2.2, 4.2 and 9; client protocol, section 3.8. */
class ChangeTest {

    private final TxnBench bench = new TxnBench();

    // setData

    @Test
    void setDataRaisesTheVersionAndTakesZxidAndTime() {
        bench.done(create("/a"));
        bench.timeMs += 7;
        Outcome outcome = bench.done(setData("/a", "longer data"));

        Stat expected = new Stat(1, 2, bench.timeMs - 7, bench.timeMs, 1, 0, 0, 0, "longer data".length(), 0, 1);
        assertThat(outcome.stat()).isEqualTo(expected);
        assertThat(bench.stat("/a")).isEqualTo(expected);
        assertThat(bench.data("/a")).isEqualTo(bytes("longer data"));
    }

    @Test
    void setDataTouchesNothingOfTheParent() {
        bench.done(create("/a"));
        bench.done(create("/a/b"));
        Stat before = bench.stat("/a");
        bench.done(setData("/a/b", "x"));
        assertThat(bench.stat("/a")).isEqualTo(before);
    }

    @Test
    void setDataKeepsNullAndEmptyApart() {
        bench.done(create("/a"));
        bench.done(new SetData(Path.of("/a"), null, -1));
        assertThat(bench.data("/a")).isNull();
        bench.done(setData("/a", ""));
        assertThat(bench.data("/a")).isEmpty();
    }

    @ParameterizedTest(name = "version {0} of a node with version 2: {1}")
    @CsvSource({"2, OK", "-1, OK", "1, BAD_VERSION", "3, BAD_VERSION", "0, BAD_VERSION", "-2, BAD_VERSION"})
    void anExpectedVersionIsTheOneOrMinusOne(int version, ErrorCode expected) {
        bench.done(create("/a"));
        bench.done(setData("/a", "1"));
        bench.done(setData("/a", "2"));
        assertThat(bench.refusal(setData("/a", "3", version))).isEqualTo(expected);
        assertThat(bench.stat("/a").version()).isEqualTo(expected == ErrorCode.OK ? 3 : 2);
    }

    @Test
    void versionsAreJudgedOnTopOfWhatIsOnItsWay() {
        bench.done(create("/a"));
        bench.propose(setData("/a", "1", 0));
        LoggedTxn second = bench.propose(setData("/a", "2", 1));
        LoggedTxn late = bench.propose(setData("/a", "3", 1));
        bench.applyAll();

        assertThat(TxnBench.error(second)).isEqualTo(ErrorCode.OK);
        assertThat(TxnBench.error(late)).isEqualTo(ErrorCode.BAD_VERSION);
        assertThat(bench.data("/a")).isEqualTo(bytes("2"));
    }

    @ParameterizedTest(name = "version {0} is followed by {1}")
    @CsvSource({"2147483647, -2147483648", "-2, -1", "-1, 0"})
    void versionsAre32BitNumbersThatWrap(int version, int next) {
        Tree tree = new Tree(5);
        tree.restore(Path.of("/old"), bytes(""), Acl.OPEN, new StatPersisted(1, 1, 1, 1, version, 0, version, 0, 1));
        TxnBench aged = new TxnBench(tree, PrepareOptions.DEFAULT, new AccessRules(AuthOptions.DEFAULT));
        aged.done(setData("/old", "x"));
        aged.done(setAcl("/old", Acl.OPEN));
        assertThat(aged.stat("/old").version()).isEqualTo(next);
        assertThat(aged.stat("/old").aversion()).isEqualTo(next);
    }

    @Test
    void theRootMayBeWritten() {
        bench.done(setData("/", "root"));
        assertThat(bench.data("/")).isEqualTo(bytes("root"));
        assertThat(bench.stat("/").version()).isEqualTo(1);
    }

    @Test
    void aSetDataIsReportedToTheWatchesOfItsNodeAlone() {
        bench.done(create("/a"));
        bench.changes.clear();
        bench.done(setData("/a", "x"));
        assertThat(bench.changes)
                .containsExactly(new Change(WatchEventType.NODE_DATA_CHANGED, Path.of("/a"), Acl.OPEN, null, null, 2));
    }

    // delete

    @Test
    void aDeletionRemovesTheNodeAndTouchesThePzxidOfTheParent() {
        bench.done(create("/a"));
        bench.done(create("/a/b"));
        Stat before = bench.stat("/a");
        bench.done(delete("/a/b"));

        assertThat(bench.exists("/a/b")).isFalse();
        assertThat(bench.stat("/a"))
                .isEqualTo(
                        new Stat(before.czxid(), before.mzxid(), before.ctime(), before.mtime(), 0, 2, 0, 0, 4, 0, 3));
        assertThat(bench.changes.get(2))
                .isEqualTo(
                        new Change(WatchEventType.NODE_DELETED, Path.of("/a/b"), Acl.OPEN, Path.of("/a"), Acl.OPEN, 3));
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/zookeeper", "/zookeeper/quota", "/zookeeper/config", "", "a", "/a\0"})
    void systemNodesAndThingsThatAreNoPathsAreNotDeleted(String path) {
        assertThat(bench.refusal(delete(path))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(bench.refusal(delete(path, 99))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/a/", "//a", "/a/.", "/x/y", "/zookeeper/x"})
    void aDeletionOfSomethingOddFindsNoNode(String path) {
        bench.done(create("/a"));
        assertThat(bench.refusal(delete(path))).isEqualTo(ErrorCode.NO_NODE);
    }

    @Test
    void ordinaryNodesBelowTheSystemNodeAreOrdinary() {
        bench.done(create("/zookeeper/mine"));
        bench.done(setData("/zookeeper", "x"));
        bench.done(delete("/zookeeper/mine"));
    }

    @Test
    void aNodeWithChildrenIsNotDeletedAndTheVersionIsLookedAtFirst() {
        bench.done(create("/a"));
        bench.done(create("/a/b"));
        assertThat(bench.refusal(delete("/a"))).isEqualTo(ErrorCode.NOT_EMPTY);
        assertThat(bench.refusal(delete("/a", 5))).isEqualTo(ErrorCode.BAD_VERSION);
    }

    @Test
    void whetherANodeHasChildrenIsJudgedOnTopOfWhatIsOnItsWay() {
        bench.done(create("/a"));
        bench.done(create("/a/b"));
        bench.propose(delete("/a/b"));
        assertThat(TxnBench.error(bench.propose(delete("/a")))).isEqualTo(ErrorCode.OK);
        assertThat(TxnBench.error(bench.propose(create("/a/c")))).isEqualTo(ErrorCode.NO_NODE);
        bench.propose(create("/a"));
        bench.propose(create("/a/d"));
        assertThat(TxnBench.error(bench.propose(delete("/a")))).isEqualTo(ErrorCode.NOT_EMPTY);
        bench.applyAll();

        assertThat(bench.exists("/a/d")).isTrue();
        assertThat(bench.stat("/a")).isEqualTo(new Stat(6, 6, bench.timeMs, bench.timeMs, 0, 1, 0, 0, 4, 1, 7));
    }

    // setACL

    @Test
    void setAclRaisesTheAversionAndNothingElse() {
        bench.done(create("/a"));
        Stat before = bench.stat("/a");
        bench.timeMs += 9;
        Outcome outcome = bench.done(setAcl("/a", acl(Acl.ALL, "world", "anyone"), 0));

        Stat expected = new Stat(
                before.czxid(), before.mzxid(), before.ctime(), before.mtime(), 0, 0, 1, 0, 4, 0, before.pzxid());
        assertThat(outcome.stat()).isEqualTo(expected);
        assertThat(bench.stat("/a")).isEqualTo(expected);
        assertThat(bench.changes).hasSize(1);
    }

    @ParameterizedTest(name = "aversion {0} of a node with aversion 1: {1}")
    @CsvSource({"1, OK", "-1, OK", "0, BAD_VERSION", "2, BAD_VERSION"})
    void setAclIsJudgedByTheAversion(int aversion, ErrorCode expected) {
        bench.done(create("/a"));
        bench.done(setData("/a", "1"));
        bench.done(setData("/a", "2"));
        bench.done(setAcl("/a", Acl.OPEN));
        assertThat(bench.refusal(setAcl("/a", Acl.OPEN, aversion))).isEqualTo(expected);
    }

    @Test
    void theConfigurationNodeIsWrittenByTheSuperUserOnly() {
        assertThat(bench.refusal(setData("/zookeeper/config", "x"))).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(bench.refusal(setAcl("/zookeeper/config", Acl.OPEN))).isEqualTo(ErrorCode.NO_AUTH);
        bench.as(new AuthId("super", "")).done(setData("/zookeeper/config", "x"));
    }

    // The order of checks: each request breaks every rule from some point on.

    @Test
    void theFirstCheckThatFailsDecidesACreation() {
        bench.done(create("/e", EPHEMERAL));
        bench.done(create("/closed", acl(Acl.READ, "world", "anyone")));
        bench.done(create("/e2", EPHEMERAL));
        List<Acl> invalid = List.of();

        bench.in(99);
        assertThat(bench.refusal(create("/missing/\0", invalid))).isEqualTo(ErrorCode.SESSION_EXPIRED);
        bench.in(TxnBench.SESSION);
        assertThat(bench.refusal(create("/missing/\0", invalid))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(bench.refusal(create("/missing/x/", invalid))).isEqualTo(ErrorCode.INVALID_ACL);
        assertThat(bench.refusal(create("/missing/x/"))).isEqualTo(ErrorCode.NO_NODE);
        assertThat(bench.refusal(create("/closed/\u0001"))).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(bench.refusal(create("/e/\u0001"))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(bench.refusal(create("/e/x"))).isEqualTo(ErrorCode.NO_CHILDREN_FOR_EPHEMERALS);
    }

    @Test
    void theFirstCheckThatFailsDecidesADeletion() {
        bench.done(create("/closed", acl(Acl.READ, "world", "anyone")));
        bench.done(create("/open"));
        bench.done(create("/open/x"));

        bench.in(99);
        assertThat(bench.refusal(delete("a"))).isEqualTo(ErrorCode.SESSION_EXPIRED);
        bench.in(TxnBench.SESSION);
        assertThat(bench.refusal(delete("a"))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(bench.refusal(delete("/missing/x"))).isEqualTo(ErrorCode.NO_NODE);
        assertThat(bench.refusal(delete("/closed/missing"))).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(bench.refusal(delete("/open/missing", 7))).isEqualTo(ErrorCode.NO_NODE);
        assertThat(bench.refusal(delete("/open", 7))).isEqualTo(ErrorCode.BAD_VERSION);
        assertThat(bench.refusal(delete("/open", 0))).isEqualTo(ErrorCode.NOT_EMPTY);
    }

    @Test
    void theFirstCheckThatFailsDecidesASetData() {
        bench.done(create("/closed", acl(Acl.READ, "world", "anyone")));
        bench.in(99);
        assertThat(bench.refusal(setData("/x/", "x", 7))).isEqualTo(ErrorCode.SESSION_EXPIRED);
        bench.in(TxnBench.SESSION);
        assertThat(bench.refusal(setData("/x/", "x", 7))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(bench.refusal(setData("/x", "x", 7))).isEqualTo(ErrorCode.NO_NODE);
        assertThat(bench.refusal(setData("/closed", "x", 7))).isEqualTo(ErrorCode.NO_AUTH);
    }

    @Test
    void theFirstCheckThatFailsDecidesASetAcl() {
        bench.done(create("/closed", acl(Acl.READ, "world", "anyone")));
        bench.in(99);
        assertThat(bench.refusal(setAcl("/x/", List.of(), 7))).isEqualTo(ErrorCode.SESSION_EXPIRED);
        bench.in(TxnBench.SESSION);
        assertThat(bench.refusal(setAcl("/x/", List.of(), 7))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(bench.refusal(setAcl("/x", List.of(), 7))).isEqualTo(ErrorCode.INVALID_ACL);
        assertThat(bench.refusal(setAcl("/x", Acl.OPEN, 7))).isEqualTo(ErrorCode.NO_NODE);
        assertThat(bench.refusal(setAcl("/closed", Acl.OPEN, 7))).isEqualTo(ErrorCode.NO_AUTH);
    }

    @Test
    void theFirstCheckThatFailsDecidesACheck() {
        bench.done(create("/closed", acl(Acl.WRITE, "world", "anyone")));
        assertThat(bench.refusal(Requests.multi(new CheckVersion(Path.of("/x/"), 7))))
                .isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(bench.refusal(Requests.multi(new CheckVersion(Path.of("/x"), 7))))
                .isEqualTo(ErrorCode.NO_NODE);
        assertThat(bench.refusal(Requests.multi(new CheckVersion(Path.of("/closed"), 7))))
                .isEqualTo(ErrorCode.NO_AUTH);
    }

    // Refusals of other kinds.

    @Test
    void reconfigIsDisabledThenNeedsASessionThenIsUnknownToAStandaloneServer() {
        Reconfig reconfig = new Reconfig(null, null, "server.1=a:1:2", -1);
        assertThat(bench.refusal(reconfig)).isEqualTo(ErrorCode.RECONFIG_DISABLED);
        assertThat(bench.in(99).refusal(reconfig)).isEqualTo(ErrorCode.RECONFIG_DISABLED);

        TxnBench enabled = new TxnBench(new PrepareOptions(false, false, true, true, true, 1 << 20));
        assertThat(enabled.refusal(reconfig)).isEqualTo(ErrorCode.UNIMPLEMENTED);
        assertThat(enabled.in(99).refusal(reconfig)).isEqualTo(ErrorCode.SESSION_EXPIRED);
    }

    @ParameterizedTest
    @EnumSource(
            value = OpCode.class,
            names = {"CREATE", "CREATE2", "CREATE_CONTAINER", "CREATE_TTL", "DELETE", "SET_DATA", "SET_ACL", "MULTI"})
    void aRequestThatCouldNotBeDecodedTakesAZxidOfItsOwn(OpCode type) {
        LoggedTxn first = bench.propose(type, null);
        LoggedTxn second = bench.propose(type, null);

        assertThat(TxnBench.error(first)).isEqualTo(ErrorCode.MARSHALLING_ERROR);
        assertThat(List.of(first.zxid(), second.zxid())).containsExactly(1L, 2L);
        bench.applyAll();
        assertThat(bench.tree.lastZxid()).isEqualTo(2);
    }
}
