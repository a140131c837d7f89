package io.paddock.server.tree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.LinkedHashSet;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NodeSetTest {

    @ParameterizedTest
    @ValueSource(ints = {3, 20, 3000})
    void membersStandInOrderOfInsertion(int range) {
        Random random = new Random(range);
        NodeSet set = new NodeSet();
        Set<Integer> expected = new LinkedHashSet<>();
        for (int i = 0; i < 20_000; i++) {
            int n = random.nextInt(range);
            if (expected.remove(n)) {
                set.remove(n);
            } else {
                set.add(n);
                expected.add(n);
            }
            if (i % 97 == 0) {
                assertThat(set.size()).isEqualTo(expected.size());
                assertThat(set.toArray())
                        .containsExactly(
                                expected.stream().mapToInt(Integer::intValue).toArray());
            }
        }
    }
}
