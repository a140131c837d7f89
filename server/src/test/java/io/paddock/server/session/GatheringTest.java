package io.paddock.server.session;

import static io.paddock.server.session.Client.create;
import static io.paddock.server.session.Client.getData;
import static io.paddock.server.session.Client.setData;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.protocol.ClientRequest;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GatheringTest {

    private static final ShardOptions OPTIONS = new ShardOptions(2000, 20_000, 1000, ShardLimits.NONE, false, true);

    private final ShardBench bench = new ShardBench(OPTIONS);
    private final Client first = bench.connected();
    private final Client second = bench.connected();

    /** Two clients that have shown that they ask again at once, and are answered. */
    @BeforeEach
    void bothAskAgainAtOnce() {
        ask(first, create("/a"));
        ask(second, create("/b"));
        bench.settle();
        ask(first, setData("/a", "1"));
        ask(second, setData("/b", "1"));
        bench.settle();
        assertThat(bench.submitted).isEmpty();
    }

    private static void ask(Client client, ClientRequest request) {
        client.send(request);
        client.endBurst();
    }

    @Test
    void clientsThatWereAnsweredTogetherAreWaitedFor() {
        ask(first, setData("/a", "2"));
        assertThat(bench.submitted).isEmpty();
        assertThat(bench.shard.callAtNanos()).isPositive();
        ask(second, setData("/b", "2"));
        assertThat(bench.submitted).hasSize(2);
        assertThat(bench.shard.callAtNanos()).isZero();
    }

    @Test
    void aReadOfTheExpectedClientIsEnough() {
        ask(first, setData("/a", "2"));
        ask(second, getData("/b"));
        assertThat(bench.submitted).hasSize(1);
    }

    @Test
    void writesGoWhenNobodyHasComeForAWhile() {
        ask(first, setData("/a", "2"));
        bench.nowMs++;
        assertThat(bench.shard.callAtNanos()).isLessThan(bench.nowMs * 1_000_000);
        bench.shard.endOfBurst();
        assertThat(bench.submitted).hasSize(1);
        assertThat(bench.shard.callAtNanos()).isZero();
    }

    @Test
    void whoWasGivenUpIsNotWaitedForAgain() {
        ask(first, setData("/a", "2"));
        bench.nowMs++;
        bench.shard.endOfBurst();
        bench.settle();
        ask(first, setData("/a", "3"));
        assertThat(bench.submitted).hasSize(1);
    }

    @Test
    void aLoneClientDoesNotWait() {
        first.disconnect();
        for (int i = 0; i < 3; i++) {
            ask(second, setData("/b", "2"));
            assertThat(bench.submitted).hasSize(1);
            bench.settle();
        }
    }

    @Test
    void aClientThatTakesItsTimeIsNotWaitedFor() {
        ask(first, setData("/a", "2"));
        bench.nowMs += 2;
        ask(second, setData("/b", "2"));
        bench.settle();
        ask(first, setData("/a", "3"));
        assertThat(bench.submitted).hasSize(1);
    }

    @Test
    void aClientThatLeavesIsNotWaitedFor() {
        ask(first, setData("/a", "2"));
        second.disconnect();
        bench.shard.endOfBurst();
        assertThat(bench.submitted).hasSize(1);
    }

    @Test
    void whatAClientHasAskedBeforeItLeavesIsStillDone() {
        ask(first, setData("/a", "2"));
        first.disconnect();
        ask(second, setData("/b", "2"));
        assertThat(bench.submitted).hasSize(2);
    }

    @Test
    void manyWritesWaitForNobody() {
        for (int i = 0; i < Gathering.WRITES_MAX; i++) {
            first.send(setData("/a", "2"));
        }
        first.endBurst();
        assertThat(bench.submitted).hasSize(Gathering.WRITES_MAX);
    }

    @Test
    void aClientThatConnectsDoesNotWait() {
        ask(first, setData("/a", "2"));
        bench.connected();
        assertThat(first.taken()).hasSize(3);
    }
}
