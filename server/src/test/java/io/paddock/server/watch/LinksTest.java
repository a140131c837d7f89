package io.paddock.server.watch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LinksTest {

    private final Links links = new Links();

    @ParameterizedTest(name = "{0} links")
    @ValueSource(ints = {1, 2, 3, 8, 9, 15, 16, 17, 21, 22, 30, 100, 5000})
    void aRowOfAnySizeGrowsAndShrinksAgain(int count) {
        for (int i = 0; i < count; i++) {
            links.put(3, i, 1 + i % 15);
            assertThat(links.size(3)).isEqualTo(i + 1);
        }
        for (int i = 0; i < count; i++) {
            assertThat(links.get(3, i)).isEqualTo(1 + i % 15);
            links.put(3, i, 8);
        }
        assertThat(links.get(3, count)).isZero();
        assertThat(links.kindsIn(3)).isEqualTo(8);
        for (int i = 0; i < count; i++) {
            links.put(3, count, 0);
            links.put(3, i, 0);
            assertThat(links.size(3)).isEqualTo(count - 1 - i);
        }
        assertThat(links.isEmpty(3)).isTrue();
    }

    @Test
    void rowsDoNotTouchEachOther() {
        Random random = new Random(11);
        Map<Integer, Map<Integer, Integer>> model = new HashMap<>();
        for (int step = 0; step < 100_000; step++) {
            int row = random.nextInt(12);
            int number = random.nextInt(1 + 3 * row) * 1000;
            int kinds = random.nextInt(3);
            Map<Integer, Integer> expected = model.computeIfAbsent(row, key -> new HashMap<>());
            if (random.nextInt(2000) == 0) {
                links.clear(row);
                expected.clear();
            } else {
                links.put(row, number, kinds);
                expected.put(number, kinds);
                expected.values().remove(0);
            }
            if (step % 20 == 0) {
                assertThat(asMap(row)).as("step %d", step).isEqualTo(expected);
            }
        }
    }

    private Map<Integer, Integer> asMap(int row) {
        Map<Integer, Integer> visited = new HashMap<>();
        links.forEach(
                row, (number, kinds) -> assertThat(visited.put(number, kinds)).isNull());
        assertThat(Arrays.stream(links.of(row)).boxed().collect(Collectors.toMap(Links::numberOf, Links::kindsOf)))
                .isEqualTo(visited)
                .hasSize(links.size(row));
        return visited;
    }
}
