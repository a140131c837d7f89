package io.paddock.server.txn;

import static io.paddock.server.txn.Requests.EPHEMERAL;
import static io.paddock.server.txn.Requests.acl;
import static io.paddock.server.txn.Requests.bytes;
import static io.paddock.server.txn.Requests.closeSession;
import static io.paddock.server.txn.Requests.create;
import static io.paddock.server.txn.Requests.delete;
import static io.paddock.server.txn.Requests.setAcl;
import static io.paddock.server.txn.Requests.setData;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.Stat;
import io.paddock.server.tree.Tree;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Replay over a tree that shows later transactions already, as Apache's snapshots do: storage, section 5.5. */
class ReplayTest {

    private final TxnBench bench = new TxnBench();

    private void replayFrom(int first) {
        bench.log.subList(first, bench.log.size()).forEach(txn -> Apply.replay(bench.tree, txn));
    }

    @ParameterizedTest
    @EnumSource(
            value = OpCode.class,
            names = {"CREATE", "CREATE2", "CREATE_CONTAINER"})
    void aCreationOfAnExistingNodeKeepsDataAndStatTakesTheRightsAndRaisesTheParent(OpCode type) {
        bench.done(create("/p"));
        bench.done(create("/p/n"));
        bench.done(setData("/p/n", "later"));
        Stat node = bench.stat("/p/n");
        List<Acl> rights = acl(Acl.READ, "digest", "ann:x1");
        Txn.Create txn = new Txn.Create(type, Path.of("/p/n"), bytes("old"), rights, false, 7, 0);
        Apply.replay(bench.tree, new LoggedTxn(new TxnHeader(1, 1, 20, 5, type), txn, null));

        assertThat(bench.stat("/p/n")).isEqualTo(node);
        assertThat(bench.data("/p/n")).isEqualTo(bytes("later"));
        assertThat(bench.acl("/p/n")).isEqualTo(rights);
        assertThat(bench.tree.cversion(bench.tree.find(Path.of("/p")))).isEqualTo(7);
        assertThat(bench.stat("/p").pzxid()).isEqualTo(20);
    }

    @Test
    void aParentIsNeverMovedBack() {
        bench.done(create("/p"));
        bench.done(create("/p/a"));
        bench.done(create("/p/b"));
        bench.done(delete("/p/a"));
        Stat parent = bench.stat("/p");
        replayFrom(0);
        assertThat(bench.stat("/p")).isEqualTo(parent);
        assertThat(bench.exists("/p/a")).isFalse();
    }

    @Test
    void aCreationBelowAMissingParentIsPassedOver() {
        LoggedTxn txn = bench.propose(create("/p"));
        bench.applyAll();
        LoggedTxn child = bench.propose(create("/p/c"));
        Tree other = new Tree(1);
        assertThat(Apply.replay(other, child).err()).isNotZero();
        assertThat(other.lastZxid()).isEqualTo(child.zxid());
        assertThat(txn.zxid()).isEqualTo(1);
        bench.applyAll();
    }

    @Test
    void changesOfAMissingNodeArePassedOver() {
        bench.done(create("/n"));
        bench.done(setData("/n", "x"));
        bench.done(setAcl("/n", Acl.OPEN));
        bench.done(delete("/n"));
        Tree other = new Tree(1);
        bench.log.subList(1, 3).forEach(txn -> Apply.replay(other, txn));
        assertThat(other.size()).isEqualTo(4);
        assertThat(other.digest()).isEqualTo(new Tree(2).digest());
    }

    @Test
    void changesAreWrittenEvenIfTheyAreOlderAndComeForwardAgain() {
        bench.done(create("/n"));
        bench.done(setData("/n", "1"));
        bench.done(setAcl("/n", acl(Acl.ALL, "world", "anyone")));
        bench.done(setData("/n", "2"));
        Stat before = bench.stat("/n");
        Apply.replay(bench.tree, bench.log.get(1));
        assertThat(bench.data("/n")).isEqualTo(bytes("1"));
        replayFrom(2);
        assertThat(bench.stat("/n")).isEqualTo(before);
        assertThat(bench.data("/n")).isEqualTo(bytes("2"));
    }

