package io.paddock.server.txn;

import static io.paddock.server.txn.Requests.EPHEMERAL;
import static io.paddock.server.txn.Requests.EPHEMERAL_SEQUENTIAL;
import static io.paddock.server.txn.Requests.SEQUENTIAL;
import static io.paddock.server.txn.Requests.bytes;
import static io.paddock.server.txn.Requests.create;
import static io.paddock.server.txn.Requests.delete;
import static io.paddock.server.txn.Requests.setData;
import static io.paddock.server.txn.TxnBench.SESSION;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.Stat;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.WatchEventType;
import io.paddock.server.auth.AccessRules;
import io.paddock.server.auth.AuthOptions;
import io.paddock.server.tree.StatPersisted;
import io.paddock.server.tree.Tree;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Creation of znodes: server semantics, sections 2.2 and 3; client protocol, sections 3.5 to 3.8. */
class CreateTest {

    private final TxnBench bench = new TxnBench();

    @Test
    void aNewNodeHasTheZxidAndTimeOfItsTransactionEverywhereAndVersionsOfZero() {
        bench.timeMs = 1234;
        Outcome outcome = bench.done(create("/a"));

        Stat expected = new Stat(1, 1, 1234, 1234, 0, 0, 0, 0, 4, 0, 1);
        assertThat(outcome.path()).isEqualTo(Path.of("/a"));
        assertThat(outcome.stat()).isEqualTo(expected);
        assertThat(bench.stat("/a")).isEqualTo(expected);
    }

    @Test
    void aCreationRaisesTheParentsCversionAndPzxidAndTouchesNothingElseOfIt() {
        bench.done(create("/a"));
        Stat before = bench.stat("/a");
        bench.timeMs += 50;
        bench.done(create("/a/b"));

        assertThat(bench.stat("/a"))
                .isEqualTo(new Stat(
                        before.czxid(),
                        before.mzxid(),
                        before.ctime(),
                        before.mtime(),
                        before.version(),
                        1,
                        before.aversion(),
                        0,
                        before.dataLength(),
                        1,
                        2));
    }

    @Test
    void theVisibleCversionCountsCreationsAndDeletions() {
        assertThat(bench.stat("/").cversion()).isEqualTo(-1);
        bench.done(create("/a"));
        assertThat(bench.stat("/").cversion()).isEqualTo(0);
        bench.done(create("/a/1"));
        bench.done(create("/a/2"));
        bench.done(delete("/a/1"));
        assertThat(bench.stat("/a").cversion()).isEqualTo(3);
        assertThat(bench.stat("/a").pzxid()).isEqualTo(4);
    }

    @Test
    void nullDataStaysNullAndEmptyDataStaysEmpty() {
        bench.done(new Create(OpCode.CREATE, Path.of("/null"), null, Acl.OPEN, 0, 0));
        bench.done(new Create(OpCode.CREATE, Path.of("/empty"), new byte[0], Acl.OPEN, 0, 0));

        assertThat(bench.data("/null")).isNull();
        assertThat(bench.data("/empty")).isEmpty();
        assertThat(bench.stat("/null").dataLength()).isZero();
        assertThat(bench.stat("/empty").dataLength()).isZero();
    }

