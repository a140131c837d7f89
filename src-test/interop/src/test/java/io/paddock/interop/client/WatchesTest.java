package io.paddock.interop.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.client.BlockingClient;
import io.paddock.client.Client;
import io.paddock.client.NewNode;
import io.paddock.client.RefusedException;
import io.paddock.client.Watch;
import io.paddock.client.WatchEvent;
import io.paddock.common.protocol.AddWatchMode;
import io.paddock.common.protocol.WatchType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Watches of all kinds on a connection that lasts. */
class WatchesTest extends ClientSuite {

    private static final int ANY = Client.ANY_VERSION;

    private final Events events = new Events();
    private BlockingClient client;
    private BlockingClient other;
    private String base;

    @BeforeEach
    void makePlace() throws Exception {
        client = client();
        other = client();
        base = other.create(NewNode.persistent("/w").sequential()).path();
        client.sync("/");
    }

    @Test
    void oneShotWatchesFireOnce() throws Exception {
        other.create(NewNode.persistent(base + "/a"));
        client.sync("/");
        client.getData(base + "/a", events);
        other.setData(base + "/a", bytes("1"), ANY);
        other.setData(base + "/a", bytes("2"), ANY);
        assertThat(events.next()).isEqualTo("DATA_CHANGED " + base + "/a");
        client.exists(base + "/b", events);
        other.create(NewNode.persistent(base + "/b"));
        assertThat(events.next()).isEqualTo("CREATED " + base + "/b");
        client.getChildren(base + "/b", events);
        other.create(NewNode.persistent(base + "/b/c"));
        assertThat(events.next()).isEqualTo("CHILDREN_CHANGED " + base + "/b");
        client.getData(base + "/a", events);
        other.delete(base + "/a", ANY);
        assertThat(events.next()).isEqualTo("DELETED " + base + "/a");
        client.sync("/");
        assertThat(events.soFar()).isEmpty();
    }

    @Test
    void aReadOfAMissingZnodeSetsNoWatch() throws Exception {
        assertThatThrownBy(() -> client.getData(base + "/a", events)).isInstanceOf(RefusedException.NoNode.class);
        other.create(NewNode.persistent(base + "/a"));
        client.sync("/");
        assertThat(events.soFar()).isEmpty();
    }

    @Test
    void anEventComesBeforeTheDataThatShowsIt() throws Exception {
        other.create(NewNode.persistent(base + "/a").data("0"));
        client.sync("/");
        for (int i = 1; i <= 200; i += 20) { // In parts, or reads outrun all writes.
            int first = i;
            CompletableFuture.allOf(inCallback(client.async(), () -> writesAndReads(first, first + 20))
                            .join()
                            .toArray(CompletableFuture[]::new))
                    .join();
        }
        int shown = 0;
        boolean watching = false;
        for (String heard : events.soFar()) {
            if (heard.equals("event")) {
                watching = false;
            } else {
                int value = Integer.parseInt(heard.substring(heard.indexOf(' ') + 1));
                assertThat(value > shown && watching)
                        .as("%s without an event, after %s", heard, shown)
                        .isFalse();
                watching |= heard.startsWith("watching");
                shown = value;
            }
        }
        assertThat(shown).isPositive();
    }

    /** In a callback, so that no future is complete before its stage is added: that would run out of turn. */
    private List<CompletableFuture<?>> writesAndReads(int from, int to) {
        List<CompletableFuture<?>> all = new ArrayList<>();
        for (int i = from; i < to; i++) {
            all.add(client.async()
                    .getData(base + "/a", event -> events.note("event"))
                    .thenAccept(data -> events.note("watching " + data.text())));
            all.add(other.async().setData(base + "/a", bytes("" + i), ANY));
            all.add(client.async().sync(base));
            all.add(client.async().getData(base + "/a").thenAccept(data -> events.note("reading " + data.text())));
        }
        return all;
    }

    @Test
    void ourOwnWriteTellsUsFirst() throws Exception {
        client.create(NewNode.persistent(base + "/a"));
        client.getData(base + "/a", events);
        client.async()
                .setData(base + "/a", bytes("1"), ANY)
                .thenAccept(stat -> events.note("reply"))
                .join();
        assertThat(events.next(2)).containsExactly("DATA_CHANGED " + base + "/a", "reply");
    }

