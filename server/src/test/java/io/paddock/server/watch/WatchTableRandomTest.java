package io.paddock.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Path;
import io.paddock.common.protocol.WatchEventType;
import io.paddock.common.protocol.WatchType;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table against {@link WatchModel}, step by step; a failure names the seed and the step. */
class WatchTableRandomTest {

    @ParameterizedTest(name = "seed {0}, names {1}, watchers {2}")
    @CsvSource({"1, 2, 3", "2, 3, 40", "3, 6, 5", "4, 1, 60", "5, 4, 1", "6, 2, 12", "7, 8, 20", "8, 3, 8"})
    void theTableDoesWhatTheRulesSay(long seed, int names, int watcherCount) {
        Random random = new Random(seed);
        WatchTable<String> table = new WatchTable<>(random.nextLong());
        WatchModel model = new WatchModel();
        for (int step = 0; step < 6000; step++) {
            String where = "seed " + seed + ", step " + step;
            Path path = path(random, names);
            String watcher = "c" + random.nextInt(watcherCount);
            WatchType type = anyOf(random, WatchType.values());
            int action = random.nextInt(100);
            if (action < 55) {
                WatchKind kind = anyOf(random, WatchKind.values());
                table.add(path, watcher, kind);
                model.add(path, watcher, kind);
            } else if (action < 85) {
                WatchEventType event = anyOf(random, WatchEventType.values());
                List<String> told = new ArrayList<>();
                table.fire(event, path, told::add);
                assertThat(told).as(where).containsExactlyInAnyOrderElementsOf(model.fire(event, path));
            } else if (action < 94) {
                assertThat(table.remove(path, watcher, type)).as(where).isEqualTo(model.remove(path, watcher, type));
            } else if (action < 96) {
                table.removeAll(watcher);
                model.removeAll(watcher);
            }
            assertThat(table.holds(path, watcher, type)).as(where).isEqualTo(model.holds(path, watcher, type));
            if (step % 50 == 0) {
                assertThat(table.watchCount()).as(where).isEqualTo(model.watchCount());
                assertThat(table.dataSummary()).as(where).isEqualTo(model.dataSummary());
            }
        }
        for (int i = 0; i < watcherCount; i++) {
            table.removeAll("c" + i);
        }
        assertThat(table.watchCount()).isZero();
        assertThat(table.dataSummary()).isEqualTo(new WatchSummary(0, 0, 0));
    }

    private static Path path(Random random, int names) {
        int depth = random.nextInt(5);
        Path path = Path.ROOT;
        for (int i = 0; i < depth; i++) {
            path = path.child("name-" + random.nextInt(names));
        }
        return path;
    }

    private static <T> T anyOf(Random random, T[] values) {
        return values[random.nextInt(values.length)];
    }
}
