package io.paddock.server.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class PathIndexTest {

    @Test
    void everyPathIsFoundWhileTheIndexGrowsAndShrinks() {
        Tree tree = new Tree(5);
        Random random = new Random(5);
        List<Path> present = new ArrayList<>();
        List<Path> gone = new ArrayList<>();
        for (int i = 0; i < 60_000; i++) {
            Path path = Path.of("/" + "abcdefghijklmnopqrstuvwxyz".substring(random.nextInt(26)) + i);
            tree.create(path, null, null, 0, -1, i, i);
            present.add(path);
            if (i % 3 == 0) {
                Path victim = removeAny(present, random);
                tree.delete(tree.find(victim), i);
                gone.add(victim);
            }
        }
        expect(tree, present, gone);
        while (present.size() > 100) {
            Path victim = removeAny(present, random);
            tree.delete(tree.find(victim), 1);
            gone.add(victim);
        }
        expect(tree, present, gone);
    }

    @Test
    void hashesOfSimilarPathsDiffer() {
        PathIndex index = new PathIndex(new Znodes(new Generations()), 1);
        List<Long> hashes = new ArrayList<>();
        for (int length = 1; length < 30; length++) {
            for (int i = 0; i < length; i++) {
                byte[] path = new byte[40];
                hashes.add(index.hash(path, 0, length));
                for (int bit = 0; bit < 8; bit++) {
                    path[i] = (byte) (1 << bit);
                    hashes.add(index.hash(path, 0, length));
                }
            }
        }
        // The same 40 bits of hash for two of these paths are next to impossible by chance.
        assertThat(hashes.stream().map(hash -> hash >>> 24).distinct().count()).isEqualTo(29 + 29L * 30 / 2 * 8);
    }

    @Test
    void theSeedChangesTheHash() {
        byte[] path = {'/', 'a'};
        assertThat(new PathIndex(new Znodes(new Generations()), 1).hash(path, 0, 2))
                .isNotEqualTo(new PathIndex(new Znodes(new Generations()), 2).hash(path, 0, 2));
    }

    @Test
    void removingWhatIsNotThereIsOurOwnMistake() {
        PathIndex index = new PathIndex(new Znodes(new Generations()), 1);
        assertThatThrownBy(() -> index.remove(1, 1)).isInstanceOf(IllegalStateException.class);
    }

    private static Path removeAny(List<Path> paths, Random random) {
        int at = random.nextInt(paths.size());
        Path last = paths.remove(paths.size() - 1);
        return at == paths.size() ? last : paths.set(at, last);
    }

    private static void expect(Tree tree, List<Path> present, List<Path> gone) {
        assertThat(tree.size()).isEqualTo(present.size() + 4);
        for (Path path : present) {
            assertThat(tree.path(tree.find(path))).isEqualTo(path);
        }
        for (Path path : gone) {
            assertThat(tree.find(path)).isEqualTo(Tree.NONE);
        }
    }
}