    @Test
    void aPersistentWatchTellsOfTheZnodeAndItsChildrenUntilItIsRemoved() throws Exception {
        Watch watch = client.addWatch(base + "/p", AddWatchMode.PERSISTENT, events);
        other.create(NewNode.persistent(base + "/p"));
        other.create(NewNode.persistent(base + "/p/c"));
        other.setData(base + "/p", bytes("1"), ANY);
        other.setData(base + "/p/c", bytes("1"), ANY);
        other.delete(base + "/p/c", ANY);
        other.delete(base + "/p", ANY);
        assertThat(events.next(5))
                .containsExactly(
                        "CREATED " + base + "/p",
                        "CHILDREN_CHANGED " + base + "/p",
                        "DATA_CHANGED " + base + "/p",
                        "CHILDREN_CHANGED " + base + "/p",
                        "DELETED " + base + "/p");
        assertThat(client.hasWatch(base + "/p", WatchType.PERSISTENT)).isTrue();
        client.await(watch.remove());
        assertThat(events.next()).isEqualTo("WATCH_ENDED " + base + "/p");
        assertThat(client.hasWatch(base + "/p", WatchType.PERSISTENT)).isFalse();
        client.await(watch.remove());
        other.create(NewNode.persistent(base + "/p"));
        client.sync("/");
        assertThat(events.soFar()).isEmpty();
    }

    @Test
    void aRecursiveWatchTellsOfAllBelowAndOfNoListOfChildren() throws Exception {
        client.addWatch(base, AddWatchMode.PERSISTENT_RECURSIVE, events);
        client.getChildren(base, event -> {});
        other.create(NewNode.persistent(base + "/a"));
        other.create(NewNode.persistent(base + "/a/b"));
        other.setData(base + "/a/b", bytes("1"), ANY);
        other.delete(base + "/a/b", ANY);
        assertThat(events.next(4))
                .containsExactly(
                        "CREATED " + base + "/a",
                        "CREATED " + base + "/a/b",
                        "DATA_CHANGED " + base + "/a/b",
                        "DELETED " + base + "/a/b");
        client.sync("/");
        assertThat(events.soFar()).isEmpty();
    }

    @Test
    void twoWatchersShareAWatchAndLeaveItOneByOne() throws Exception {
        Events second = new Events();
        Watch first = client.addWatch(base, AddWatchMode.PERSISTENT_RECURSIVE, events);
        Watch again = client.addWatch(base, AddWatchMode.PERSISTENT_RECURSIVE, second);
        client.await(first.remove());
        other.create(NewNode.persistent(base + "/a"));
        assertThat(second.next()).isEqualTo("CREATED " + base + "/a");
        assertThat(events.soFar()).containsExactly("WATCH_ENDED " + base);
        client.await(again.remove());
        assertThat(client.hasWatch(base, WatchType.ANY)).isFalse();
    }

    @Test
    void removingAndAddingAtOnceLeavesTheNewWatch() throws Exception {
        for (int i = 0; i < 50; i++) {
            Watch old = client.addWatch(base, AddWatchMode.PERSISTENT, event -> {});
            CompletableFuture<Watch> added = client.async().addWatch(base, AddWatchMode.PERSISTENT, events);
            CompletableFuture<Void> removed = old.remove();
            Watch fresh = client.await(added);
            client.await(removed);
            assertThat(client.hasWatch(base, WatchType.PERSISTENT)).isTrue();
            client.await(fresh.remove());
            assertThat(client.hasWatch(base, WatchType.PERSISTENT)).isFalse();
        }
    }

    @Test
    void removingByTypeEndsTheWatchers() throws Exception {
        client.exists(base + "/x", events);
        client.getChildren(base, events);
        client.removeWatches(base + "/x", WatchType.DATA);
        assertThat(events.next()).isEqualTo("WATCH_ENDED " + base + "/x");
        client.removeWatches(base, WatchType.ANY);
        assertThat(events.next()).isEqualTo("WATCH_ENDED " + base);
        assertThatThrownBy(() -> client.removeWatches(base, WatchType.CHILDREN)).isInstanceOf(RefusedException.class);
    }

