package io.paddock.server.zab;

import static io.paddock.server.zab.Zab.proposal;
import static io.paddock.server.zab.Zab.z;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class LearnerRolesTest {

    private static final long LINK = 5;

    private final Recorder world = new Recorder();
    private History history = Zab.history(3);
    private EnsembleRole role;

    @Test
    void aPromiseIsOnDiskBeforeItIsGiven() {
        discover();
        receive(PacketType.LEADER_INFO, "2.0");
        assertThat(world.take()).containsExactly("epochs 2 1");
        persisted(2, 1);
        assertThat(world.take()).containsExactly("5 ACK_EPOCH 1.3");
        assertThat(role).isInstanceOf(Synchronizing.class);
    }

    @Test
    void aLeaderThatGetsNoQuorumIsLeft() {
        discover();
        othersLook();
        assertThat(role).isInstanceOf(Looking.class);
        assertThat(world.take()).containsExactly("unlink 5");
    }

    @Test
    void whoHasPromisedOrCannotPromiseDoesNotAskWhetherOthersLook() {
        discover();
        receive(PacketType.LEADER_INFO, "2.0");
        othersLook();
        assertThat(role).as("its promise is on its way to disk").isInstanceOf(Discovering.class);

        history = new History(0, 0, -1, new RecentTxns(500, 0, Zab.txns()));
        discover();
        othersLook();
        assertThat(role).as("without data it is no voter").isInstanceOf(Discovering.class);
    }

    private void othersLook() {
        Discovering discovering = (Discovering) role;
        discovering.onLookingHeard(2, Set.of(), 1_500);
        discovering.onLookingHeard(3, Set.of(), 1_500);
        discovering.onLookingHeard(2, Set.of(), 1_800);
        discovering.onLookingHeard(3, Set.of(), 1_800);
        role = role.onTick(1_800, world);
    }

    @Test
    void anOlderLeaderIsNotFollowed() {
        history = new History(7, 1, z("1.3"), new RecentTxns(500, 0, Zab.txns(z("1.1"), z("1.2"), z("1.3"))));
        discover();
        receive(PacketType.LEADER_INFO, "6.0");
        assertThat(world.take()).containsExactly("unlink 5");
        assertThat(role).isInstanceOf(Looking.class);
    }

    /** A promise is never taken back, and whoever has promised the last epoch can follow nobody any more. */
    @Test
    void noEpochIsPromisedThatCannotBe() {
        discover();
        assertThatThrownBy(() -> receive(PacketType.LEADER_INFO, "2147483646.0"))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("offers epoch 2147483646");
        assertThat(world.take()).isEmpty();
    }

    @Test
    void aPeerWithoutDataComesAsAnObserver() {
        history = new History(0, 0, -1, new RecentTxns(500, 0, Zab.txns()));
        role = new Discovering(Zab.self(1, 3, history), 3, false, 0, world);
        role = role.onLinked(LINK, 3, 0, world);
        assertThat(world.take()).containsExactly("dial 3", "5 OBSERVER_INFO 0.0");
    }

    @Test
    void aPeerWithoutDataWritesNoFarEpochDownThatItHasOnlyBeenTold() {
        history = new History(0, 0, -1, new RecentTxns(500, 0, Zab.txns()));
        discover();
        receive(PacketType.LEADER_INFO, "2147483646.0");
        assertThat(world.take()).containsExactly("5 ACK_EPOCH -1");
        assertThat(role).as("with the history of that epoch it would").isInstanceOf(Synchronizing.class);
    }

    @Test
    void aHoleInWhatIsRestoredEndsTheLinkBeforeAnythingIsWritten() {
        history = new History(0, 0, -1, new RecentTxns(500, 0, Zab.txns()));
        role = new Restoring(Zab.self(1, 3, history), 3, LINK, 2, 0);
        receive(PacketType.SNAP, "2.5");
        receive(PacketType.NEW_LEADER, "2.0");
        assertThatThrownBy(() -> {
                    receive(QuorumPacket.of(
                            PacketType.INFORM, z("2.7"), Zab.txn(z("2.7")).payload()));
                    receive(PacketType.UP_TO_DATE, "-1");
                })
                .isInstanceOf(ProtocolViolation.class);
        assertThat(world.take()).containsExactly("5 ACK 2.0");
        role = role.onUnlinked(LINK, "a hole", 0, world);
        assertThat(role).as("another leader may do better").isInstanceOf(Looking.class);
    }

    @Test
    void aLinkThatEndsBeforeTheLeaderSpeaksIsDialledAgainAndNotForEver() {
        discover();
        int dials = 1;
        for (long nowMs = 0; !(role instanceof Looking) && dials < 100; nowMs += 100) {
            role = role.onUnlinked(LINK, "closed by the other end", nowMs, world);
            role = role.onTick(nowMs + 100, world);
            if (world.take().contains("dial 3")) {
                dials++;
                role = role.onLinked(LINK, 3, nowMs + 100, world);
            }
        }
        assertThat(dials).isEqualTo(5);
        assertThat(role)
                .isInstanceOfSatisfying(
                        Looking.class,
                        looking -> assertThat(looking.why())
                                .isEqualTo("leader 3 left in discovery: closed by the other end"));
    }

    @Test
    void aPeerThatFailedOftenTakesALinkThatEndsAtOnceForAnAnswer() {
        role = new Discovering(Zab.self(1, 3, history), 3, true, 0, world);
        role = role.onLinked(LINK, 3, 0, world);
        role = role.onUnlinked(LINK, "closed by the other end", 0, world);
        assertThat(role).isEqualTo(new Looking("leader 3 left in discovery: closed by the other end", true));
    }

    @Test
    void aLeaderThatLeavesWhenItHasSpokenIsNotDialledAgain() {
        discover();
        receive(PacketType.LEADER_INFO, "2.0");
        role = role.onUnlinked(LINK, "closed by the other end", 0, world);
        assertThat(role).isInstanceOf(Looking.class);
    }

    @Test
    void newLeaderIsAcknowledgedWhenTheEpochIsOnDiskBehindAllThatCameBefore() {
        synchronize();
        receive(PacketType.DIFF, "1.5");
        receive(proposal(z("1.4")));
        receive(PacketType.COMMIT, "1.4");
        receive(PacketType.NEW_LEADER, "2.0");
        assertThat(world.take()).containsExactly("append 1.4", "epochs 2 2");
        synced("1.4");
        assertThat(world.take())
                .as("nothing but the acknowledgement of NEWLEADER comes first")
                .isEmpty();
        persisted(2, 2);
        assertThat(world.take()).containsExactly("5 ACK 2.0");
    }

    @Test
    void nothingIsAppliedBeforeUpToDateAndOpenProposalsAreAcknowledgedThen() {
        synchronize();
        receive(PacketType.DIFF, "1.5");
        receive(proposal(z("1.4")));
        receive(PacketType.COMMIT, "1.4");
        receive(proposal(z("2.1")));
        receive(PacketType.NEW_LEADER, "2.0");
        receive(proposal(z("2.2")));
        receive(PacketType.COMMIT, "2.1");
        receive(PacketType.PING, "2.2");
        synced("2.1");
        persisted(2, 2);
        assertThat(world.take()).containsExactly("append 1.4", "append 2.1", "epochs 2 2", "append 2.2", "5 ACK 2.0");
        receive(PacketType.UP_TO_DATE, "-1");
        assertThat(world.take()).containsExactly("5 ACK 2.0", "commit 1.4", "commit 2.1", "5 ACK 2.1");
        assertThat(role).isInstanceOf(Following.class);
        synced("2.2");
        assertThat(world.take()).containsExactly("5 ACK 2.2");
    }

    @Test
    void itIsBehindByWhatTheLeaderHasProposedAndNobodyHasCommittedHere() {
        synchronize();
        receive(PacketType.DIFF, "1.3");
        receive(PacketType.NEW_LEADER, "2.0");
        persisted(2, 2);
        receive(PacketType.UP_TO_DATE, "-1");
        assertThat(role)
                .isInstanceOfSatisfying(
                        InSync.class, learner -> assertThat(learner.behind()).isZero());
        receive(PacketType.PING, "2.3");
        assertThat(((InSync) role).behind()).isEqualTo(3);
        receive(proposal(z("2.1")));
        receive(PacketType.COMMIT, "2.1");
        assertThat(((InSync) role).behind()).isEqualTo(2);
    }

    /** Leaders of release 3.9 send such. Looked at one by one for each commit, these would take minutes. */
    @Test
    void aDiffMayHaveHundredsOfThousandsOfTransactions() {
        int count = 200_000;
        synchronize();
        receive(PacketType.DIFF, "1." + (3 + count));
        for (int i = 1; i <= count; i++) {
            receive(proposal(z("1." + (3 + i))));
            receive(PacketType.COMMIT, "1." + (3 + i));
        }
        receive(PacketType.NEW_LEADER, "2.0");
        persisted(2, 2);
        world.take();
        receive(PacketType.UP_TO_DATE, "-1");
        assertThat(world.take())
                .hasSize(1 + count)
                .startsWith("5 ACK 2.0", "commit 1.4")
                .endsWith("commit 1." + (3 + count));
        assertThat(history.outstandingCount()).isZero();
    }

    @Test
    void aCutWaitsForTheDiskBeforeTheRestIsTaken() {
        synchronize();
        receive(PacketType.TRUNC, "1.2");
        receive(proposal(z("2.1")));
        receive(PacketType.COMMIT, "2.1");
        receive(PacketType.NEW_LEADER, "2.0");
        assertThat(world.take()).containsExactly("truncate 1.2");
        history.onTruncated(z("1.2"));
        role = role.onTruncated(0, world);
        assertThat(world.take()).containsExactly("append 2.1", "epochs 2 2");
        assertThat(history.end()).isEqualTo(z("2.1"));
    }

    @Test
    void aSnapshotReplacesTheHistoryAndWhatItContainsIsPassedOver() {
        synchronize();
        receive(PacketType.SNAP, "2.2");
        receive(proposal(z("2.2")));
        receive(proposal(z("2.3")));
        receive(PacketType.COMMIT, "2.2");
        receive(PacketType.COMMIT, "2.3");
        assertThat(world.take()).containsExactly("save 2.2", "append 2.3");
    }

    @Test
    void whateverIsOutOfOrderEndsTheSynchronization() {
        synchronize();
        assertThatThrownBy(() -> receive(proposal(z("1.4")))).isInstanceOf(ProtocolViolation.class);
        receive(PacketType.DIFF, "1.9");
        assertThatThrownBy(() -> receive(proposal(z("1.5")))).isInstanceOf(ProtocolViolation.class);
        assertThatThrownBy(() -> receive(proposal(z("1.3")))).isInstanceOf(ProtocolViolation.class);
        receive(proposal(z("1.4")));
        receive(proposal(z("1.5")));
        assertThatThrownBy(() -> receive(PacketType.COMMIT, "1.5")).isInstanceOf(ProtocolViolation.class);
        assertThatThrownBy(() -> receive(PacketType.UP_TO_DATE, "-1")).isInstanceOf(ProtocolViolation.class);
        assertThatThrownBy(() -> receive(PacketType.NEW_LEADER, "3.0")).isInstanceOf(ProtocolViolation.class);
    }

    @Test
    void aFollowerAcknowledgesOnlyWhatIsOnDiskAndAppliesWhatIsCommitted() {
        follow();
        receive(proposal(z("2.1")));
        receive(proposal(z("2.2")));
        assertThat(world.take()).containsExactly("append 2.1", "append 2.2");
        receive(PacketType.COMMIT, "2.1");
        assertThat(world.take()).as("a quorum has it, even if we have not").containsExactly("commit 2.1");
        synced("2.2");
        assertThat(world.take()).containsExactly("5 ACK 2.1", "5 ACK 2.2");
        assertThatThrownBy(() -> receive(PacketType.COMMIT, "2.3")).isInstanceOf(ProtocolViolation.class);
        assertThatThrownBy(() -> receive(PacketType.DIFF, "2.3")).isInstanceOf(ProtocolViolation.class);
    }

    @Test
    void aSilentLeaderIsLeft() {
        follow();
        for (long ms = 20; ms < 1_000; ms += 20) {
            role = role.onTick(ms, world);
        }
        assertThat(role).isInstanceOf(Following.class);
        role = role.onTick(1_000, world);
        assertThat(role).isInstanceOf(Looking.class);
        assertThat(world.take()).containsExactly("unlink 5");
    }

    @Test
    void aSnapshotThatTakesLongIsNoSilenceWhileItMoves() {
        synchronize();
        for (long ms = 1_000; ms <= 10_000; ms += 1_000) {
            role = role.onPartMoved(LINK, ms);
            role = role.onTick(ms, world);
        }
        assertThat(role).isInstanceOf(Synchronizing.class);
        role = role.onTick(11_999, world);
        assertThat(role).isInstanceOf(Synchronizing.class);
        role = role.onTick(12_000, world);
        assertThat(role).isInstanceOf(Looking.class);
    }

    @Test
    void whileItSavesItAnswersPingsOfALeaderThatTakesThemAsLongAsItsDiskMoves() {
        discover();
        receive(QuorumPacket.of(PacketType.LEADER_INFO, z("2.0"), LeaderInfo.ofOurs()));
        persisted(2, 1);
        receive(PacketType.SNAP, "2.2");
        world.take();
        receive(PacketType.PING, "2.2");
        assertThat(world.take())
                .as("before NEWLEADER there is nothing to wait for")
                .isEmpty();
        receive(PacketType.NEW_LEADER, "2.0");
        world.take();
        receive(PacketType.PING, "2.2");
        assertThat(world.take()).as("nothing was written").isEmpty();
        role = role.onDiskMoved(0);
        receive(PacketType.PING, "2.2");
        receive(PacketType.PING, "2.2");
        assertThat(world.take()).containsExactly("pong 2.2");
        history.onSnapshotSaved(z("2.2"));
        persisted(2, 2);
        assertThat(world.take()).containsExactly("5 ACK 2.0");
    }

    @Test
    void whileItSavesItAnswersNoPingOfOtherLeaders() {
        synchronize();
        receive(PacketType.SNAP, "2.2");
        receive(PacketType.NEW_LEADER, "2.0");
        world.take();
        role = role.onDiskMoved(0);
        receive(PacketType.PING, "2.2");
        assertThat(world.take()).isEmpty();
    }

    private void discover() {
        role = new Discovering(Zab.self(1, 3, history), 3, false, 0, world);
        role = role.onLinked(LINK, 3, 0, world);
        world.take();
    }

    private void synchronize() {
        discover();
        receive(PacketType.LEADER_INFO, "2.0");
        persisted(2, 1);
        world.take();
    }

    private void follow() {
        synchronize();
        receive(PacketType.DIFF, "1.3");
        receive(PacketType.NEW_LEADER, "2.0");
        persisted(2, 2);
        receive(PacketType.UP_TO_DATE, "-1");
        world.take();
    }

    private void receive(PacketType type, String zxid) {
        receive(QuorumPacket.of(type, z(zxid)));
    }

    private void receive(QuorumPacket packet) {
        role = role.onPacket(LINK, packet, 0, world);
    }

    private void persisted(long accepted, long current) {
        history.onEpochsPersisted(accepted, current);
        role = role.onEpochsPersisted(0, world);
    }

    private void synced(String zxid) {
        history.onLogSynced(z(zxid));
        role = role.onLogSynced(0, world);
    }
}
