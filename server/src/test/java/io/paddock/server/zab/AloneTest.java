package io.paddock.server.zab;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.server.txn.LoggedTxn;
import io.paddock.server.txn.Txn;
import io.paddock.server.txn.TxnHeader;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When a standalone server commits: storage, section 10.1. */
class AloneTest {

    /** Writes down what is asked of the world. */
    private static final class Recorded implements Effects {
        private final List<String> effects = new ArrayList<>();

        @Override
        public void append(Proposal proposal) {
            effects.add("append " + proposal.zxid());
        }

        @Override
        public void commit(Proposal proposal) {
            effects.add("commit " + proposal.zxid());
        }

        private List<String> taken() {
            List<String> taken = List.copyOf(effects);
            effects.clear();
            return taken;
        }
    }

    private final Recorded world = new Recorded();
    private final Alone alone = new Alone();

    @Test
    void aProposalIsAppendedAndNotCommittedBeforeItIsOnDisk() {
        propose(1);
        propose(2);
        assertThat(world.taken()).containsExactly("append 1", "append 2");
        assertThat(alone.outstanding()).isEqualTo(2);
    }

    @Test
    void whatIsOnDiskIsCommittedInOrderAndWithoutGaps() {
        propose(1);
        propose(2);
        propose(3);
        world.taken();
        alone.onLogSynced(2, world);
        assertThat(world.taken()).containsExactly("commit 1", "commit 2");
        assertThat(alone.outstanding()).isEqualTo(1);
        alone.onLogSynced(3, world);
        assertThat(world.taken()).containsExactly("commit 3");
    }

    @Test
    void aReportThatIsOldOrRepeatedCommitsNothing() {
        propose(5);
        alone.onLogSynced(4, world);
        alone.onLogSynced(5, world);
        alone.onLogSynced(5, world);
        alone.onLogSynced(4, world);
        assertThat(world.taken()).containsExactly("append 5", "commit 5");
        assertThat(alone.outstanding()).isZero();
    }

    @Test
    void aReportBehindTheEndOfAnEpochCommitsWhatIsThere() {
        propose(0xffff_ffffL);
        propose(0x1_0000_0001L);
        alone.onLogSynced(0x1_0000_0001L, world);
        assertThat(world.taken())
                .containsExactly("append 4294967295", "append 4294967297", "commit 4294967295", "commit 4294967297");
    }

    @Test
    void aProposalCarriesTheBytesOfItsTransaction() {
        Proposal proposal = proposal(9);
        assertThat(LoggedTxn.decode(proposal.payload())).isEqualTo(proposal.txn());
    }

    private void propose(long zxid) {
        alone.onProposed(proposal(zxid), world);
    }

    private static Proposal proposal(long zxid) {
        TxnHeader header = new TxnHeader(1, 2, zxid, 3, OpCode.ERROR);
        return Proposal.of(new LoggedTxn(header, new Txn.Failure(ErrorCode.NO_NODE), null), null);
    }
}
