package io.paddock.server.zab;

import static io.paddock.server.zab.Zab.z;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.Zxid;
import java.util.List;
import org.junit.jupiter.api.Test;

class LeaderRolesTest {

    private final Recorder world = new Recorder();
    private final History history = Zab.history(3);
    private EnsembleRole role;
    private long nowMs;

    @Test
    void theEpochIsAboveThatOfAQuorumAndOnDiskBeforeItIsOffered() {
        establish();
        join(21, 2, 4);
        assertThat(world.take()).containsExactly("epochs 5 1");
        persisted(5, 1);
        assertThat(world.take()).containsExactly("21 LEADER_INFO 5.0");
        join(31, 3, 9);
        assertThat(world.take()).as("it is fixed by then").containsExactly("31 LEADER_INFO 5.0");
    }

    @Test
    void aLearnerThatKnowsMoreIsSentAway() {
        establish();
        join(21, 2, 1);
        persisted(2, 1);
        world.take();
        receive(21, Zab.ackEpoch(z("1.4"), 1));
        assertThat(world.take()).containsExactly("unlink 21");
        assertThat(role).isInstanceOf(Establishing.class);
    }

    @Test
    void aPromiseThatDoesNotCountIsNotCounted() {
        establish();
        join(21, 2, 1);
        persisted(2, 1);
        world.take();
        receive(21, Zab.ackEpoch(z("1.3"), -1));
        assertThat(world.take()).isEmpty();
    }

    @Test
    void aPromiseOutlivesTheLinkThatItCameBy() {
        role = new Establishing(Zab.self(1, 5, history), nowMs);
        join(21, 2, 1);
        join(31, 3, 1);
        persisted(2, 1);
        receive(21, Zab.ackEpoch(z("1.3"), 1));
        role = role.onUnlinked(21, "test", nowMs, world);
        join(22, 2, 2);
        receive(22, Zab.ackEpoch(z("1.3"), -1));
        world.take();
        receive(31, Zab.ackEpoch(z("1.3"), 1));
        assertThat(world.take()).startsWith("epochs 2 2");
    }

    @Test
    void itLeadsWhenAQuorumHasItsHistoryOnDiskItselfIncluded() {
        establish();
        join(21, 2, 1);
        persisted(2, 1);
        receive(21, Zab.ackEpoch(z("1.2"), 1));
        assertThat(world.take())
                .containsExactly(
                        "epochs 2 1",
                        "21 LEADER_INFO 2.0",
                        "epochs 2 2",
                        "21 DIFF 1.3",
                        "21 PROPOSAL 1.3",
                        "21 COMMIT 1.3",
                        "21 NEW_LEADER 2.0");
        ack(21, "2.0");
        assertThat(role).as("its own epoch is not on disk").isInstanceOf(Establishing.class);
        persisted(2, 2);
        assertThat(role).isInstanceOf(Leading.class);
        assertThat(world.take()).containsExactly("21 UP_TO_DATE -1");
    }

    @Test
    void aTransactionIsCommittedInOrderWhenAQuorumHasItOnDisk() {
        lead();
        propose("2.1");
        propose("2.2");
        assertThat(world.take()).containsExactly("21 PROPOSAL 2.1", "append 2.1", "21 PROPOSAL 2.2", "append 2.2");
        ack(21, "2.1");
        assertThat(world.take()).as("one disk of three").isEmpty();
        synced("2.2");
        assertThat(world.take()).containsExactly("commit 2.1", "21 COMMIT 2.1");
        ack(21, "2.2");
        assertThat(world.take()).containsExactly("commit 2.2", "21 COMMIT 2.2");
    }

    @Test
    void itKnowsHowFarEachFollowerIsBehind() {
        lead();
        propose("2.1");
        propose("2.2");
        ack(21, "2.1");
        late(31, 3, "1.3");
        Followership now = ((Leading) role).followership();
        assertThat(now.connected()).isEqualTo(2);
        assertThat(now.followers()).isEqualTo(1);
        assertThat(now.learners()).contains(new Followership.Standing(2, true, true, 1));
        assertThat(now.learners()).filteredOn(Followership.Standing::serves).hasSize(1);
        ack(21, "2.2");
        ack(31, "2.0");
        assertThat(((Leading) role).followership().learners())
                .containsExactly(
                        new Followership.Standing(2, true, true, 0), new Followership.Standing(3, true, true, 2));
    }

