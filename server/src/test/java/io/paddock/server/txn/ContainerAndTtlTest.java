package io.paddock.server.txn;

import static io.paddock.server.txn.Requests.CONTAINER;
import static io.paddock.server.txn.Requests.EPHEMERAL;
import static io.paddock.server.txn.Requests.TTL;
import static io.paddock.server.txn.Requests.TTL_SEQUENTIAL;
import static io.paddock.server.txn.Requests.create;
import static io.paddock.server.txn.Requests.createTtl;
import static io.paddock.server.txn.Requests.delete;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.Create;
import io.paddock.server.tree.EphemeralOwner;
import io.paddock.server.tree.Tree;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Containers and TTL nodes: server semantics, section 3; client protocol, section 3.7. */
class ContainerAndTtlTest {

    private static final long TTL_MAX = 0xff_ffff_ffffL;

    private final TxnBench bench = new TxnBench(TxnBench.extendedTypes());

    @ParameterizedTest(name = "{0} with flags {1} and ttl {2}: {3} with extended types, {4} without")
    @CsvSource({
        "CREATE,           4, 0,             OK,            OK",
        "CREATE2,          4, 0,             OK,            OK",
        "CREATE,           5, 0,             BAD_ARGUMENTS, UNIMPLEMENTED",
        "CREATE,           6, 0,             BAD_ARGUMENTS, UNIMPLEMENTED",
        "CREATE2,          5, 0,             BAD_ARGUMENTS, UNIMPLEMENTED",
        "CREATE_CONTAINER, 0, 0,             OK,            OK",
        "CREATE_CONTAINER, 1, 0,             OK,            OK",
        "CREATE_CONTAINER, 4, 0,             OK,            OK",
        "CREATE_CONTAINER, 5, 0,             BAD_ARGUMENTS, UNIMPLEMENTED",
        "CREATE_TTL,       5, 1,             OK,            UNIMPLEMENTED",
        "CREATE_TTL,       6, 1099511627775, OK,            UNIMPLEMENTED",
        "CREATE_TTL,       5, 1099511627776, BAD_ARGUMENTS, UNIMPLEMENTED",
        "CREATE_TTL,       5, 0,             BAD_ARGUMENTS, UNIMPLEMENTED",
        "CREATE_TTL,       5, -1,            BAD_ARGUMENTS, UNIMPLEMENTED",
        "CREATE_TTL,       0, 5,             BAD_ARGUMENTS, BAD_ARGUMENTS",
        "CREATE_TTL,       0, -1,            BAD_ARGUMENTS, BAD_ARGUMENTS",
        "CREATE_TTL,       1, -1,            BAD_ARGUMENTS, BAD_ARGUMENTS",
        "CREATE_TTL,       4, -9223372036854775808, BAD_ARGUMENTS, BAD_ARGUMENTS",
        "CREATE_TTL,       7, -1,            BAD_ARGUMENTS, BAD_ARGUMENTS"
    })
    void flagsAndRequestMustFitTogether(OpCode op, int flags, long ttl, ErrorCode extended, ErrorCode plain) {
        assertThat(bench.refusal(request(op, flags, ttl))).isEqualTo(extended);
        assertThat(new TxnBench().refusal(request(op, flags, ttl))).isEqualTo(plain);
    }

