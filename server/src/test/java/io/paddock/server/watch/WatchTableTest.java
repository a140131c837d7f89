package io.paddock.server.watch;

import static io.paddock.common.protocol.WatchEventType.NODE_CHILDREN_CHANGED;
import static io.paddock.common.protocol.WatchEventType.NODE_CREATED;
import static io.paddock.common.protocol.WatchEventType.NODE_DATA_CHANGED;
import static io.paddock.common.protocol.WatchEventType.NODE_DELETED;
import static io.paddock.server.watch.WatchKind.CHILD;
import static io.paddock.server.watch.WatchKind.DATA;
import static io.paddock.server.watch.WatchKind.PERSISTENT;
import static io.paddock.server.watch.WatchKind.RECURSIVE;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.Path;
import io.paddock.common.protocol.WatchEventType;
import io.paddock.common.protocol.WatchType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WatchTableTest {

    private final WatchTable<String> table = new WatchTable<>(42);

    @ParameterizedTest(name = "{0} watch on {1}, event {2} of {3}: told {4}, stays {5}")
    @CsvSource(delimiter = '|', textBlock = """
            DATA       | /a   | NODE_CREATED          | /a     | true  | false
            DATA       | /a   | NODE_DATA_CHANGED     | /a     | true  | false
            DATA       | /a   | NODE_DELETED          | /a     | true  | false
            DATA       | /a   | NODE_CHILDREN_CHANGED | /a     | false | true
            DATA       | /a   | NODE_DATA_CHANGED     | /a/b   | false | true
            DATA       | /a/b | NODE_DATA_CHANGED     | /a     | false | true
            CHILD      | /a   | NODE_CREATED          | /a     | false | true
            CHILD      | /a   | NODE_DATA_CHANGED     | /a     | false | true
            CHILD      | /a   | NODE_DELETED          | /a     | true  | false
            CHILD      | /a   | NODE_CHILDREN_CHANGED | /a     | true  | false
            CHILD      | /a   | NODE_CREATED          | /a/b   | false | true
            PERSISTENT | /a   | NODE_CREATED          | /a     | true  | true
            PERSISTENT | /a   | NODE_DATA_CHANGED     | /a     | true  | true
            PERSISTENT | /a   | NODE_DELETED          | /a     | true  | true
            PERSISTENT | /a   | NODE_CHILDREN_CHANGED | /a     | true  | true
            PERSISTENT | /a   | NODE_CREATED          | /a/b   | false | true
            RECURSIVE  | /a   | NODE_CREATED          | /a     | true  | true
            RECURSIVE  | /a   | NODE_DATA_CHANGED     | /a     | true  | true
            RECURSIVE  | /a   | NODE_DELETED          | /a     | true  | true
            RECURSIVE  | /a   | NODE_CHILDREN_CHANGED | /a     | false | true
            RECURSIVE  | /a   | NODE_CREATED          | /a/b   | true  | true
            RECURSIVE  | /a   | NODE_DELETED          | /a/b/c | true  | true
            RECURSIVE  | /a   | NODE_DATA_CHANGED     | /a/b   | true  | true
            RECURSIVE  | /a   | NODE_CHILDREN_CHANGED | /a/b   | false | true
            RECURSIVE  | /a   | NODE_CREATED          | /ab    | false | true
            RECURSIVE  | /a/b | NODE_CREATED          | /a     | false | true
            RECURSIVE  | /    | NODE_CREATED          | /a/b/c | true  | true
            RECURSIVE  | /    | NODE_DELETED          | /a     | true  | true
            RECURSIVE  | /    | NODE_DATA_CHANGED     | /      | true  | true
            RECURSIVE  | /a/  | NODE_CREATED          | /a/b   | false | true
            RECURSIVE  | a    | NODE_CREATED          | /a     | false | true
            """)
    void aWatchHearsOfTheEventsOfItsKind(
            WatchKind kind, String watched, WatchEventType event, String changed, boolean told, boolean stays) {
        table.add(Path.of(watched), "c1", kind);

        assertThat(fire(event, changed)).isEqualTo(told ? List.of("c1") : List.of());
        assertThat(table.holds(Path.of(watched), "c1", WatchType.ANY)).isEqualTo(stays);
        assertThat(table.watchCount() > 0).isEqualTo(stays);
    }

    @Test
    void aDeletionTellsAConnectionOnceAndUsesUpBothStandardWatches() {
        add("/a", "c1", DATA, CHILD, PERSISTENT, RECURSIVE);
        add("/", "c1", RECURSIVE);

        assertThat(fire(NODE_DELETED, "/a")).containsExactly("c1");

        assertThat(table.holds(Path.of("/a"), "c1", WatchType.DATA)).isFalse();
        assertThat(table.holds(Path.of("/a"), "c1", WatchType.CHILDREN)).isFalse();
        assertThat(table.holds(Path.of("/a"), "c1", WatchType.PERSISTENT)).isTrue();
        assertThat(table.holds(Path.of("/a"), "c1", WatchType.PERSISTENT_RECURSIVE))
                .isTrue();
    }

    @Test
    void recursiveWatchesOnSeveralAncestorsTellAConnectionOnce() {
        add("/", "c1", RECURSIVE);
        add("/a", "c1", RECURSIVE);
        add("/a/b", "c1", RECURSIVE, DATA);
        add("/a", "c2", RECURSIVE);

        assertThat(fire(NODE_DATA_CHANGED, "/a/b")).containsExactly("c1", "c2");
        assertThat(fire(NODE_DATA_CHANGED, "/a/b")).containsExactly("c1", "c2");
    }

    @Test
    void aRecursiveWatcherWithAChildWatchHearsOfTheChildrenToo() {
        add("/a", "c1", RECURSIVE, CHILD);

        assertThat(fire(NODE_CREATED, "/a/b")).containsExactly("c1");
        assertThat(fire(NODE_CHILDREN_CHANGED, "/a")).containsExactly("c1");
        assertThat(fire(NODE_CHILDREN_CHANGED, "/a")).isEmpty();
    }

    @Test
    void settingAWatchTwiceIsTheSameAsOnce() {
        add("/a", "c1", DATA, DATA);

        assertThat(table.watchCount()).isEqualTo(1);
        assertThat(fire(NODE_DATA_CHANGED, "/a")).containsExactly("c1");
        assertThat(fire(NODE_DATA_CHANGED, "/a")).isEmpty();
    }

    @ParameterizedTest(name = "type {0} means {1}")
    @CsvSource(delimiter = '|', textBlock = """
            CHILDREN             | CHILD
            DATA                 | DATA
            PERSISTENT           | PERSISTENT
            PERSISTENT_RECURSIVE | RECURSIVE
            """)
    void checkingAndRemovingMeanOneKindAndLeaveTheOthers(WatchType type, WatchKind kind) {
        Path path = Path.of("/a");
        for (WatchKind other : WatchKind.values()) {
            if (other != kind) {
                table.add(path, "c1", other);
            }
        }
        table.add(path, "c2", kind);
        assertThat(table.holds(path, "c1", type)).isFalse();
        assertThat(table.remove(path, "c1", type)).isFalse();

        table.add(path, "c1", kind);
        assertThat(table.holds(path, "c1", type)).isTrue();
        assertThat(table.remove(path, "c1", type)).isTrue();

        assertThat(table.holds(path, "c1", type)).isFalse();
        assertThat(table.holds(path, "c2", type)).isTrue();
        assertThat(Arrays.stream(WatchType.values()).filter(each -> table.holds(path, "c1", each)))
                .hasSize(4); // The three other kinds, and ANY.
    }

    @Test
    void removingAnyRemovesAllKindsFromExactlyThisPath() {
        add("/a", "c1", DATA, CHILD, PERSISTENT, RECURSIVE);
        add("/a/b", "c1", DATA);

        assertThat(table.remove(Path.of("/a"), "c1", WatchType.ANY)).isTrue();

        assertThat(table.remove(Path.of("/a"), "c1", WatchType.ANY)).isFalse();
        assertThat(table.dataPaths()).containsExactly(Path.of("/a/b"));
    }

    @ParameterizedTest
    @EnumSource(WatchType.class)
    void nobodyHoldsAnythingInAnEmptyTable(WatchType type) {
        assertThat(table.holds(Path.of("/a"), "c1", type)).isFalse();
        assertThat(table.remove(Path.of("/a"), "c1", type)).isFalse();
    }

    @Test
    void aConnectionThatEndsLeavesNothingBehind() {
        for (int i = 0; i < 1000; i++) {
            add("/shared/" + i, "c1", DATA, CHILD);
            add("/shared/" + i, "c2", PERSISTENT);
            add("/own/" + i, "c1", RECURSIVE);
        }
        table.removeAll("c1");
        assertThat(table.dataSummary()).isEqualTo(new WatchSummary(1, 1000, 1000));
        assertThat(fire(NODE_CREATED, "/own/7/x")).isEmpty();

        table.removeAll("c2");
        table.removeAll("never seen");
        assertThat(table.dataSummary()).isEqualTo(new WatchSummary(0, 0, 0));
        assertThat(table.watchCount()).isZero();
    }

    @Test
    void aPathWithManyWatchersTellsAllOfThem() {
        List<String> all = new ArrayList<>();
        for (int i = 0; i < 5000; i++) {
            all.add("c" + i);
            add("/hot", "c" + i, DATA);
        }
        assertThat(fire(NODE_DATA_CHANGED, "/hot")).containsExactlyInAnyOrderElementsOf(all);
        assertThat(table.watchCount()).isZero();
    }

    @Test
    void reportsShowTheDataRegistryAlone() {
        add("/a", "c1", DATA, RECURSIVE);
        add("/a", "c2", PERSISTENT);
        add("/b", "c1", DATA);
        add("/c", "c3", CHILD);

        assertThat(table.dataSummary()).isEqualTo(new WatchSummary(2, 2, 3));
        assertThat(table.dataPaths()).containsExactly(Path.of("/a"), Path.of("/b"));
        assertThat(table.dataPathsByWatcher())
                .isEqualTo(Map.of("c1", List.of(Path.of("/a"), Path.of("/b")), "c2", List.of(Path.of("/a"))));
        assertThat(table.dataWatchersByPath())
                .isEqualTo(Map.of(Path.of("/a"), List.of("c1", "c2"), Path.of("/b"), List.of("c1")));
    }

    @Test
    void theCountOfAllWatchesHasPersistentOnesInBothRegistries() {
        add("/a", "c1", DATA, RECURSIVE);
        add("/a", "c2", PERSISTENT);
        add("/c", "c3", CHILD);

        assertThat(table.watchCount()).isEqualTo(1 + 2 + 1);
    }

    @Test
    void theTableMayBeChangedByThoseWhoAreTold() {
        add("/a", "c1", DATA);
        add("/a", "c2", DATA);

        int told = table.fire(NODE_DATA_CHANGED, Path.of("/a"), watcher -> {
            table.add(Path.of("/a"), watcher, DATA);
            table.removeAll("c1");
        });

        assertThat(told).isEqualTo(2);
        assertThat(fire(NODE_DATA_CHANGED, "/a")).containsExactly("c2");
    }

    @Test
    void aFailureInOneEventDoesNotShowInTheNext() {
        add("/a", "c1", PERSISTENT);
        assertThatThrownBy(() -> table.fire(NODE_CREATED, Path.of("/a"), watcher -> {
                    throw new IllegalStateException("broken connection");
                }))
                .hasMessage("broken connection");

        assertThat(fire(NODE_DELETED, "/b")).isEmpty();
        assertThat(fire(NODE_DELETED, "/a")).containsExactly("c1");
    }

    private void add(String path, String watcher, WatchKind... kinds) {
        for (WatchKind kind : kinds) {
            table.add(Path.of(path), watcher, kind);
        }
    }

    private List<String> fire(WatchEventType event, String path) {
        List<String> told = new ArrayList<>();
        assertThat(table.fire(event, Path.of(path), told::add)).isEqualTo(told.size());
        return told;
    }
}
