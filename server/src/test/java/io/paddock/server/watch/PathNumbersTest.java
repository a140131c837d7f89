package io.paddock.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathNumbersTest {

    private static final int SMALL_PAGES = 8; // Bits: 256 bytes.
    private static final String[] FOLDERS = {"", "/yyyy/", "/yyyy/zzzz/"};

    @Test
    void aPathKeepsItsNumberUntilItIsReleased() {
        PathNumbers numbers = new PathNumbers(1);
        int a = numbers.intern(Path.of("/a"));

        assertThat(numbers.intern(Path.of("/a"))).isEqualTo(a);
        assertThat(numbers.intern(Path.of("/b"))).isNotEqualTo(a);
        assertThat(numbers.path(a)).isEqualTo(Path.of("/a"));

        numbers.release(a);
        assertThat(find(numbers, "/a")).isEqualTo(PathNumbers.NONE);
        assertThat(numbers.intern(Path.of("/c"))).isEqualTo(a);
    }

    @Test
    void theFirstBytesOfALongerPathCanBeLookedUp() {
        PathNumbers numbers = new PathNumbers(1);
        int a = numbers.intern(Path.of("/a"));

        assertThat(numbers.find(Path.of("/a/b").utf8(), 2)).isEqualTo(a);
    }

    @Test
    void pathsThatWereStoredByAnotherOnesBeginningMoveWhenThatIsGone() {
        PathNumbers numbers = new PathNumbers(1);
        Map<Path, Integer> kept = new HashMap<>();
        List<Integer> beginnings = new ArrayList<>();
        for (int i = 0; i < 62; i++) {
            String folder = "/%02d".formatted(i) + "f".repeat(248);
            beginnings.add(numbers.intern(Path.of(folder + "/b")));
            Path path = Path.of(folder + "/r");
            kept.put(path, numbers.intern(path));
        }
        beginnings.forEach(numbers::release);
        for (int i = 0; i < 4; i++) {
            Path path = Path.of("/" + "long".repeat(250) + i);
            kept.put(path, numbers.intern(path));
        }
        kept.forEach((path, number) -> assertThat(numbers.path(number)).isEqualTo(path));
        kept.keySet().forEach(path -> numbers.release(numbers.find(path.utf8(), path.length())));
        assertThat(numbers.size()).isZero();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void pathsOfAllLengthsComeAndGoWithoutALoss(long seed) {
        Random random = new Random(seed);
        PathNumbers numbers = new PathNumbers(seed, SMALL_PAGES);
        Map<Path, Integer> model = new HashMap<>();
        List<Path> order = new ArrayList<>();
        for (int step = 0; step < 40_000; step++) {
            boolean grows = step / 4000 % 2 == 0;
            if (order.isEmpty() || random.nextInt(10) < (grows ? 7 : 3)) {
                String folder = FOLDERS[random.nextInt(FOLDERS.length)];
                Path path = Path.of(folder + "x".repeat(random.nextInt(80)) + random.nextInt(1000));
                int number = numbers.intern(path);
                if (model.put(path, number) == null) {
                    order.add(path);
                }
            } else {
                Path path = order.remove(random.nextInt(order.size()));
                numbers.release(model.remove(path));
            }
            assertThat(numbers.size()).isEqualTo(model.size());
            if (step % 500 == 0) {
                model.forEach((path, number) -> {
                    assertThat(numbers.find(path.utf8(), path.length())).isEqualTo(number);
                    assertThat(numbers.path(number)).isEqualTo(path);
                });
            }
        }
        assertThat(numbers.limit()).isLessThan(20_000);
        order.forEach(path -> numbers.release(model.get(path)));
        assertThat(numbers.textCapacityBytes()).isLessThanOrEqualTo(1 << SMALL_PAGES);
    }

    @Test
    void theRoomOfRemovedPathsIsUsedAgain() {
        PathNumbers numbers = new PathNumbers(5, SMALL_PAGES);
        int[] window = new int[1000];
        long inUse = 0;
        for (int i = 0; i < 100_000; i++) {
            int at = i * 7 % window.length;
            if (i >= window.length) {
                numbers.release(window[at]);
            }
            window[at] = numbers.intern(Path.of("/service/" + (100_000 + i)));
        }
        for (int number : window) {
            inUse += numbers.path(number).length() + 2;
        }
        assertThat(numbers.textCapacityBytes()).isLessThanOrEqualTo(2 * inUse + 2 * (1 << SMALL_PAGES));
        assertThat(numbers.limit()).isEqualTo(window.length);
    }

    @Test
    void whatPathsHaveInCommonIsSeldomStored() {
        PathNumbers numbers = new PathNumbers(5);
        long length = 0;
        for (int i = 0; i < 10_000; i++) {
            Path path = Path.of("/services/of/folder-" + i % 7 + "/instance-" + i);
            numbers.intern(path);
            length += path.length();
        }
        assertThat(numbers.textCapacityBytes()).isLessThan(length * 2 / 3);
        for (int i = 0; i < 10_000; i += 3) {
            Path path = Path.of("/services/of/folder-" + i % 7 + "/instance-" + i);
            assertThat(numbers.path(find(numbers, path.toString()))).isEqualTo(path);
        }
    }

    @Test
    void aVeryLongPathHasAPageOfItsOwn() {
        PathNumbers numbers = new PathNumbers(5);
        Path path = Path.of("/" + "long".repeat(250_000));

        int number = numbers.intern(path);
        assertThat(numbers.textCapacityBytes()).isEqualTo(path.length());
        assertThat(numbers.path(number)).isEqualTo(path);

        numbers.release(number);
        assertThat(numbers.textCapacityBytes()).isZero();
        assertThat(find(numbers, path.toString())).isEqualTo(PathNumbers.NONE);
    }

    private static int find(PathNumbers numbers, String path) {
        Path key = Path.of(path);
        return numbers.find(key.utf8(), key.length());
    }
}
