package io.paddock.client.watch;

import static io.paddock.common.protocol.AddWatchMode.PERSISTENT;
import static io.paddock.common.protocol.AddWatchMode.PERSISTENT_RECURSIVE;
import static io.paddock.common.protocol.WatchEventType.NODE_CHILDREN_CHANGED;
import static io.paddock.common.protocol.WatchEventType.NODE_CREATED;
import static io.paddock.common.protocol.WatchEventType.NODE_DATA_CHANGED;
import static io.paddock.common.protocol.WatchEventType.NODE_DELETED;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.Watcher;
import io.paddock.client.watch.WatchTable.OneShot;
import io.paddock.common.OpCode;
import io.paddock.common.protocol.SetWatches;
import io.paddock.common.protocol.WatchType;
import java.util.List;
import org.junit.jupiter.api.Test;

class WatchTableTest {

    private final WatchTable table = new WatchTable();
    private final Watcher one = event -> {};
    private final Watcher two = event -> {
        // Another object than the first.
    };

    @Test
    void aOneShotWatcherIsToldOnceHoweverManyOfItsWatchesMatch() {
        table.add(OneShot.DATA, "/a", one);
        table.add(OneShot.DATA, "/a", one);
        table.add(OneShot.CHILD, "/a", one);
        table.add(OneShot.EXIST, "/a", two);
        assertThat(table.fire(NODE_DELETED, "/a")).containsExactly(one, two);
        assertThat(table.fire(NODE_DELETED, "/a")).isEmpty();
    }

    @Test
    void aForgottenWatcherIsToldNothingAndLeavesTheOthers() {
        table.add(OneShot.DATA, "/a", one);
        table.add(OneShot.CHILD, "/a", one);
        table.add(OneShot.DATA, "/a", two);
        table.forget("/a", one);
        table.forget("/b", one);
        assertThat(table.paths(OneShot.CHILD)).isEmpty();
        assertThat(table.fire(NODE_DELETED, "/a")).containsExactly(two);
    }

    @Test
    void eachEventTakesItsOwnKinds() {
        table.add(OneShot.DATA, "/a", one);
        table.add(OneShot.CHILD, "/a", two);
        assertThat(table.fire(NODE_CHILDREN_CHANGED, "/a")).containsExactly(two);
        assertThat(table.fire(NODE_DATA_CHANGED, "/a")).containsExactly(one);
        table.add(OneShot.EXIST, "/b", one);
        assertThat(table.fire(NODE_CREATED, "/b")).containsExactly(one);
    }

    @Test
    void recursiveWatchersHearOfDescendantsButOfNoListOfChildren() {
        table.add(new PersistentWatch("/a", PERSISTENT_RECURSIVE, one));
        table.add(new PersistentWatch("/", PERSISTENT_RECURSIVE, two));
        assertThat(table.fire(NODE_CREATED, "/a/b/c")).containsExactly(one, two);
        assertThat(table.fire(NODE_CREATED, "/ab")).containsExactly(two);
        assertThat(table.fire(NODE_DATA_CHANGED, "/")).containsExactly(two);
        assertThat(table.fire(NODE_CHILDREN_CHANGED, "/a")).isEmpty();
    }

    @Test
    void watchesThatStayAreRemovedOneByOne() {
        PersistentWatch first = new PersistentWatch("/a", PERSISTENT, one);
        PersistentWatch second = new PersistentWatch("/a", PERSISTENT, one);
        table.add(first);
        table.add(second);
        assertThat(table.fire(NODE_CHILDREN_CHANGED, "/a")).containsExactly(one, one);
        assertThat(table.remove(first)).isTrue();
        assertThat(table.remove(first)).isFalse();
        assertThat(table.has("/a", PERSISTENT)).isTrue();
        assertThat(table.remove(second)).isTrue();
        assertThat(table.has("/a", PERSISTENT)).isFalse();
    }

    @Test
    void removingByTypeLeavesTheOthers() {
        table.add(OneShot.DATA, "/a", one);
        table.add(OneShot.CHILD, "/a", two);
        table.add(new PersistentWatch("/a", PERSISTENT, one));
        assertThat(table.removeAll("/a", WatchType.DATA)).containsExactly(one);
        assertThat(table.removeAll("/a", WatchType.PERSISTENT)).containsExactly(one);
        assertThat(table.removeAll("/a", WatchType.ANY)).containsExactly(two);
    }

    @Test
    void withoutWatchesNothingIsSetAgain() {
        assertThat(ResetBatches.of(table, 7)).isEmpty();
    }

    @Test
    void theOlderRequestIsEnoughForOneShotWatches() {
        table.add(OneShot.DATA, "/a", one);
        assertThat(ResetBatches.of(table, 7)).singleElement().satisfies(batch -> {
            assertThat(batch.op()).isEqualTo(OpCode.SET_WATCHES);
            assertThat(batch.relativeZxid()).isEqualTo(7);
            assertThat(batch.data()).hasSize(1);
        });
        table.add(new PersistentWatch("/a", PERSISTENT, one));
        assertThat(ResetBatches.of(table, 7))
                .singleElement()
                .extracting(SetWatches::op)
                .isEqualTo(OpCode.SET_WATCHES2);
    }

    @Test
    void manyWatchesAreSetAgainInPortionsThatServersAccept() {
        String name = "/" + "n".repeat(1000);
        for (int i = 0; i < 1000; i++) {
            table.add(OneShot.DATA, name + i, one);
            table.add(new PersistentWatch(name + i, PERSISTENT_RECURSIVE, one));
        }
        List<SetWatches> batches = ResetBatches.of(table, 7);
        assertThat(batches).hasSizeBetween(15, 20);
        assertThat(batches.stream().mapToInt(batch -> batch.data().size()).sum())
                .isEqualTo(1000);
        assertThat(batches.stream().mapToInt(batch -> batch.recursive().size()).sum())
                .isEqualTo(1000);
    }
}
