package io.paddock.server.zab;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyncPlanTest {

    @ParameterizedTest(name = "{4}: claim {2} of epoch {3}, ours {1} after {0} -> {5}")
    @CsvSource(delimiter = '|', textBlock = """
            # base | ours            | claim | epoch | case                                         | plan
            0      |                 | 0     | 1     | a fresh learner of a fresh leader            | DIFF 0.0 []
            0      | 1.1 1.2 1.3     | 1.3   | 2     | nothing is missing                           | DIFF 1.3 []
            0      | 1.1 1.2 1.3     | 1.1   | 2     | the newest are missing                       | DIFF 1.3 [1.2, 1.3]
            0      | 1.1 1.2 1.3     | 0     | 2     | all is missing and all is here               | DIFF 1.3 [1.1, 1.2, 1.3]
            0      | 1.1 1.2         | 1.0   | 2     | it has what the first epoch began with       | DIFF 1.2 [1.1, 1.2]
            1.5    | 1.6 1.7         | 1.3   | 2     | too far behind                               | SNAP 2.0 []
            1.5    | 1.6 1.7         | 1.5   | 2     | just not too far behind                      | DIFF 1.7 [1.6, 1.7]
            0      | 1.1 1.2         | 1.4   | 2     | orphans of the last epoch                    | SNAP 2.0 []
            0      | 1.1 1.2 3.1     | 2.1   | 3     | orphans of an epoch that we never had        | SNAP 3.1 []
            0      | 1.1 1.2 3.1     | 2.0   | 3     | a snapshot of an epoch that was never ours   | SNAP 3.1 []
            0      | 1.1 1.2         | 2.0   | 2     | our own snapshot                             | DIFF 2.0 []
            0      | 1.1 2.1 2.2     | 2.4   | 2     | more of our own than we have committed       | DIFF 2.4 [] serve after 2.4
            0      | 1.1             | 2.4   | 2     | of our own, and nothing of it committed      | DIFF 2.4 [] serve after 2.4
            0      | 1.1 1.2         | -1    | 2     | a server without data                        | SNAP 2.0 []
            0      |                 | -1    | 1     | without data, as we are                      | SNAP 1.0 []
            """)
    void theChoiceFollowsFromTheClaim(String base, String ours, String claim, long epoch, String what, String plan) {
        assertThat(choose(base, ours, claim, epoch, false)).isEqualTo(plan);
    }

    @ParameterizedTest(name = "claim {2} of epoch {3}, ours {1} after {0} -> {4}")
    @CsvSource(delimiter = '|', textBlock = """
            0      | 1.1 1.2         | 1.4   | 2     | TRUNC 1.2 []
            0      | 1.1 1.2 3.1     | 1.4   | 3     | TRUNC 1.2 [3.1]
            0      | 1.1 1.2 3.1     | 2.4   | 3     | SNAP 3.1 []
            1.5    | 1.6 1.7         | 1.8   | 2     | TRUNC 1.7 []
            1.5    |                 | 1.8   | 2     | SNAP 2.0 []
            """)
    void orphansAreCutOffOnlyWithinTheirEpochAndBehindAKnownTransaction(
            String base, String ours, String claim, long epoch, String plan) {
        assertThat(choose(base, ours, claim, epoch, true)).isEqualTo(plan);
    }

    private static String choose(String base, String ours, String claim, long epoch, boolean mayTruncate) {
        long[] zxids = ours == null
                ? new long[0]
                : Arrays.stream(ours.strip().split(" +")).mapToLong(Zab::z).toArray();
        RecentTxns recent = new RecentTxns(500, Zab.z(base), Zab.txns(zxids));
        SyncPlan plan = SyncPlan.choose(Zab.z(claim), recent, epoch, mayTruncate);
        return plan.first() + " " + text(plan.zxid()) + " "
                + plan.txns().stream().map(txn -> text(txn.zxid())).toList()
                + (plan.serveAfter() == 0 ? "" : " serve after " + text(plan.serveAfter()));
    }

    private static String text(long zxid) {
        return (zxid >> 32) + "." + (zxid & 0xffffffffL);
    }
}
