package io.paddock.server.txn;

import static io.paddock.server.txn.Requests.CONTAINER;
import static io.paddock.server.txn.Requests.EPHEMERAL;
import static io.paddock.server.txn.Requests.SEQUENTIAL;
import static io.paddock.server.txn.Requests.acl;
import static io.paddock.server.txn.Requests.bytes;
import static io.paddock.server.txn.Requests.check;
import static io.paddock.server.txn.Requests.closeSession;
import static io.paddock.server.txn.Requests.create;
import static io.paddock.server.txn.Requests.createTtl;
import static io.paddock.server.txn.Requests.delete;
import static io.paddock.server.txn.Requests.multi;
import static io.paddock.server.txn.Requests.setData;
import static io.paddock.server.txn.TxnBench.SESSION;
import static io.paddock.server.txn.TxnBench.errors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import io.paddock.common.Acl;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.Stat;
import io.paddock.common.protocol.WatchEventType;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Several changes as one: server semantics, section 4.4; client protocol, section 3.9; storage, section 4.2. */
class MultiTest {

    private final TxnBench bench = new TxnBench();

    @Test
    void allPartsHaveOneZxidAndOneTime() {
        bench.done(create("/a"));
        bench.timeMs += 3;
        Outcome outcome = bench.done(multi(create("/a/b"), setData("/a", "x"), delete("/a/b"), create("/a/b")));

        assertThat(outcome.parts())
                .extracting(Outcome::type)
                .containsExactly(OpCode.CREATE, OpCode.SET_DATA, OpCode.DELETE, OpCode.CREATE);
        assertThat(bench.stat("/a").mzxid()).isEqualTo(2);
        assertThat(bench.stat("/a").pzxid()).isEqualTo(2);
        assertThat(bench.stat("/a/b").czxid()).isEqualTo(2);
        assertThat(bench.stat("/a/b").ctime()).isEqualTo(bench.timeMs);
        assertThat(bench.stat("/a").cversion()).isEqualTo(3);
        assertThat(bench.tree.lastZxid()).isEqualTo(2);
    }

    @Test
    void eachPartSeesTheOnesBeforeIt() {
        Outcome outcome = bench.done(multi(
                create("/p"),
                create("/p/s", SEQUENTIAL),
                create("/p/s", SEQUENTIAL),
                setData("/p", "1", 0),
                setData("/p", "2", 1),
                check("/p", 2),
                delete("/p/s0000000000"),
                create("/p/s", SEQUENTIAL)));

        assertThat(outcome.parts().get(7).path()).isEqualTo(Path.of("/p/s0000000002"));
        assertThat(outcome.parts().get(4).stat().version()).isEqualTo(2);
        assertThat(bench.data("/p")).isEqualTo(bytes("2"));
    }

    @Test
    void theStatOfAPartIsThatOfItsMoment() {
        Outcome outcome = bench.done(multi(
                create(OpCode.CREATE2, "/k", 0), setData("/k", "12345", 0), create("/k/child"), setData("/k", "")));

        assertThat(outcome.parts().get(0).stat())
                .isEqualTo(new Stat(1, 1, bench.timeMs, bench.timeMs, 0, 0, 0, 0, 4, 0, 1));
        assertThat(outcome.parts().get(1).stat().numChildren()).isZero();
        assertThat(outcome.parts().get(3).stat().numChildren()).isEqualTo(1);
        assertThat(outcome.parts().get(1).stat().czxid())
                .isEqualTo(outcome.parts().get(1).stat().mzxid());
    }

