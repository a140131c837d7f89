package io.paddock.client.recipes;

import static io.paddock.client.recipes.LostAnswersTest.bytes;
import static io.paddock.client.recipes.LostAnswersTest.get;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.client.DidNotHappenException;
import io.paddock.client.NewNode;
import io.paddock.client.NodeData;
import io.paddock.client.recipes.FakeClient.Fate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Whoever follows znodes stays up to date, or is told that it does not. */
@Timeout(60)
class FollowingTest {

    private final FakeService service = new FakeService();
    private final FakeClient one = service.open();
    private final FakeClient two = service.open();

    @Test
    void aFollowerThatThereIsNoRoomForReadsLater() throws Exception {
        get(two.client().create(NewNode.persistent("/node").data("1")));
        TreeCache cache = get(TreeCache.follow(one.client(), "/node").ready());
        ConfigNode config = get(ConfigNode.follow(one.client(), "/node").ready());
        CompletableFuture<String> cached = new CompletableFuture<>();
        CompletableFuture<String> configured = new CompletableFuture<>();
        cache.addListener(
                (now, changes) -> cached.complete(now.get("/node").orElseThrow().text()));
        config.addListener(value -> configured.complete(value.orElseThrow().text()));
        AtomicInteger requests = new AtomicInteger();
        one.plan((operation, path) -> requests.getAndIncrement() < 4 ? Fate.THROTTLED : Fate.ANSWERED);
        get(two.client().setData("/node", bytes("2"), -1));
        assertThat(get(cached)).isEqualTo("2");
        assertThat(get(configured)).isEqualTo("2");
        assertThat(cache.ended()).isNotDone();
        assertThat(config.ended()).isNotDone();
    }

    @Test
    void whoFollowsNoMoreIsToldWhy() throws Exception {
        TreeCache cache = get(TreeCache.follow(one.client(), "/node").ready());
        ConfigNode config = get(ConfigNode.follow(one.client(), "/node").ready());
        GroupMembership group =
                get(GroupMembership.follow(one.client(), "/node").ready());
        one.expire();
        for (CompletableFuture<Void> ended : List.of(cache.ended(), config.ended(), group.ended())) {
            assertThatThrownBy(() -> get(ended)).hasCauseInstanceOf(DidNotHappenException.class);
        }
    }

    @Test
    void whatIsClosedEndsAndIsNotAwaited() throws Exception {
        one.plan((operation, path) -> Fate.THROTTLED);
        TreeCache cache = TreeCache.follow(one.client(), "/node");
        ConfigNode config = ConfigNode.follow(one.client(), "/node");
        cache.close();
        config.close();
        assertThat(cache.ready()).isCancelled();
        assertThat(config.ready()).isCancelled();
        get(cache.ended());
        get(config.ended());
        one.plan((operation, path) -> Fate.ANSWERED);
    }

    @Test
    void aServiceThatIsReadyKnowsItsInstances() throws Exception {
        ServiceDiscovery registry = new ServiceDiscovery(two.client(), "/services");
        get(registry.register("web", new ServiceInstance("a", "localhost", 80)).registered());
        // The fake answers at once, so that the instances are known before the service listens.
        ServiceDiscovery.Service service = get(new ServiceDiscovery(one.client(), "/services")
                .follow("web", Balancer.random())
                .ready());
        assertThat(service.choose()).map(ServiceInstance::id).contains("a");
        CompletableFuture<Integer> heard = new CompletableFuture<>();
        service.addListener(instances -> heard.complete(instances.size()));
        get(registry.register("web", new ServiceInstance("b", "localhost", 81)).registered());
        assertThat(get(heard)).isEqualTo(2);
    }

    @Test
    void aValueThatIsGoneIsNone() throws Exception {
        get(two.client().create(NewNode.persistent("/node").data("1")));
        ConfigNode config = get(ConfigNode.follow(one.client(), "/node").ready());
        assertThat(config.current()).map(NodeData::text).contains("1");
        get(two.client().delete("/node", -1));
        assertThat(config.current()).isEmpty();
    }
}
