package io.paddock.server.zab;

import static io.paddock.server.zab.Zab.z;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Zxid;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class RecentTxnsTest {

    private static final long ENTRY_BYTES = 128 + Zab.txn(1).payload().length;
    private static final long SENT_BYTES = 40 + Zab.txn(1).payload().length;

    @Test
    void soManyAreKeptAtLeastHoweverLongTheyAre() {
        RecentTxns recent = of(5, 0, 8);
        assertThat(recent.size()).isEqualTo(5);
        assertThat(recent.base()).isEqualTo(z("1.3"));
    }

    /** Or a learner that lacks them would be sent more than its link may hold, again and again. */
    @Test
    void howeverFewTheyAreTheyTakeNoMoreThanALinkMayHold() {
        RecentTxns recent = new RecentTxns(500, 0, 3 * ENTRY_BYTES, 0, Zab.txns(1, 2, 3, 4, 5));
        assertThat(recent.size()).isEqualTo(3);
        assertThat(recent.base()).isEqualTo(2);
        RecentTxns tight = new RecentTxns(500, 0, 1, 0, Zab.txns(1, 2, 3));
        assertThat(tight.after(2)).extracting(Proposal::zxid).containsExactly(3L);
    }

    @Test
    void moreAreKeptWhileTheyTakeNoMoreBytesThanTheyMay() {
        RecentTxns recent = of(5, 1_000 * ENTRY_BYTES, 1_000);
        assertThat(recent.size()).isEqualTo(1_000);
        assertThat(recent.isPrefix(0)).isTrue();
        recent.add(Zab.txn(z("1.1001")));
        assertThat(recent.size()).isEqualTo(1_000);
        assertThat(recent.base()).isEqualTo(z("1.1"));
    }

    @Test
    void noMoreAreKeptThanASnapshotWouldTake() {
        RecentTxns recent = of(5, 1_000 * ENTRY_BYTES, 900);
        recent.worth(100 * SENT_BYTES);
        recent.add(Zab.txn(z("1.901")));
        assertThat(recent.size()).isEqualTo(100);
        recent.worth(0);
        recent.add(Zab.txn(z("1.902")));
        assertThat(recent.size()).isEqualTo(5);
        assertThat(recent.after(z("1.899")))
                .extracting(Proposal::zxid)
                .containsExactly(z("1.900"), z("1.901"), z("1.902"));
    }

    @Test
    void onlyWhatIsSentIsKept() {
        assertThat(of(5, 0, 1).after(0)).singleElement().satisfies(kept -> {
            assertThat(kept.payload()).isEqualTo(Zab.txn(z("1.1")).payload());
            assertThat(kept.txn().txn()).isNull();
            assertThat(kept.request()).isNull();
        });
    }

    @Test
    void whatIsCutOffIsForgotten() {
        RecentTxns recent = of(5, 1_000 * ENTRY_BYTES, 300);
        recent.truncate(z("1.200"));
        assertThat(recent.end()).isEqualTo(z("1.200"));
        recent.add(Zab.txn(z("2.1")));
        assertThat(recent.after(z("1.199"))).extracting(Proposal::zxid).containsExactly(z("1.200"), z("2.1"));
        recent.truncate(z("1.0") - 1);
        assertThat(recent.size()).isZero();
    }

    /** Against a list that is searched from its beginning, while the ring turns, grows and is cut. */
    @Test
    void whatIsFoundIsWhatAListWouldFind() {
        Random random = new Random(7);
        RecentTxns recent = new RecentTxns(3, 40 * ENTRY_BYTES, Long.MAX_VALUE, 0, List.of());
        List<Long> list = new ArrayList<>();
        long base = 0;
        long last = 0;
        for (int step = 0; step < 5_000; step++) {
            if (random.nextInt(60) == 0 && list.size() > 3) {
                int left = random.nextInt(list.size());
                last = list.get(left);
                list.subList(left + 1, list.size()).clear();
                recent.truncate(last);
            } else {
                last = random.nextInt(10) == 0 ? Zxid.of(Zxid.epoch(last) + 1 + random.nextInt(2), 1) : last + 1;
                list.add(last);
                recent.add(Zab.txn(last));
                if (list.size() > 40) {
                    base = list.remove(0);
                }
            }
            assertThat(recent.base()).isEqualTo(base);
            assertThat(recent.end()).isEqualTo(last);
            long asked = random.nextBoolean()
                    ? list.get(random.nextInt(list.size())) + random.nextInt(3) - 1
                    : Zxid.of(Zxid.epoch(last) - random.nextInt(3), random.nextInt(4));
            long oldest = base;
            assertThat(recent.isPrefix(asked))
                    .isEqualTo(asked == base
                            || list.contains(asked)
                            || Zxid.counter(asked) == 0 && list.contains(asked + 1));
            assertThat(recent.lastBefore(asked))
                    .isEqualTo(
                            asked <= base
                                    ? -1
                                    : list.stream()
                                            .filter(zxid -> zxid < asked)
                                            .max(Long::compare)
                                            .orElse(oldest));
            assertThat(recent.after(asked))
                    .extracting(Proposal::zxid)
                    .isEqualTo(list.stream().filter(zxid -> zxid > asked).toList());
        }
    }

    private static RecentTxns of(int least, long bytesMax, int transactions) {
        RecentTxns recent = new RecentTxns(least, bytesMax, Long.MAX_VALUE, 0, List.of());
        for (int i = 1; i <= transactions; i++) {
            recent.add(Zab.txn(Zxid.of(1, i)));
        }
        return recent;
    }
}