    @Test
    void followersMayCommitBeforeTheLeadersDiskHasIt() {
        lead();
        late(31, 3, "1.3");
        ack(31, "2.0");
        propose("2.1");
        world.take();
        ack(21, "2.1");
        ack(31, "2.1");
        assertThat(world.take()).containsExactly("commit 2.1", "21 COMMIT 2.1", "31 COMMIT 2.1");
    }

    @Test
    void aLearnerThatIsInSyncStaysWhileNobodyWrites() {
        lead();
        propose("2.1");
        ack(21, "2.1");
        synced("2.1");
        late(31, 3, "2.1");
        ack(31, "2.0");
        assertThat(((Leading) role).followership().learners()).contains(new Followership.Standing(3, true, true, 0));
        world.take();
        for (int i = 0; i < 40; i++) {
            nowMs += 1_000;
            receive(21, QuorumPacket.of(PacketType.PING, z("2.1")));
            receive(31, QuorumPacket.of(PacketType.PING, z("2.1")));
            role = role.onTick(nowMs, world);
        }
        assertThat(world.take()).noneMatch(effect -> effect.startsWith("unlink"));
        assertThat(role).isInstanceOf(Leading.class);
    }

    @Test
    void aLateLearnerIsHandedOverToTheStreamWithoutGapOrRepetition() {
        lead();
        propose("2.1");
        ack(21, "2.1");
        synced("2.1");
        propose("2.2");
        world.take();
        late(31, 3, "1.3");
        assertThat(world.take())
                .containsExactly(
                        "31 LEADER_INFO 2.0",
                        "31 DIFF 2.1",
                        "31 PROPOSAL 2.1",
                        "31 COMMIT 2.1",
                        "31 PROPOSAL 2.2",
                        "31 NEW_LEADER 2.0");
        propose("2.3");
        ack(21, "2.2");
        synced("2.2");
        assertThat(world.take())
                .containsExactly(
                        "21 PROPOSAL 2.3",
                        "31 PROPOSAL 2.3",
                        "append 2.3",
                        "commit 2.2",
                        "21 COMMIT 2.2",
                        "31 COMMIT 2.2");
    }

    @Test
    void anAcknowledgementThatOvertakesThatOfNewLeaderIsKept() {
        lead();
        propose("2.1");
        late(31, 3, "1.3");
        role.onUnlinked(21, "test", nowMs, world);
        synced("2.1");
        world.take();
        ack(31, "2.1");
        assertThat(world.take()).isEmpty();
        ack(31, "2.0");
        assertThat(world.take()).containsExactly("commit 2.1", "31 COMMIT 2.1", "31 UP_TO_DATE -1");
    }

    @Test
    void aLearnerThatHasMoreOfThisEpochThanIsCommittedServesWhenItIs() {
        lead();
        propose("2.1");
        propose("2.2");
        role.onUnlinked(21, "test", nowMs, world);
        world.take();
        late(22, 2, "2.2");
        assertThat(world.take()).containsExactly("22 LEADER_INFO 2.0", "22 DIFF 2.2", "22 NEW_LEADER 2.0");
        ack(22, "2.0");
        assertThat(world.take())
                .as("two disks of three, but ours is not one of them")
                .isEmpty();
        synced("2.2");
        assertThat(world.take()).containsExactly("commit 2.1", "commit 2.2", "22 UP_TO_DATE -1");
    }

    @Test
    void observersAreToldWhatIsCommittedAndCountNowhere() {
        lead();
        role.onLinked(41, EnsembleRole.INBOUND, nowMs, world);
        receive(41, Zab.observerInfo(4));
        receive(41, Zab.ackEpoch(z("1.3"), 1));
        ack(41, "2.0");
        world.take();
        propose("2.1");
        synced("2.1");
        ack(41, "2.1");
        assertThat(world.take()).containsExactly("21 PROPOSAL 2.1", "append 2.1");
        ack(21, "2.1");
        assertThat(world.take()).containsExactly("commit 2.1", "21 COMMIT 2.1", "41 INFORM 2.1");
    }

    @Test
    void aSyncWaitsForARoundAndForWhatWasProposed() {
        lead();
        propose("2.1");
        world.take();
        ((Leading) role).onSync(SyncRounds.HERE, "A", world);
        assertThat(world.take()).containsExactly("21 PING 2.1");
        receive(21, QuorumPacket.of(PacketType.PING, z("2.1"), new byte[0]));
        assertThat(world.take()).as("not committed").containsExactly("requested by 2: PING");
        synced("2.1");
        ack(21, "2.1");
        assertThat(world.take()).containsExactly("commit 2.1", "21 COMMIT 2.1", "synced A");
    }

