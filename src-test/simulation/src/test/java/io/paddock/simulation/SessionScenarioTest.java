package io.paddock.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.Zxid;
import io.paddock.common.protocol.CloseSession;
import io.paddock.common.protocol.Delete;
import io.paddock.common.protocol.Reconfig;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.storage.SimDisk.Loss;
import io.paddock.server.tree.Tree;
import io.paddock.server.zab.ForwardedRequest;
import io.paddock.server.zab.PacketType;
import io.paddock.server.zab.ZabOptions;
import org.junit.jupiter.api.Test;

/**
 * Sessions, their nodes and their requests while leaders, links and clocks change: hazards H26, H33 to H35, H40, H46. The witness looks on: what is asserted here is that the story happened and how it ended.
 */
class SessionScenarioTest {

    /** H26: a leader that was replaced without knowing it does not confirm a sync. */
    @Test
    void aLeaderThatIsCutOffAnswersNoSync() {
        Stage stage = new Stage(3, 0, ZabOptions.of(2_000, 10, 5)); // PINGs are rarer.
        stage.boot(1, 2, 3);
        SimPeer old = stage.leaderOf(1, 2, 3);
        Probe stale = stage.session(old);
        Probe.Request before = stale.sync();
        stage.done(before);
        stage.pass(50); // Every PING is answered.
        stage.isolate(old.sid());
        Probe.Request after = stale.sync();
        stage.await("the old leader resigns", () -> !old.serves());
        assertThat(after.answered()).isFalse();
    }