    @ParameterizedTest(name = "creating {0} ends in {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            /a/b       | OK
            /          | NODE_EXISTS
            /a         | NODE_EXISTS
            /zookeeper | NODE_EXISTS
            /zookeeper/x | OK
            /x/y       | NO_NODE
            /x//y      | NO_NODE
            /a//b      | NO_NODE
            /a/        | BAD_ARGUMENTS
            //b        | BAD_ARGUMENTS
            /a/.       | BAD_ARGUMENTS
            /a/..      | BAD_ARGUMENTS
            /a/...     | OK
            /a/.x      | OK
            /.         | BAD_ARGUMENTS
            x          | BAD_ARGUMENTS
            x/y        | NO_NODE
            ""         | BAD_ARGUMENTS
            """)
    void pathsAreJudgedAsTheSpecificationSays(String path, ErrorCode expected) {
        bench.done(create("/a"));
        assertThat(bench.refusal(create(path))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "U+{0} in a path: {1}")
    @CsvSource({
        "0000, BAD_ARGUMENTS", "0001, BAD_ARGUMENTS", "001F, BAD_ARGUMENTS", "0020, OK",
        "007E, OK", "007F, BAD_ARGUMENTS", "009F, BAD_ARGUMENTS", "00A0, OK",
        "D7FF, OK", "E000, BAD_ARGUMENTS", "F8FF, BAD_ARGUMENTS", "F900, OK",
        "FFEF, OK", "FFF0, BAD_ARGUMENTS", "FFFD, BAD_ARGUMENTS", "1F600, BAD_ARGUMENTS"
    })
    void charactersOutsideTheAllowedRangesAreRefused(String hex, ErrorCode expected) {
        String path = "/a" + Character.toString(Integer.parseInt(hex, 16)) + "b";
        assertThat(bench.refusal(create(path))).isEqualTo(expected);
    }

    @Test
    void aNulIsRefusedBeforeTheParentIsLookedForAndOtherFormsAfterIt() {
        assertThat(bench.refusal(create("/missing/a\0"))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(bench.refusal(create("/missing/a\u0001"))).isEqualTo(ErrorCode.NO_NODE);
    }

    @Test
    void aRefusedCreationTakesAZxidAndChangesNothing() {
        long digest = bench.tree.digest();
        LoggedTxn refused = bench.propose(create("/x/y"));
        Outcome outcome = bench.applyAll();

        assertThat(refused.header().type()).isEqualTo(OpCode.ERROR);
        assertThat(refused.txn()).isEqualTo(new Txn.Failure(ErrorCode.NO_NODE));
        assertThat(refused.digest()).isNull();
        assertThat(outcome.err()).isEqualTo(ErrorCode.NO_NODE.code());
        assertThat(bench.tree.lastZxid()).isEqualTo(1);
        assertThat(bench.tree.digest()).isEqualTo(digest);
        assertThat(bench.changes).isEmpty();
    }

    // Sequential nodes.

    @Test
    void aSequenceNumberIsTheNumberOfChildrenEverCreatedInTenDigits() {
        bench.done(create("/a"));
        bench.done(create("/a/plain"));
        bench.done(create("/a/e", EPHEMERAL));
        bench.done(delete("/a/plain"));

        assertThat(bench.done(create("/a/s-", SEQUENTIAL)).path()).isEqualTo(Path.of("/a/s-0000000002"));
        assertThat(bench.done(create("/a/s-", EPHEMERAL_SEQUENTIAL)).path()).isEqualTo(Path.of("/a/s-0000000003"));
        assertThat(bench.done(create("/a/", SEQUENTIAL)).path()).isEqualTo(Path.of("/a/0000000004"));
        assertThat(bench.done(create("/", SEQUENTIAL)).path()).isEqualTo(Path.of("/0000000001"));
    }

    @Test
    void aSequenceNumberCountsWhatIsOnItsWay() {
        bench.done(create("/a"));
        bench.propose(create("/a/x"));
        bench.propose(create("/a/s", SEQUENTIAL));
        bench.propose(delete("/a/x"));
        bench.propose(create("/a/s", SEQUENTIAL));
        bench.applyAll();

        assertThat(bench.exists("/a/s0000000001")).isTrue();
        assertThat(bench.exists("/a/s0000000002")).isTrue();
    }

    @Test
    void aFailedCreationConsumesNoSequenceNumber() {
        bench.done(create("/a"));
        bench.done(create("/a/x"));
        assertThat(bench.refusal(create("/a/x"))).isEqualTo(ErrorCode.NODE_EXISTS);
        assertThat(bench.refusal(create("/a/\u0001", SEQUENTIAL))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(bench.done(create("/a/s", SEQUENTIAL)).path()).isEqualTo(Path.of("/a/s0000000001"));
    }

    @Test
    void aSequentialNameThatIsTakenIsRefused() {
        bench.done(create("/a"));
        bench.done(create("/a/s0000000001"));
        assertThat(bench.refusal(create("/a/s", SEQUENTIAL))).isEqualTo(ErrorCode.NODE_EXISTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG-u-nu-arab", "hi-IN-u-nu-deva", "th-TH-u-nu-thai"})
    void sequenceNumbersDoNotDependOnTheLocaleOfTheMachine(String locale) {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(locale));
        try {
            assertThat(bench.done(create("/s-", SEQUENTIAL)).path()).isEqualTo(Path.of("/s-0000000000"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @ParameterizedTest(name = "after {0} creations the name ends in {1}")
    @CsvSource({
        "2147483646, 2147483646",
        "2147483647, 2147483647",
        "-2147483648, -2147483648",
        "-1, -000000001",
        "-2, -000000002"
    })
    void sequenceNumbersAreSigned32BitNumbersThatWrap(int created, String suffix) {
        TxnBench aged = new TxnBench(treeWithParentOf(created), PrepareOptions.DEFAULT, rules());
        assertThat(aged.done(create("/p/s", SEQUENTIAL)).path()).isEqualTo(Path.of("/p/s" + suffix));
    }

    @Test
    void theCounterOfCreationsGoesOnBehindItsGreatestValue() {
        TxnBench aged = new TxnBench(treeWithParentOf(Integer.MAX_VALUE), PrepareOptions.DEFAULT, rules());
        assertThat(aged.done(create("/p/s", SEQUENTIAL)).path()).isEqualTo(Path.of("/p/s2147483647"));
        assertThat(aged.done(create("/p/s", SEQUENTIAL)).path()).isEqualTo(Path.of("/p/s-2147483648"));
        aged.propose(create("/p/s", SEQUENTIAL));
        aged.propose(create("/p/s", SEQUENTIAL));
        aged.applyAll();

        assertThat(aged.exists("/p/s-2147483647")).isTrue();
        assertThat(aged.exists("/p/s-2147483646")).isTrue();
        assertThat(aged.stat("/p").pzxid()).isEqualTo(aged.zxid);
        assertThat(aged.tree.cversion(aged.tree.find(Path.of("/p")))).isEqualTo(Integer.MIN_VALUE + 3);
    }

    private static Tree treeWithParentOf(int created) {
        Tree tree = new Tree(3);
        tree.restore(Path.of("/p"), bytes(""), Acl.OPEN, new StatPersisted(1, 1, 1, 1, 0, created, 0, 0, 1));
        tree.lastZxid(1);
        return tree;
    }

    private static AccessRules rules() {
        return new AccessRules(AuthOptions.DEFAULT);
    }

    // Ephemerals.

    @Test
    void anEphemeralBelongsToItsSessionAndHasNoChildren() {
        bench.done(create("/e", EPHEMERAL));

        assertThat(bench.stat("/e").ephemeralOwner()).isEqualTo(SESSION);
        assertThat(bench.refusal(create("/e/child"))).isEqualTo(ErrorCode.NO_CHILDREN_FOR_EPHEMERALS);
        assertThat(bench.refusal(create("/e/child", EPHEMERAL))).isEqualTo(ErrorCode.NO_CHILDREN_FOR_EPHEMERALS);
        assertThat(bench.tree.ephemeralsOf(SESSION)).containsExactly(Path.of("/e"));
    }

    @Test
    void anEphemeralOnItsWayHasNoChildrenEither() {
        bench.propose(create("/e", EPHEMERAL));
        LoggedTxn child = bench.propose(create("/e/child"));
        bench.applyAll();
        assertThat(TxnBench.error(child)).isEqualTo(ErrorCode.NO_CHILDREN_FOR_EPHEMERALS);
    }

    @Test
    void anEphemeralMayBeWrittenAndDeletedByAnySession() {
        bench.done(create("/e", EPHEMERAL));
        bench.in(TxnBench.OTHER_SESSION);
        bench.done(setData("/e", "new"));
        bench.done(delete("/e"));
        assertThat(bench.tree.ephemeralsOf(SESSION)).isEmpty();
    }

    @Test
    void theFlagsOfAContainerMakeAPlainNodeIfTheRequestIsAnOrdinaryOne() {
        bench.done(create("/c", Requests.CONTAINER));
        bench.done(create(OpCode.CREATE2, "/c2", Requests.CONTAINER));
        assertThat(bench.tree.containers()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, 7, 8, 100, Integer.MIN_VALUE, Integer.MAX_VALUE})
    void unknownFlagsAreRefusedBeforeAnythingElse(int flags) {
        bench.openSessions.clear();
        assertThat(bench.refusal(create("/missing/x\0", flags))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
    }

    @Test
    void aChangeIsReportedWithTheRightsOfTheNodeAndOfItsParent() {
        bench.done(create("/a"));
        bench.changes.clear();
        bench.as(TxnBench.ANN).done(create("/a/b", Requests.acl(Acl.READ, "auth", "")));

        assertThat(bench.changes)
                .containsExactly(new Change(
                        WatchEventType.NODE_CREATED,
                        Path.of("/a/b"),
                        List.of(new Acl(Acl.READ, TxnBench.ANN)),
                        Path.of("/a"),
                        Acl.OPEN,
                        2));
    }
}