    private static Create request(OpCode op, int flags, long ttl) {
        return new Create(op, Path.of("/n"), new byte[0], Acl.OPEN, flags, ttl);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 4})
    void aContainerIsMadeByTheRequestWhateverItsFlags(int flags) {
        bench.done(create(OpCode.CREATE_CONTAINER, "/c", flags));

        assertThat(bench.tree.containers()).containsExactly(Path.of("/c"));
        assertThat(bench.stat("/c").ephemeralOwner()).isZero();
        assertThat(bench.tree.ephemeralsOf(TxnBench.SESSION)).isEmpty();
        bench.done(create("/c/child", EPHEMERAL));
    }

    @ParameterizedTest
    @ValueSource(ints = {2, 3})
    void aContainerMayHaveASequenceNumber(int flags) {
        assertThat(bench.done(create(OpCode.CREATE_CONTAINER, "/c", flags)).path())
                .isEqualTo(Path.of("/c0000000000"));
        assertThat(bench.tree.containers()).containsExactly(Path.of("/c0000000000"));
    }

    @Test
    void aTtlNodeShowsNoOwnerAndKeepsItsTime() {
        bench.done(createTtl("/t", TTL, 5000));
        bench.done(createTtl("/t-", TTL_SEQUENTIAL, TTL_MAX));

        assertThat(bench.stat("/t").ephemeralOwner()).isZero();
        assertThat(ttl("/t")).isEqualTo(5000);
        assertThat(ttl("/t-0000000001")).isEqualTo(TTL_MAX);
        assertThat(bench.tree.ttlNodes()).containsExactly(Path.of("/t"), Path.of("/t-0000000001"));
    }

    private long ttl(String path) {
        return EphemeralOwner.ttlMs(bench.tree.owner(bench.tree.find(Path.of(path))));
    }

    @Test
    void containersAndTtlNodesMayHaveChildrenOfEveryKind() {
        bench.done(create(OpCode.CREATE_CONTAINER, "/c", CONTAINER));
        bench.done(createTtl("/c/t", TTL, 1));
        bench.done(create(OpCode.CREATE_CONTAINER, "/c/t/c", CONTAINER));
        bench.done(create("/c/t/e", EPHEMERAL));
        bench.done(create("/c/t/p"));
    }

    @Test
    void theServersOwnDeletionIsJudgedAgain() {
        bench.done(create(OpCode.CREATE_CONTAINER, "/c", CONTAINER));
        bench.done(create("/c/x"));
        bench.done(create("/e", EPHEMERAL));
        bench.done(create("/p"));

        assertThat(TxnBench.error(bench.proposeSweep("/c"))).isEqualTo(ErrorCode.NOT_EMPTY);
        assertThat(TxnBench.error(bench.proposeSweep("/e"))).isEqualTo(ErrorCode.BAD_VERSION);
        assertThat(TxnBench.error(bench.proposeSweep("/p"))).isNotEqualTo(ErrorCode.OK);
        assertThat(TxnBench.error(bench.proposeSweep("/gone"))).isEqualTo(ErrorCode.NO_NODE);
        bench.propose(delete("/c/x"));
        LoggedTxn sweep = bench.proposeSweep("/c");
        bench.applyAll();

        assertThat(sweep.txn()).isEqualTo(new Txn.Delete(OpCode.DELETE_CONTAINER, Path.of("/c")));
        assertThat(sweep.header().sessionId()).isZero();
        assertThat(sweep.header().cxid()).isZero();
        assertThat(bench.exists("/c")).isFalse();
        assertThat(bench.stat("/").pzxid()).isEqualTo(sweep.zxid());
        assertThat(bench.exists("/p")).isTrue();
    }

    @Test
    void theServersOwnDeletionAsksNobodyForPermission() {
        bench.done(create("/closed"));
        bench.done(create(OpCode.CREATE_CONTAINER, "/closed/c", CONTAINER));
        bench.done(Requests.setAcl("/closed", Requests.acl(0, "world", "anyone")));
        assertThat(TxnBench.error(bench.proposeSweep("/closed/c"))).isEqualTo(ErrorCode.OK);
        bench.applyAll();
    }

    @Test
    void aTtlRecordThatKillsApacheIsAppliedAsAFailure() {
        Tree tree = new Tree(1);
        for (long ttl : new long[] {-1, 0, TTL_MAX + 1, Long.MIN_VALUE}) {
            Txn.Create poison =
                    new Txn.Create(OpCode.CREATE_TTL, Path.of("/t"), null, Acl.OPEN, false, tree.cversion(0) + 1, ttl);
            Outcome outcome = Apply.replay(
                    tree, new LoggedTxn(new TxnHeader(1, 1, tree.lastZxid() + 1, 5, OpCode.CREATE_TTL), poison, null));
            assertThat(outcome.err()).isNotZero();
        }
        assertThat(tree.size()).isEqualTo(4);
        assertThat(tree.lastZxid()).isEqualTo(4);
    }
}