    @Test
    void aLeaderWithoutAQuorumResigns() {
        lead();
        role = role.onUnlinked(21, "test", nowMs, world);
        tick(1);
        assertThat(role).isInstanceOf(Leading.class);
        tick(200);
        assertThat(role).isInstanceOf(Looking.class);
    }

    @Test
    void aFollowerThatAnswersButDoesNotWriteIsDropped() {
        lead();
        propose("2.1");
        for (int i = 0; i < 11; i++) {
            tick(100);
            receive(21, QuorumPacket.of(PacketType.PING, 0, new byte[0]));
        }
        assertThat(world.take()).contains("unlink 21");
    }

    @Test
    void aSecondLinkOfALearnerEndsTheFirst() {
        lead();
        propose("2.1");
        world.take();
        join(22, 2, 2);
        assertThat(world.take()).containsExactly("unlink 21", "22 LEADER_INFO 2.0");
        synced("2.1");
        ack(21, "2.1");
        assertThat(world.take()).as("what an old link still delivers").isEmpty();
    }

    @Test
    void aLiarIsSentAway() {
        establish();
        role.onLinked(21, EnsembleRole.INBOUND, nowMs, world);
        for (QuorumPacket packet : List.of(
                QuorumPacket.of(PacketType.ACK, 0),
                Zab.followerInfo(2, 0x7fff_ffffL),
                Zab.followerInfo(1, 0),
                Zab.followerInfo(-4, 0))) {
            assertThatThrownBy(() -> receive(21, packet)).isInstanceOf(ProtocolViolation.class);
        }
    }

    @Test
    void aSnapshotThatTakesLongKeepsItsLearnerAndTheWayToLead() {
        establish();
        join(21, 2, 1);
        persisted(2, 1);
        receive(21, Zab.ackEpoch(z("1.3"), 1));
        persisted(2, 2);
        world.take();
        for (int i = 0; i < 10; i++) {
            tick(1_000);
            role = role.onPartMoved(21, nowMs);
        }
        for (int i = 0; i < 10; i++) {
            tick(1_000);
            receive(21, QuorumPacket.of(PacketType.PING, z("2.0"), new byte[0]));
        }
        assertThat(world.take()).doesNotContain("unlink 21");
        ack(21, "2.0");
        assertThat(role).isInstanceOf(Leading.class);
        late(31, 3, "1.0");
        for (int i = 0; i < 10; i++) {
            tick(900);
            receive(21, QuorumPacket.of(PacketType.PING, z("2.0"), new byte[0]));
            role = role.onPartMoved(31, nowMs);
        }
        assertThat(world.take()).doesNotContain("unlink 31");
        for (int i = 0; i < 3; i++) {
            tick(900);
            receive(21, QuorumPacket.of(PacketType.PING, z("2.0"), new byte[0]));
        }
        assertThat(world.take()).as("it moves no more").contains("unlink 31");
    }

    @Test
    void aVoterWithALaterPromiseIsGivenWayToIfItHasNoMore() {
        lead();
        assertThatThrownBy(() -> join(31, 3, 7))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("its vote was not heard yet");
        leading().onLookingHeard(3, new Claim(2, z("2.0")));
        join(32, 3, 7);
        assertThat(role).isInstanceOf(Looking.class);
        assertThat(world.take()).contains("epochs 7 2");
    }

    /** Servers of another make number a configuration when it is first used; this one has heard of it in elections. */
    @Test
    void whoHasALaterConfigurationStaysOutUnlessItIsOurs() {
        Self self = Zab.self(1, 5, history);
        role = new Establishing(self, nowMs);
        byte[] info = new LearnerInfo(2, LearnerInfo.PROTOCOL_VERSION, 1L << 32).toBytes();
        QuorumPacket follower = QuorumPacket.of(PacketType.FOLLOWER_INFO, Zxid.of(1, 0), info);
        role = role.onLinked(21, EnsembleRole.INBOUND, nowMs, world);
        assertThatThrownBy(() -> receive(21, follower))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("later activated configuration, 100000000");
        self.configuration().isInForceAs(1L << 32);
        assertThatCode(() -> receive(21, follower)).doesNotThrowAnyException();
    }

    /** A server was given the data of another ensemble, which is further. Nobody else is to get them. */
    @Test
    void whoComesFromAnotherEnsembleStaysOut() {
        lead();
        for (Claim claim : new Claim[] {new Claim(4, z("4.9")), new Claim(2, z("2.9"))}) {
            leading().onLookingHeard(3, claim);
            assertThatThrownBy(() -> join(31, 3, 7))
                    .isInstanceOf(ProtocolViolation.class)
                    .hasMessageContaining("another ensemble");
            role.onUnlinked(31, "test", nowMs, world);
        }
        assertThatThrownBy(() -> late(31, 3, "4.9"))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("another ensemble");
        assertThat(role).isInstanceOf(Leading.class);
    }