    @Test
    void aFailedMultiSaysWhichPartFailedAndChangesNothing() {
        bench.done(create("/a"));
        long digest = bench.tree.digest();
        bench.changes.clear();
        LoggedTxn failed = bench.propose(
                multi(create("/a/b"), setData("/a", "x"), check("/a", 7), create("/a/c"), delete("/missing")));
        Outcome outcome = bench.applyAll();

        assertThat(outcome.err()).isZero();
        assertThat(errors(outcome))
                .containsExactly(
                        ErrorCode.OK,
                        ErrorCode.OK,
                        ErrorCode.BAD_VERSION,
                        ErrorCode.RUNTIME_INCONSISTENCY,
                        ErrorCode.RUNTIME_INCONSISTENCY);
        assertThat(failed.header().type()).isEqualTo(OpCode.MULTI);
        assertThat(failed.digest()).isEqualTo(new TxnDigest(2, digest));
        assertThat(bench.changes).isEmpty();
        assertThat(bench.tree.digest()).isEqualTo(digest);
        assertThat(bench.stat("/a").version()).isZero();
        assertThat(bench.tree.lastZxid()).isEqualTo(2);
    }

    @Test
    void afterAFailedMultiEverythingIsAsIfItHadNotBeenThere() {
        bench.done(create("/a"));
        bench.done(create("/a/e", EPHEMERAL));
        bench.propose(create("/a/x"));
        bench.propose(setData("/a", "on its way"));
        bench.propose(multi(
                create("/a/s", SEQUENTIAL),
                create("/a/e2", EPHEMERAL),
                delete("/a/x"),
                delete("/a/e"),
                setData("/a", "never", 1),
                create("/a")));
        LoggedTxn sequential = bench.propose(create("/a/s", SEQUENTIAL));
        LoggedTxn version = bench.propose(setData("/a", "then", 1));
        LoggedTxn still = bench.propose(create("/a/x"));
        LoggedTxn close = bench.propose(closeSession());
        bench.applyAll();

        assertThat(((Txn.Create) sequential.txn()).path()).isEqualTo(Path.of("/a/s0000000002"));
        assertThat(TxnBench.error(version)).isEqualTo(ErrorCode.OK);
        assertThat(TxnBench.error(still)).isEqualTo(ErrorCode.NODE_EXISTS);
        assertThat(((Txn.CloseSession) close.txn()).paths()).containsExactly(Path.of("/a/e"));
        assertThat(bench.data("/a")).isEqualTo(bytes("then"));
    }

    @Test
    void aFailedMultiOverAnAppliedTreeLeavesNoTraceInTheTip() {
        bench.done(create("/a"));
        bench.run(multi(delete("/a"), create("/b"), create("/b/c"), delete("/x")));
        assertThat(bench.tip.digest()).isEqualTo(bench.tree.digest());
        assertThat(bench.tip.find(Path.of("/b"))).isNull();
        assertThat(bench.tip.find(Path.of("/a")).version).isZero();
        bench.done(create("/a/child"));
    }

    @Test
    void aDeletedAndCreatedNodeInOneMultiIsANewOne() {
        bench.done(create("/a"));
        bench.done(setData("/a", "x"));
        bench.done(multi(delete("/a", 1), create("/a")));
        assertThat(bench.stat("/a").version()).isZero();
        assertThat(bench.stat("/a").czxid()).isEqualTo(3);
    }

    @Test
    void anEmptyMultiAndOneOfChecksTakeAZxid() {
        bench.done(create("/a"));
        assertThat(bench.done(multi()).parts()).isEmpty();
        assertThat(bench.done(multi(check("/a", 0), check("/a", -1))).parts())
                .extracting(Outcome::type)
                .containsExactly(OpCode.CHECK, OpCode.CHECK);
        assertThat(bench.tree.lastZxid()).isEqualTo(3);
        assertThat(bench.log.get(2).digest().treeDigest()).isEqualTo(bench.tree.digest());
    }

    @Test
    void theRecordOfACheckHoldsTheCheckedVersionPlusOne() {
        bench.done(create("/a"));
        LoggedTxn txn = bench.propose(multi(check("/a", 0)));
        assertThat(txn.txn()).isEqualTo(new Txn.Multi(List.of(new Txn.Check(Path.of("/a"), 1))));
        bench.applyAll();
    }