    /** H35: what was forwarded on one link is not answered on the next. */
    @Test
    void aRequestThatWasForwardedBeforeTheLinkBrokeIsNotAnsweredAfterIt() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        stage.leaderOf(1, 2, 3);
        SimPeer follower = stage.peer(1);
        Probe probe = stage.session(follower);
        Probe.Request request = probe.create("/perhaps");
        stage.isolate(1);
        stage.await("the follower notices", () -> !follower.serves());
        stage.mend();
        stage.await("the follower is back", follower::serves);
        stage.done(stage.session(follower).create("/sure"));
        assertThat(request.answered()).isFalse();
    }

    /** Found by simulation: what a leadership left in the log was answered to its clients by the next leadership. */
    @Test
    void anotherLeadershipDoesNotAnswerTheClientsOfTheLast() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(leader);
        stage.peer(1).pause(3_000);
        stage.peer(2).pause(3_000);
        Probe.Request request = probe.create("/left");
        stage.await("the leader resigns", () -> !leader.serves());
        SimPeer again = stage.leaderOf(1, 2, 3);
        assertThat(again).isSameAs(leader);
        assertThat(stage.has(leader, "/left")).isTrue();
        assertThat(request.answered()).isFalse();
    }

    /** H35: a follower comes back before its leader knows that it was gone. Its new link counts at once. */
    @Test
    void aNewLinkOfAFollowerReplacesTheOldOne() {
        Stage stage = new Stage(3);
        stage.boot(2, 3);
        SimPeer leader = stage.leaderOf(2, 3);
        Probe probe = stage.session(leader);
        stage.peer(2).vanish();
        stage.boot(2);
        stage.await("it serves again", stage.peer(2)::serves);
        long start = stage.nowMs();
        stage.done(probe.create("/a"));
        assertThat(stage.nowMs() - start).isLessThan(100);
    }

    /** A leader that is being stopped finishes what it has begun, and begins nothing more that its followers ask for. */
    @Test
    void aLeaderThatStopsComesToItsEndUnderLoad() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe here = stage.session(leader);
        Probe there = stage.session(stage.peer(1));
        Probe.Request begun = here.create("/begun");
        leader.deliver(leader.replica()::onStopping);
        Probe.Request late = there.create("/late");
        stage.done(begun);
        stage.pass(100);
        assertThat(late.answered()).isFalse();
        assertThat(leader.replica().outstanding()).isZero();
        leader.kill("it has stopped");
        SimPeer next = stage.leaderOf(1, 2);
        assertThat(stage.has(next, "/begun")).isTrue();
        assertThat(stage.has(next, "/late")).isFalse();
    }

    /** H33: the clock of a machine goes back to where it gave away an id that nobody has any more. It takes another one. */
    @Test
    void anIdIsNotGivenAwayTwice() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        stage.leaderOf(1, 2, 3);
        SimPeer first = stage.peer(1);
        long openedMs = stage.nowMs();
        Probe before = stage.session(first);
        Probe moved = Probe.resume(before, stage.peer(2));
        stage.await("the session has moved", moved::isOpen);
        stage.done(moved.create("/mine"));
        stage.done(moved.send(OpCode.CLOSE_SESSION, new CloseSession()));
        first.kill("test");
        stage.boot(1);
        stage.await("it serves again", first::serves);
        first.clock().jumpWall(openedMs - stage.nowMs());
        Probe after = stage.session(first);
        assertThat(after.sessionId()).isNotEqualTo(before.sessionId());
    }

    /** H33: a server of another make gives away an id that is in use. */
    @Test
    void anIdInUseIsRefusedToOtherServers() {
        Stage stage = new Stage(3);
        stage.boot(2, 3);
        SimPeer leader = stage.leaderOf(2, 3);
        Probe probe = stage.session(leader);
        Stranger learner = stage.stranger(1);
        learner.joins(stage, leader.sid());
        learner.has(leader.logged(), 1);
        learner.send(PacketType.ACK, Zxid.of(1, 0));
        byte[] timeout = new WireOutput(4).int32(10_000).toByteArray();
        int createSession = OpCode.CREATE_SESSION.code();
        learner.send(
                PacketType.REQUEST, -1, new ForwardedRequest(probe.sessionId(), 0, createSession, timeout).toBytes());
        stage.pass(200);
        stage.done(probe.create("/still-mine"));
    }

    /** H34: the clock of the leader goes back, and the time of its transactions does not. */
    @Test
    void theTimeOfTransactionsDoesNotGoBack() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(leader);
        stage.done(probe.create("/a"));
        leader.clock().jumpWall(-3_600_000);
        stage.done(probe.create("/b"));
        leader.clock().jumpWall(0);
        stage.done(probe.create("/c"));
    }

    /** H34: the leader stands still for longer than a session may be silent. What its client said meanwhile is still to come. */
    @Test
    void aPauseOfTheLeaderEndsNoSession() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe probe = Probe.at(leader, 600);
        stage.await("a session", probe::isOpen);
        stage.done(probe.createEphemeral("/mine"));
        for (int i = 0; i < 5; i++) {
            leader.deliver(() -> leader.process().touch(probe.sessionId()));
            stage.pass(100);
        }
        leader.pause(900);
        for (int i = 0; i < 20; i++) {
            stage.pass(100);
            leader.deliver(() -> leader.process().touch(probe.sessionId()));
        }
        assertThat(leader.leads()).isTrue();
        assertThat(stage.has(leader, "/mine")).isTrue();
    }

    /** H40: a session is closed while its client, on another server, creates an ephemeral. */
    @Test
    void noEphemeralIsCreatedBehindTheEndOfItsSession() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe here = stage.session(stage.peer(1));
        Probe there = Probe.resume(here, stage.peer(2));
        stage.await("the session has moved", there::isOpen);
        Probe.Request close = there.send(OpCode.CLOSE_SESSION, new CloseSession());
        Probe.Request late = there.createEphemeral("/late");
        stage.await("both are answered", () -> close.answered() && late.answered());
        assertThat(late.err()).isEqualTo(ErrorCode.SESSION_EXPIRED.code());
        assertThat(stage.has(leader, "/late")).isFalse();
    }

    /** H40: after a session has moved, its old connection cannot write any more. */
    @Test
    void theOldConnectionOfAMovedSessionIsClosed() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe here = stage.session(stage.peer(1));
        Probe there = Probe.resume(here, stage.peer(2));
        stage.await("the session has moved", there::isOpen);
        Probe.Request old = here.create("/old");
        stage.await("an answer", old::answered);
        assertThat(old.outcome()).as("closed without a reply").isNull();
        assertThat(stage.has(leader, "/old")).isFalse();
        stage.pass(100); // Both number their requests alike: what became of the old one has to be known everywhere.
        stage.done(there.create("/new"));
    }

    /** H40 (b): a session that the leader has ended is not taken up elsewhere, though its client was just on the way. */
    @Test
    void aSessionThatHasExpiredIsNotResumed() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe here = Probe.at(stage.peer(1), 600);
        stage.await("a session", here::isOpen);
        stage.done(here.createEphemeral("/mine"));
        stage.await("it expires", () -> !stage.has(leader, "/mine"));
        Probe there = Probe.resume(here, stage.peer(2));
        stage.await("it is refused", there::isRefused);
    }

    /** H40 (c): a session is closed behind a create that is not committed yet. Everything it owns goes with it. */
    @Test
    void anEphemeralThatIsUnderWayGoesWithItsSession() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(leader);
        stage.done(probe.createEphemeral("/first"));
        Probe.Request create = probe.createEphemeral("/second");
        Probe.Request delete = probe.send(OpCode.DELETE, new Delete(Path.of("/first"), -1));
        Probe.Request close = probe.send(OpCode.CLOSE_SESSION, new CloseSession());
        stage.await("all are answered", () -> create.answered() && delete.answered() && close.answered());
        stage.pass(100);
        for (long sid = 1; sid <= 3; sid++) {
            assertThat(stage.has(stage.peer(sid), "/first")).isFalse();
            assertThat(stage.has(stage.peer(sid), "/second")).isFalse();
        }
    }

    /** H40 (e, f): the next leader gives every session its whole time, and ends those that nobody comes back for. */
    @Test
    void aNewLeaderGivesEverySessionItsTime() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe probe = Probe.at(stage.peer(1), 1_500);
        stage.await("a session", probe::isOpen);
        stage.done(probe.createEphemeral("/mine"));
        stage.pass(1_000);
        leader.kill("test");
        SimPeer next = stage.leaderOf(1, 2);
        stage.pass(1_400);
        assertThat(stage.has(next, "/mine")).as("it still has time").isTrue();
        stage.await("it expires", () -> !stage.has(next, "/mine"));
    }

    /** H46: no session can own more than its closing transaction can name. The servers start again behind it. */
    @Test
    void aSessionOwnsNoMoreThanItsEndCanName() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(leader);
        String name = "n".repeat(60_000);
        Probe.Request last = null;
        for (int i = 0; i < 40; i++) {
            last = probe.createEphemeral("/" + i + name);
        }
        stage.await("the last answer", last::answered);
        assertThat(last.err()).isEqualTo(ErrorCode.BAD_ARGUMENTS.code());
        stage.done(probe.send(OpCode.CLOSE_SESSION, new CloseSession()));
        stage.pass(500);
        for (long sid = 1; sid <= 3; sid++) {
            stage.powerOff(sid, Loss.NOTHING_SURVIVES);
        }
        stage.boot(1, 2, 3);
        SimPeer again = stage.leaderOf(1, 2, 3);
        assertThat(again.tree().ephemeralOwners()).isEmpty();
    }

    /** H40: old data holds an ephemeral whose session is in no table. Whoever leads first removes it, by a transaction. */
    @Test
    void anEphemeralOfAnUnknownSessionGoesByATransaction() {
        Stage stage = new Stage(3);
        for (long sid = 1; sid <= 3; sid++) {
            Tree old = new Tree(7);
            old.create(Path.of("/dead"), new byte[0], Acl.OPEN, 0x1_0000_0bad_0000L, 1, 0, 0);
            stage.peer(sid).storage().find(old);
        }
        stage.boot(1, 2, 3);
        SimPeer leader = stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(leader);
        stage.done(probe.create("/first"));
        stage.pass(100);
        for (long sid = 1; sid <= 3; sid++) {
            assertThat(stage.has(stage.peer(sid), "/dead")).isFalse();
            assertThat(stage.has(stage.peer(sid), "/first")).isTrue();
        }
        assertThat(leader.tree().czxid(leader.tree().find(Path.of("/first"))))
                .as("behind the end of the unknown session and the beginning of ours")
                .isEqualTo(Zxid.of(1, 3));
    }

    /** L7: the configuration cannot be changed while the ensemble runs, and whoever tries is told so at once. */
    @Test
    void aReconfigurationIsRefusedAtOnce() {
        Stage stage = new Stage(3);
        stage.boot(1, 2, 3);
        stage.leaderOf(1, 2, 3);
        Probe probe = stage.session(stage.peer(1));
        Reconfig body = new Reconfig("server.4=peer4:2888:3888", null, null, -1);
        Probe.Request request = probe.send(OpCode.RECONFIG, body);
        stage.await("an answer", request::answered);
        assertThat(request.err()).isEqualTo(ErrorCode.RECONFIG_DISABLED.code());
    }
}
