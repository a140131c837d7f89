package io.paddock.client.recipes;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.NodeData;
import io.paddock.common.Stat;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class TreeSnapshotTest {

    @Test
    void childrenAreTheDirectOnesWhateverSortsBetweenThem() {
        NodeData data = new NodeData(null, new Stat(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0));
        TreeMap<String, NodeData> nodes = new TreeMap<>();
        for (String path :
                new String[] {"/", "/a", "/a/b", "/a/b/c", "/a-b", "/a-b/x", "/a0", "/b", "/a/b0", "/a/b-0"}) {
            nodes.put(path, data);
        }
        TreeSnapshot tree = new TreeSnapshot(nodes, 1);
        assertThat(tree.children("/")).containsExactly("a", "a-b", "a0", "b");
        assertThat(tree.children("/a")).containsExactly("b", "b-0", "b0");
        assertThat(tree.children("/a/b")).containsExactly("c");
        assertThat(tree.children("/b")).isEmpty();
        assertThat(tree.children("/missing")).isEmpty();
    }
}