    @Test
    void aTransactionTellsItsChangesInOrderWithOneZxid() throws Exception {
        List<WatchEvent> seen = new ArrayList<>();
        client.addWatch(base, AddWatchMode.PERSISTENT_RECURSIVE, seen::add);
        io.paddock.client.Transaction transaction = new io.paddock.client.Transaction();
        transaction.create(NewNode.persistent(base + "/a"));
        transaction.setData(base + "/a", bytes("1"), ANY);
        transaction.delete(base + "/a", ANY);
        long zxid = client.commit(transaction).zxid();
        assertThat(seen).hasSize(3).allSatisfy(event -> assertThat(event.zxid()).isEqualTo(zxid));
        assertThat(seen)
                .extracting(WatchEvent::kind)
                .containsExactly(WatchEvent.Kind.CREATED, WatchEvent.Kind.DATA_CHANGED, WatchEvent.Kind.DELETED);
    }

    @Test
    void eventsAreAStreamForWhoAsksForIt() throws Exception {
        Collecting subscriber = new Collecting(3);
        client.async().events(base, AddWatchMode.PERSISTENT_RECURSIVE).subscribe(subscriber);
        client.sync("/");
        for (int i = 0; i < 5; i++) {
            other.create(NewNode.persistent(base + "/n" + i));
        }
        client.sync("/");
        assertThat(subscriber.events.next(3))
                .containsExactly("CREATED " + base + "/n0", "CREATED " + base + "/n1", "CREATED " + base + "/n2");
        assertThat(subscriber.events.soFar()).isEmpty();
        subscriber.subscription.request(10);
        assertThat(subscriber.events.next(2)).containsExactly("CREATED " + base + "/n3", "CREATED " + base + "/n4");
        subscriber.subscription.cancel();
        client.sync("/");
        assertThat(client.hasWatch(base, WatchType.PERSISTENT_RECURSIVE)).isFalse();
    }

    @Test
    void aSlowSubscriberIsToldThatItMissedEvents() throws Exception {
        Collecting subscriber = new Collecting(1);
        client.async().events(base, AddWatchMode.PERSISTENT_RECURSIVE).subscribe(subscriber);
        client.sync("/");
        client.create(NewNode.persistent(base + "/n"));
        List<CompletableFuture<?>> writes = new ArrayList<>();
        for (int i = 0; i < 1500; i++) {
            writes.add(client.async().setData(base + "/n", bytes("" + i), ANY));
        }
        CompletableFuture.allOf(writes.toArray(CompletableFuture[]::new)).join();
        subscriber.subscription.request(2000);
        List<String> heard = subscriber.events.next(1025);
        assertThat(heard.get(1024)).isEqualTo("EVENTS_MISSED " + base);
        assertThat(subscriber.events.soFar()).isEmpty();
    }

    @Test
    void closingTheClientEndsItsWatchesAndStreams() throws Exception {
        Collecting subscriber = new Collecting(10);
        client.async().events(base, AddWatchMode.PERSISTENT_RECURSIVE).subscribe(subscriber);
        client.exists(base, events);
        client.async().close();
        assertThat(events.next()).isEqualTo("WATCH_ENDED " + base);
        assertThat(subscriber.events.next(2)).containsExactly("WATCH_ENDED " + base, "complete");
    }

    /** Asks for so many at first, and keeps what comes. */
    private static final class Collecting implements Flow.Subscriber<WatchEvent> {

        private final Events events = new Events();
        private final int first;
        private volatile Flow.Subscription subscription;

        Collecting(int first) {
            this.first = first;
        }

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription = given;
            given.request(first);
        }

        @Override
        public void onNext(WatchEvent event) {
            events.onEvent(event);
        }

        @Override
        public void onError(Throwable failure) {
            events.note("failed: " + failure);
        }

        @Override
        public void onComplete() {
            events.note("complete");
        }
    }
}
