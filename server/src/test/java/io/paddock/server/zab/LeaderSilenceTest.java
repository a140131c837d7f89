package io.paddock.server.zab;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** With the default timing: tickTime 2000 ms, syncLimit 5. */
class LeaderSilenceTest {

    private static final long LEADER = 3;
    private static final long LINK = 5;
    private static final long LOOK_MS = 20;
    private static final ZabOptions OPTIONS = ZabOptions.of(2_000, 10, 5);

    private final Self self = self();
    private final Recorder world = new Recorder();
    private LeaderSilence silence = new LeaderSilence(self, LEADER, LINK, new LeaderInfo(true), 0);
    private long nowMs;
    private Looking left;
    /** Whether the world answers when it is asked for what is unread. */
    private boolean nothingIsUnread = true;

    @Test
    void aLeaderOfOursIsLeftWhenItIsSilentForASecond() {
        pass(980);
        assertThat(left).isNull();
        pass(40);
        assertThat(left).isNotNull();
        assertThat(left.silent()).isEqualTo(LEADER);
        assertThat(world.take()).containsExactly("catch up with 5", "unlink 5");
    }

    @Test
    void aLeaderOfAnotherMakeIsLeftAtTheSyncLimit() {
        silence = new LeaderSilence(self, LEADER, LINK, new LeaderInfo(false), nowMs);
        pings(60, 1_000);
        pass(9_980);
        assertThat(left).isNull();
        assertThat(world.take()).isEmpty();
        pass(40);
        assertThat(left).isNotNull();
    }

    @Test
    void aPauseOfThisPeerItselfIsNoSilence() {
        pings(20, 200);
        nowMs += 30_000; // It did not run.
        look();
        assertThat(world.take()).isEmpty();
        pass(940);
        assertThat(left).isNull();
        pass(40);
        assertThat(left).isNotNull();
    }

    @Test
    void aPacketThatComesInPartsIsNoSilence() {
        for (int i = 0; i < 30; i++) {
            pass(500);
            silence.onMoved(nowMs);
        }
        assertThat(left).isNull();
        assertThat(self.patience().ms(nowMs))
                .as("what was never silent teaches nothing")
                .isEqualTo(1_000);
        pass(1_020);
        assertThat(left).isNotNull();
    }

    @Test
    void whatIsUnreadWasNotSilence() {
        pings(10, 200);
        nothingIsUnread = false;
        pass(3_000);
        assertThat(world.take()).as("asked once").containsExactly("catch up with 5");
        assertThat(left).isNull();
        hear();
        left = silence.onCaughtUp(nowMs, world);
        assertThat(left).isNull();
    }

    @Test
    void whoGetsNoAnswerFromTheWorldLeavesAtTheSyncLimit() {
        pings(10, 200);
        nothingIsUnread = false;
        pass(9_980);
        assertThat(left).isNull();
        pass(40);
        assertThat(left).isNotNull();
    }

    @Test
    void patienceDoublesUpToTheSyncLimitWhenAlarmsWereFalse() {
        long[] expected = {1_000, 2_000, 4_000, 8_000, 10_000, 10_000};
        for (long limitMs : expected) {
            pings(10, 200);
            assertThat(self.patience().ms(nowMs)).isEqualTo(limitMs);
            pass(limitMs + LOOK_MS);
            assertThat(left).isNotNull();
            nowMs += 100;
            self.patience().onLeading(LEADER, nowMs);
            left = null;
            silence = new LeaderSilence(self, LEADER, LINK, new LeaderInfo(true), nowMs);
        }
    }

    @Test
    void aLeaderThatComesBackWithinThePatienceWasLeftTooSoon() {
        pings(10, 200);
        pass(1_020);
        assertThat(left).isNotNull();
        self.patience().onLeading(LEADER, nowMs + 900);
        assertThat(self.patience().ms(nowMs + 900)).isEqualTo(2_000);
    }

    @Test
    void aLeaderThatHungForSecondsWasLeftForGoodReason() {
        pings(10, 200);
        pass(1_020);
        assertThat(left).isNotNull();
        self.patience().onLeading(LEADER, nowMs + 3_000);
        assertThat(self.patience().ms(nowMs + 3_000)).isEqualTo(1_000);
    }

    @Test
    void twiceTheLongestPauseOfALeaderIsBorneForTenMinutes() {
        pings(10, 200);
        pass(700);
        hear();
        assertThat(self.patience().ms(nowMs)).isEqualTo(1_400);
        assertThat(self.patience().ms(nowMs + 10 * 60_000)).isEqualTo(1_400);
        assertThat(self.patience().ms(nowMs + 10 * 60_000 + 1)).isEqualTo(1_000);
    }

    private static Self self() {
        Self any = Zab.self(1, 3, Zab.history(3));
        return new Self(1, true, any.quorums(), 0, any.configuration().text(), OPTIONS, any.history());
    }

    private void pings(int count, long everyMs) {
        for (int i = 0; i < count; i++) {
            pass(everyMs);
            hear();
        }
    }

    private void hear() {
        silence.onHeard(nowMs);
    }

    private void pass(long ms) {
        for (long end = nowMs + ms; nowMs < end; ) {
            nowMs = Math.min(end, nowMs + LOOK_MS);
            look();
        }
    }

    private void look() {
        if (left != null) {
            return;
        }
        int asked = world.asked.size();
        left = silence.onTick(nowMs, world);
        if (left == null && world.asked.size() > asked && nothingIsUnread) {
            left = silence.onCaughtUp(nowMs, world);
        }
    }
}
