package io.paddock.server.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.Acl;
import io.paddock.common.Path;
import io.paddock.common.wire.WireOutput;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TreeLoaderTest {

    private static final StatPersisted STAT = new StatPersisted(1, 1, 1, 1, 0, 0, 0, 0, 1);

    private final Tree tree = Tree.empty(7);
    private final TreeLoader loader = new TreeLoader(tree, 5);

    /** Gives the loader a znode as a snapshot holds it, somewhere in an array. */
    static void load(TreeLoader loader, Path path, byte[] data, List<Acl> acl, StatPersisted stat) {
        WireOutput out = new WireOutput(64);
        out.int32(-1).buffer(path.utf8(), 0, path.length());
        int pathFrom = 8;
        if (data == null) {
            out.int32(-1);
        } else {
            out.buffer(data, 0, data.length);
        }
        int dataFrom = pathFrom + path.length() + 4;
        int dataLength = data == null ? -1 : data.length;
        stat.write(out);
        loader.node(
                out.toByteArray(),
                pathFrom,
                path.length(),
                dataFrom,
                dataLength,
                acl,
                dataFrom + Math.max(0, dataLength));
    }

    @Test
    void aTreeThatWasLoadedIsTheOneThatWasCaptured() {
        Tree original = new Tree(1);
        for (int i = 0; i < 300; i++) {
            String parent = i % 3 == 0 ? "" : i % 3 == 1 ? "/n" + i / 3 * 3 : "/n" + i / 3 * 3 + "/n" + (i - 1);
            byte[] data = i % 5 == 0 ? null : new byte[i];
            long owner = i % 3 == 2 ? i : 0;
            original.create(Path.of(parent + "/n" + i), data, i % 7 == 0 ? null : Acl.READ_ONLY, owner, -1, 10 + i, i);
        }
        original.setData(original.find(Path.of("/n3")), new byte[9], 4, 400, 8);
        original.setAcl(original.find(Path.of("/n3/n4")), List.copyOf(Acl.OPEN), 2);
        original.create(Path.of("/zookeeper/quota/n3"), null, null, 0, -1, 401, 1);
        original.create(Path.of("/zookeeper/quota/n3/zookeeper_limits"), "count=1".getBytes(), null, 0, -1, 402, 1);
        Map<Path, Images.Image> images = Images.of(original.capture());

        images.forEach((path, image) -> load(
                loader,
                path,
                image.data() == null ? null : image.data().array(),
                image.inTable() ? image.acl() : Acl.OPEN,
                image.stat()));
        loader.end();
        tree.restored();

        assertThat(Images.of(tree.capture())).isEqualTo(images);
        assertThat(tree.digest()).isEqualTo(original.digest()).isEqualTo(Images.digest(tree));
        assertThat(tree.dataSize()).isEqualTo(original.dataSize());
        assertThat(tree.size()).isEqualTo(original.size());
        assertThat(tree.ephemeralOwners()).isEqualTo(original.ephemeralOwners());
        assertThat(tree.quotas()).isEqualTo(original.quotas());
        images.keySet().forEach(path -> assertThat(tree.path(tree.find(path))).isEqualTo(path));
    }

    @Test
    void aChildMayStandAnywhereBehindItsParent() {
        for (String path : List.of("", "/a", "/b", "/a/c", "/b/c", "/a/d", "/a/c/e")) {
            load(loader, Path.of(path), null, null, STAT);
        }
        loader.end();
        assertThat(tree.path(tree.find(Path.of("/a/c/e")))).hasToString("/a/c/e");
        assertThat(tree.childCount(tree.find(Path.of("/a")))).isEqualTo(2);
    }

    @Test
    void whatIsThereTwiceIsRefusedAtTheEndAtTheLatest() {
        for (String path : List.of("/a", "/b", "/a/b", "/a")) {
            load(loader, Path.of(path), null, null, STAT);
        }
        assertThatThrownBy(loader::end)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/a is there twice");
    }

    @Test
    void aTreeHasOneRoot() {
        load(loader, Path.of("/a"), null, null, STAT);
        assertThatThrownBy(loader::end).hasMessageContaining("the root is missing");
        TreeLoader twice = new TreeLoader(Tree.empty(2), 5);
        load(twice, Path.ROOT, null, null, STAT);
        assertThatThrownBy(() -> load(twice, Path.ROOT, null, null, STAT))
                .hasMessageContaining("the root is there twice");
    }

    @Test
    void whatHasNoParentIsRefused() {
        load(loader, Path.of("/a"), null, null, STAT);
        for (String path : List.of("/b/c", "/a/", "a", "//a", "/a/b/c", "/zookeeper/a")) {
            assertThatThrownBy(() -> load(loader, Path.of(path), null, null, STAT))
                    .as(path)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(path);
        }
    }

    @Test
    void znodesThatShowTransactionsBehindTheNameAreCounted() {
        load(loader, Path.of("/a"), null, null, STAT);
        load(loader, Path.of("/b"), null, null, new StatPersisted(6, 6, 1, 1, 0, 0, 0, 0, 6));
        load(loader, Path.of("/c"), null, null, new StatPersisted(5, 5, 1, 1, 0, 1, 0, 0, 6));
        load(loader, Path.of("/d"), null, null, new StatPersisted(5, 5, 1, 1, 0, 1, 0, 0, 5));
        assertThat(loader.newerNodes()).isEqualTo(2);
    }
}