    @Test
    void rightsAreJudgedPartByPart() {
        bench.done(create("/a"));
        Outcome outcome = bench.as(TxnBench.ANN)
                .run(multi(create("/a/mine", acl(Acl.READ, "auth", "")), setData("/a/mine", "x")));
        assertThat(errors(outcome)).containsExactly(ErrorCode.OK, ErrorCode.NO_AUTH);
        assertThat(bench.exists("/a/mine")).isFalse();
    }

    @Test
    void anEmptyAccessListIsAnErrorOfItsPart() {
        Outcome outcome = bench.run(multi(create("/a"), create("/b", List.of()), create("/c")));
        assertThat(errors(outcome))
                .containsExactly(ErrorCode.OK, ErrorCode.INVALID_ACL, ErrorCode.RUNTIME_INCONSISTENCY);
    }

    @Test
    void containersAreMadeInsideAMulti() {
        Outcome outcome = bench.done(multi(create(OpCode.CREATE_CONTAINER, "/c", CONTAINER), create("/c/x")));
        assertThat(outcome.parts().get(0).type()).isEqualTo(OpCode.CREATE_CONTAINER);
        assertThat(bench.tree.containers()).containsExactly(Path.of("/c"));
    }

    @Test
    void aCreateTtlWithOtherFlagsInsideAMultiIsAPlainCreate() {
        Outcome outcome = bench.done(multi(createTtl("/t", 0, -1), createTtl("/e", EPHEMERAL, 5)));

        assertThat(outcome.parts()).extracting(Outcome::type).containsExactly(OpCode.CREATE, OpCode.CREATE);
        assertThat(bench.tree.ttlNodes()).isEmpty();
        assertThat(bench.stat("/e").ephemeralOwner()).isEqualTo(SESSION);
    }

    @Test
    void aTtlNodeInsideAMultiNeedsExtendedTypes() {
        assertThat(errors(bench.run(multi(create("/x"), createTtl("/t", Requests.TTL, 5)))))
                .containsExactly(ErrorCode.OK, ErrorCode.UNIMPLEMENTED);
        TxnBench extended = new TxnBench(TxnBench.extendedTypes());
        extended.done(multi(create("/x"), createTtl("/t", Requests.TTL, 5)));
        assertThat(extended.tree.ttlNodes()).containsExactly(Path.of("/t"));
        assertThat(errors(extended.run(multi(createTtl("/u", Requests.TTL, 0)))))
                .containsExactly(ErrorCode.BAD_ARGUMENTS);
    }

    @Test
    void anExpiredSessionChangesNothing() {
        bench.in(99).run(multi(create("/a"), create("/b")));
        assertThat(bench.exists("/a")).isFalse();
        assertThat(bench.tree.lastZxid()).isEqualTo(1);
    }

    @Test
    void changesAreReportedInTheOrderOfTheParts() {
        bench.run(multi(create("/a"), create("/a/b"), setData("/a", "x"), delete("/a/b")));
        assertThat(bench.changes)
                .extracting(Change::type, Change::path, Change::zxid)
                .containsExactly(
                        tuple(WatchEventType.NODE_CREATED, Path.of("/a"), 1L),
                        tuple(WatchEventType.NODE_CREATED, Path.of("/a/b"), 1L),
                        tuple(WatchEventType.NODE_DATA_CHANGED, Path.of("/a"), 1L),
                        tuple(WatchEventType.NODE_DELETED, Path.of("/a/b"), 1L));
    }

    @Test
    void aMultiWhoseRecordNobodyCouldReadIsRefusedAsAWhole() {
        TxnBench small = new TxnBench(TxnBench.recordsUpTo(1200));
        String data = "x".repeat(400);
        Outcome outcome = small.run(multi(
                Requests.createWithData("/a", data),
                Requests.createWithData("/b", data),
                Requests.createWithData("/c", data)));

        assertThat(errors(outcome)).containsExactly(ErrorCode.OK, ErrorCode.OK, ErrorCode.BAD_ARGUMENTS);
        assertThat(small.exists("/a")).isFalse();
        assertThat(small.log.get(0).encode().length).isLessThan(1200);
    }
}
