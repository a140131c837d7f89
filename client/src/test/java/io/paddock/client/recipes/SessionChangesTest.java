package io.paddock.client.recipes;

import static io.paddock.client.recipes.LostAnswersTest.bytes;
import static io.paddock.client.recipes.LostAnswersTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.client.DidNotHappenException;
import io.paddock.client.RefusedException;
import io.paddock.client.recipes.FakeClient.Fate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What a session has acquired is nothing to the next one of the same client. */
class SessionChangesTest {

    private final FakeService service = new FakeService();
    private final FakeClient one = service.open();
    private final FakeClient two = service.open();

    private static final class Leader implements LeaderElection.Listener {

        final CompletableFuture<Long> elected = new CompletableFuture<>();

        @Override
        public void onElected(long token) {
            elected.complete(token);
        }

        @Override
        public void onDeposed() {}
    }

    @Test
    void aHolderWhoseSessionEndedDoesNotBelieveToHoldWhateverItHasHeard() throws Exception {
        Lock.Held held = get(new Lock(one.client(), "/lock").acquireAsync());
        Leader leader = new Leader();
        LeaderElection election = LeaderElection.stand(one.client(), "/election", "one", leader);
        get(leader.elected);
        assertThat(held.isHeld()).isTrue();
        assertThat(election.isLeader()).isTrue();
        one.renewUnheard();
        assertThat(get(new Lock(two.client(), "/lock").acquireAsync()).isHeld()).isTrue();
        assertThat(held.lost()).isNotDone();
        assertThat(held.isHeld()).isFalse();
        assertThat(election.isLeader()).isFalse();
    }

    @Test
    void aClaimOfAnEndedSessionTouchesNobodyElses() throws Exception {
        Queue queue = new Queue(one.client(), "/queue");
        get(queue.put(bytes("job")));
        Queue.Item lost = get(queue.take());
        one.renewUnheard();
        Queue.Item claimed = get(new Queue(two.client(), "/queue").take());
        get(lost.release());
        assertThat(service.names("/queue/claims")).hasSize(1);
        assertThatThrownBy(() -> get(lost.done())).hasCauseInstanceOf(RefusedException.class);
        assertThat(service.names("/queue/items")).hasSize(1);
        get(claimed.done());
        assertThat(service.names("/queue/items")).isEmpty();
    }

    /** The claim is looked at by the server, since the client's own look can be outdated when it is acted upon. */
    @Test
    void aClaimThatTheServerKnowsBetterIsRefusedByTheServer() throws Exception {
        Queue queue = new Queue(one.client(), "/queue");
        get(queue.put(bytes("job")));
        Queue.Item lost = get(queue.take());
        get(one.client()
                .delete("/queue/claims/" + service.names("/queue/claims").get(0), -1));
        Queue.Item claimed = get(new Queue(two.client(), "/queue").take());
        assertThatThrownBy(() -> get(lost.done())).hasCauseInstanceOf(RefusedException.class);
        get(lost.release());
        assertThat(service.names("/queue/claims")).hasSize(1);
        get(claimed.release());
        assertThat(service.names("/queue/claims")).isEmpty();
    }

    @Test
    void aMemberDeletesNoMemberOfAnotherSession() throws Exception {
        GroupMembership.Member member = GroupMembership.join(one.client(), "/group", "name", bytes("one"));
        get(member.joined());
        one.renewUnheard();
        get(GroupMembership.join(two.client(), "/group", "name", bytes("two")).joined());
        get(member.update(bytes("again")));
        assertThat(service.getData("/group/name").text()).isEqualTo("two");
        get(member.leave());
        assertThat(service.names("/group")).containsExactly("name");
    }

    @Test
    void aMemberThatWaitsForItsNameShowsItsDataWhenItHasIt() throws Exception {
        GroupMembership.Member first = GroupMembership.join(one.client(), "/group", "name", bytes("one"));
        GroupMembership.Member second = GroupMembership.join(two.client(), "/group", "name", bytes("two"));
        get(second.update(bytes("three")));
        assertThat(service.getData("/group/name").text()).isEqualTo("one");
        get(first.leave());
        get(second.joined());
        assertThat(service.getData("/group/name").text()).isEqualTo("three");
        get(second.update(bytes("four")));
        assertThat(service.getData("/group/name").text()).isEqualTo("four");
    }

    @Test
    void anUpdateThatIsSaidNotToHaveHappenedIsNotShownLaterEither() throws Exception {
        GroupMembership.Member member = GroupMembership.join(one.client(), "/group", "name", bytes("one"));
        get(member.joined());
        one.plan((operation, path) -> Fate.UNCONNECTED);
        assertThatThrownBy(() -> get(member.update(bytes("two")))).hasCauseInstanceOf(DidNotHappenException.class);
        one.plan((operation, path) -> Fate.ANSWERED);
        get(two.client().delete("/group/name", -1));
        assertThat(service.getData("/group/name").text()).as("it comes back").isEqualTo("one");
    }

    @Test
    void aReleaseEndsWithTheSessionThoughNoConnectionComesUp() throws Exception {
        Lock.Held held = get(new Lock(one.client(), "/lock").acquireAsync());
        int[] attempts = {0};
        one.plan((operation, path) -> {
            if (++attempts[0] == 3) {
                one.renewUnheard();
            }
            return Fate.UNCONNECTED;
        });
        get(held.releaseAsync());
        assertThat(attempts[0]).isEqualTo(3);
    }

    @Test
    void whoWaitsLearnsThatItsSessionIsOver() throws Exception {
        get(new Lock(two.client(), "/lock").acquireAsync());
        get(new Barrier(two.client(), "/barrier").raise());
        List<CompletableFuture<?>> waits = List.of(
                new Lock(one.client(), "/lock").acquireAsync(),
                new Queue(one.client(), "/queue").take(),
                new Barrier(one.client(), "/barrier").passed(),
                new DoubleBarrier(one.client(), "/double", "one", 2).enter());
        assertThat(waits).noneMatch(CompletableFuture::isDone);
        one.expire();
        for (CompletableFuture<?> wait : waits) {
            assertThatThrownBy(() -> get(wait)).hasCauseInstanceOf(DidNotHappenException.class);
        }
        assertThat(one.watchers()).isZero();
    }
}