    @Test
    void anEphemeralOfASessionThatHasClosedIsGoneAfterTheReplay() {
        bench.proposeSession(TxnBench.SESSION, 1000);
        bench.done(create("/e", EPHEMERAL));
        bench.done(closeSession());
        replayFrom(0);
        assertThat(bench.tree.size()).isEqualTo(4);
        assertThat(bench.tree.sessions()).isEmpty();
    }

    @Test
    void aNodeThatWasMadeAgainWithChildrenEndsAsTheLogSays() {
        bench.done(create("/n"));
        bench.done(setData("/n", "of the first node"));
        bench.done(setAcl("/n", acl(Acl.ALL, "digest", "ann:x1")));
        bench.done(Requests.setAcl("/", Acl.OPEN));
        bench.done(delete("/n"));
        bench.done(create("/n"));
        bench.done(create("/n/child"));
        bench.done(create("/n/child/below"));
        long digest = bench.tree.digest();
        Stat node = bench.stat("/n");
        replayFrom(1);

        assertThat(bench.data("/n")).isEqualTo(bytes("data"));
        assertThat(bench.acl("/n")).isEqualTo(Acl.OPEN);
        assertThat(bench.stat("/n")).isEqualTo(node);
        assertThat(bench.exists("/n/child/below")).isTrue();
        assertThat(bench.tree.digest()).isEqualTo(digest);
    }

    @Test
    void changesOfAZnodeThatIsGoneDoNotReachTheOneThatHasItsPathNow() {
        bench.proposeSession(TxnBench.SESSION, 1000);
        bench.done(create("/n", EPHEMERAL));
        bench.done(setData("/n", "of the first znode"));
        bench.done(setAcl("/n", acl(Acl.ALL, "digest", "ann:x1")));
        LoggedTxn withoutPaths = new LoggedTxn(
                new TxnHeader(TxnBench.SESSION, 1, bench.zxid + 1, 5, OpCode.CLOSE_SESSION),
                new Txn.CloseSession(null),
                null);
        long owner = TxnBench.SESSION + 1;
        LoggedTxn again = new LoggedTxn(
                new TxnHeader(owner, 1, bench.zxid + 2, 6, OpCode.CREATE),
                new Txn.Create(OpCode.CREATE, Path.of("/n"), bytes("data"), Acl.OPEN, true, 2, 0),
                null);
        Tree tree = new Tree(1);
        tree.addSession(owner, 1000);
        bench.log.forEach(txn -> Apply.replay(tree, txn));
        Apply.replay(tree, withoutPaths);
        Apply.replay(tree, again);
        String wanted = TreeText.of(tree);

        bench.log.subList(2, bench.log.size()).forEach(txn -> Apply.replay(tree, txn));
        Apply.replay(tree, withoutPaths);
        Apply.replay(tree, again);
        assertThat(TreeText.of(tree)).isEqualTo(wanted);
    }

    @Test
    void errorsChecksAndFailedMultisMoveTheZxidAndNothingElse() {
        bench.done(create("/n"));
        bench.run(delete("/missing"));
        bench.run(Requests.multi(Requests.check("/n", 0)));
        bench.run(Requests.multi(setData("/n", "x"), delete("/missing")));
        long digest = bench.tree.digest();
        replayFrom(1);
        assertThat(bench.tree.digest()).isEqualTo(digest);
        assertThat(bench.tree.lastZxid()).isEqualTo(4);
    }

    @Test
    void aRepeatedZxidOfAnErrorDoesNotMoveTheLastZxidBack() {
        bench.done(create("/n"));
        bench.done(create("/m"));
        TxnHeader repeated = new TxnHeader(1, 1, 1, 1, OpCode.ERROR);
        Apply.replay(bench.tree, new LoggedTxn(repeated, new Txn.Failure(-5), null));
        assertThat(bench.tree.lastZxid()).isEqualTo(2);
    }
}