    @Test
    void aForeignerThatComesWhileALeaderIsOnItsWayCostsNobodyElse() {
        role = new Establishing(Zab.self(1, 5, history), nowMs);
        join(21, 2, 1);
        join(31, 3, 1);
        persisted(2, 1);
        role = role.onLinked(91, EnsembleRole.INBOUND, nowMs, world);
        receive(91, Zab.followerInfo(9, 1));
        assertThatThrownBy(() -> receive(91, Zab.ackEpoch(z("4.9"), -1)))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("another ensemble");
        role = role.onUnlinked(91, "test", nowMs, world);
        receive(21, Zab.ackEpoch(z("1.3"), 1));
        receive(31, Zab.ackEpoch(z("1.3"), 1));
        assertThat(world.take()).contains("21 NEW_LEADER 2.0", "31 NEW_LEADER 2.0");
    }

    @Test
    void aClaimOfThisEpochThatWasNeverNumberedIsNotBelieved() {
        lead();
        propose("2.1");
        late(31, 3, "2.1");
        assertThat(world.take()).contains("31 DIFF 2.1");
        assertThatThrownBy(() -> late(32, 3, "2.2"))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("the newest that there can be is 0x200000001");
    }

    @Test
    void oneWrongPacketDoesNotUseUpTheEpochs() {
        establish();
        assertThatThrownBy(() -> join(21, 2, 0x7fff_fff0))
                .isInstanceOf(ProtocolViolation.class)
                .hasMessageContaining("claims epoch 2147483632");
        assertThat(world.take()).isEmpty();
    }

    @Test
    void whoNeverServesKeepsNoLeader() {
        lead();
        role = role.onUnlinked(21, "test", nowMs, world);
        propose("2.1");
        late(31, 3, "2.1");
        ack(31, "2.0");
        for (int i = 0; i < 40 && role instanceof Leading; i++) {
            tick(100);
        }
        assertThat(role).isInstanceOf(Looking.class);
    }

    @Test
    void whoLeavesInSynchronizationAgainAndAgainKeepsNobodyWaiting() {
        establish();
        join(21, 2, 1);
        persisted(2, 1);
        receive(21, Zab.ackEpoch(z("1.3"), 1));
        persisted(2, 2);
        for (long link = 22; link < 30 && role instanceof Establishing; link++) {
            tick(500);
            role = role.onPartMoved(link - 1, nowMs);
            role = role.onUnlinked(link - 1, "test", nowMs, world);
            join(link, 2, 2);
            receive(link, Zab.ackEpoch(z("1.3"), -1));
        }
        assertThat(role).isInstanceOf(Looking.class);
    }

    private void establish() {
        role = new Establishing(Zab.self(1, 3, history), nowMs);
        role = ((Establishing) role).begin(nowMs, world);
        assertThat(world.take()).isEmpty();
    }

    private void lead() {
        establish();
        join(21, 2, 1);
        persisted(2, 1);
        receive(21, Zab.ackEpoch(z("1.3"), 1));
        persisted(2, 2);
        ack(21, "2.0");
        assertThat(role).isInstanceOf(Leading.class);
        world.take();
    }

    private Leading leading() {
        return (Leading) role;
    }

    private void join(long link, long sid, long acceptedEpoch) {
        role = role.onLinked(link, EnsembleRole.INBOUND, nowMs, world);
        receive(link, Zab.followerInfo(sid, acceptedEpoch));
    }

    private void late(long link, long sid, String claim) {
        join(link, sid, 2);
        receive(link, Zab.ackEpoch(z(claim), -1));
    }

    private void propose(String zxid) {
        ((Leading) role).onProposed(Zab.txn(z(zxid)), nowMs, world);
    }

    private void ack(long link, String zxid) {
        receive(link, QuorumPacket.of(PacketType.ACK, z(zxid)));
    }

    private void receive(long link, QuorumPacket packet) {
        role = role.onPacket(link, packet, nowMs, world);
    }

    private void persisted(long accepted, long current) {
        history.onEpochsPersisted(accepted, current);
        role = role.onEpochsPersisted(nowMs, world);
    }

    private void synced(String zxid) {
        history.onLogSynced(z(zxid));
        role = role.onLogSynced(nowMs, world);
    }

    private void tick(long ms) {
        nowMs += ms;
        role = role.onTick(nowMs, world);
    }
}
