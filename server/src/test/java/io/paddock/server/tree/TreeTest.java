package io.paddock.server.tree;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.Path;
import io.paddock.common.Stat;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TreeTest {

    private static final List<Acl> BOB = List.of(new Acl(Acl.ALL, new AuthId("digest", "bob:x")));

    private final Tree tree = new Tree(42);

    @Test
    void aFreshTreeHoldsTheInitialContents() {
        assertThat(tree.size()).isEqualTo(4);
        assertThat(tree.digest()).isEqualTo(NodeDigest.EMPTY_TREE);
        assertThat(tree.dataSize()).isEqualTo(44);
        assertThat(tree.lastZxid()).isZero();
        assertThat(tree.stat(find("/")).cversion()).isEqualTo(-1);
        assertThat(tree.stat(find("/zookeeper")).cversion()).isEqualTo(-2);
        assertThat(tree.aversion(find("/zookeeper/config"))).isEqualTo(-1);
        assertThat(tree.acl(find("/zookeeper/config"))).isEqualTo(Acl.READ_ONLY);
        assertThat(tree.data(find("/zookeeper/quota"))).isEmpty();
    }

    @Test
    void creationSetsTheNodeAndRaisesItsParent() {
        int a = create("/a", "data", 0, 7, 100);

        assertThat(tree.stat(a)).isEqualTo(new Stat(7, 7, 100, 100, 0, 0, 0, 0, 4, 0, 7));
        assertThat(tree.persisted(a)).isEqualTo(new StatPersisted(7, 7, 100, 100, 0, 0, 0, 0, 7));
        assertThat(tree.stat(find("/"))).isEqualTo(new Stat(0, 0, 0, 0, 0, 0, 0, 0, 0, 2, 7));
    }

    @Test
    void aParentIsRaisedOnlyToAGreaterCversion() {
        int a = create("/a", "", 0, 1, 1);
        tree.create(Path.of("/a/b"), null, null, 0, 5, 2, 1);
        assertThat(tree.cversion(a)).isEqualTo(5);
        assertThat(tree.pzxid(a)).isEqualTo(2);

        tree.create(Path.of("/a/c"), null, null, 0, 5, 3, 1);
        tree.raiseParent(a, 4, 4);
        assertThat(tree.cversion(a)).isEqualTo(5);
        assertThat(tree.pzxid(a)).isEqualTo(2);

        tree.raiseParent(a, -1, 5);
        assertThat(tree.cversion(a)).isEqualTo(6);
        assertThat(tree.pzxid(a)).isEqualTo(5);
        assertThat(tree.stat(a).cversion()).isEqualTo(2 * 6 - 2);
    }

    @Test
    void deletionRaisesThePzxidOfTheParentAndNothingElse() {
        int a = create("/a", "", 0, 1, 1);
        create("/a/b", "", 0, 2, 1);
        create("/a/c", "", 0, 3, 1);
        tree.delete(find("/a/b"), 9);
        tree.delete(find("/a/c"), 8);

        assertThat(tree.find(Path.of("/a/b"))).isEqualTo(Tree.NONE);
        assertThat(tree.pzxid(a)).isEqualTo(9);
        assertThat(tree.cversion(a)).isEqualTo(2);
        assertThat(tree.childCount(a)).isZero();
        assertThat(tree.stat(a).cversion()).isEqualTo(4);
    }

    @Test
    void replayingADeletionTouchesTheParentIfThereIsOne() {
        int a = create("/a", "", 0, 1, 1);
        tree.touchParentOfMissing(Path.of("/a/b"), 7);
        tree.touchParentOfMissing(Path.of("/a/b"), 6);
        tree.touchParentOfMissing(Path.of("/x/y"), 8);
        tree.touchParentOfMissing(Path.of("x"), 8);

        assertThat(tree.pzxid(a)).isEqualTo(7);
        assertThat(tree.pzxid(find("/"))).isEqualTo(1);
    }

    @Test
    void aNodeWithChildrenAndTheRootAreNotDeleted() {
        create("/a", "", 0, 1, 1);
        create("/a/b", "", 0, 2, 1);
        assertThatThrownBy(() -> tree.delete(find("/a"), 3)).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> tree.delete(find("/"), 3)).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void setDataTakesTheVersionOfTheTransaction() {
        int a = create("/a", "old", 0, 1, 10);
        tree.setData(a, bytes("newer"), 5, 2, 20);

        assertThat(tree.stat(a)).isEqualTo(new Stat(1, 2, 10, 20, 5, 0, 0, 0, 5, 0, 1));
        assertThat(tree.data(a)).isEqualTo(bytes("newer"));
    }

    @Test
    void nullAndEmptyDataAreKeptApart() {
        int none = tree.create(Path.of("/none"), null, null, 0, -1, 1, 1);
        int empty = create("/empty", "", 0, 2, 1);
        assertThat(tree.data(none)).isNull();
        assertThat(tree.data(empty)).isEmpty();
        WireOutput out = new WireOutput();
        tree.writeData(none, out);
        tree.writeData(empty, out);
        assertThat(out.toByteArray()).containsExactly(-1, -1, -1, -1, 0, 0, 0, 0);

        tree.setData(none, new byte[0], 1, 3, 1);
        tree.setData(empty, null, 1, 3, 1);
        assertThat(tree.data(none)).isEmpty();
        assertThat(tree.data(empty)).isNull();
    }

    @Test
    void setAclChangesAversionAlone() {
        int a = create("/a", "x", 0, 1, 10);
        tree.setAcl(a, BOB, 3);

        assertThat(tree.acl(a)).isEqualTo(BOB);
        assertThat(tree.stat(a)).isEqualTo(new Stat(1, 1, 10, 10, 0, 0, 3, 0, 1, 0, 1));
    }

    @Test
    void whatIsWrittenIsWhatIsReturned() {
        int a = create("/a", "xyz", 77, 1, 10);
        create("/a/b", "", EphemeralOwner.CONTAINER, 2, 11);
        create("/a/é", "", 0, 3, 11);
        tree.setData(a, bytes("q"), 1, 4, 12);
        tree.setAcl(a, BOB, 1);
        WireOutput out = new WireOutput();
        tree.writeStat(a, out);
        tree.writeData(a, out);
        tree.writeChildren(a, out);

        WireInput in = new WireInput(out.toByteArray());
        assertThat(Stat.read(in)).isEqualTo(tree.stat(a));
        assertThat(in.buffer()).isEqualTo(bytes("q"));
        assertThat(in.vector(WireInput::string)).containsExactly("b", "é");
        assertThat(in.remaining()).isZero();
    }

    @Test
    void childrenStandInOrderOfCreation() {
        create("/a", "", 0, 1, 1);
        for (String child : List.of("z", "y", "x", "w", "v")) {
            create("/a/" + child, "", 0, 1, 1);
        }
        tree.delete(find("/a/z"), 2);
        tree.delete(find("/a/x"), 2);
        tree.delete(find("/a/v"), 2);
        create("/a/z", "", 0, 3, 1);

        StringBuilder names = new StringBuilder();
        tree.forEachChild(find("/a"), n -> names.append(tree.path(n)).append(' '));
        assertThat(names.toString().trim()).isEqualTo("/a/y /a/w /a/z");
    }

    @Test
    void theRootHasTwoNames() {
        assertThat(tree.find(Path.of("/"))).isEqualTo(tree.find(Path.of(""))).isNotEqualTo(Tree.NONE);
        assertThat(tree.path(find("/"))).isEqualTo(Path.ROOT);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", "a/b", "/a/", "//a", "/a//b", "/a/b/", "//", "/b", "/a/b/c", "zookeeper", "x/a/b"})
    void aPathThatIsNotExactlyThatOfANodeFindsNothing(String path) {
        create("/a", "", 0, 1, 1);
        create("/a/b", "", 0, 2, 1);
        assertThat(tree.find(Path.of(path))).isEqualTo(Tree.NONE);
    }

    @Test
    void longNamesAndDeepPathsAreNodesLikeOthers() {
        String name = "n".repeat(100_000);
        create("/" + name, "x", 0, 1, 1);
        StringBuilder deep = new StringBuilder();
        for (int i = 0; i < 2_000; i++) {
            deep.append("/d").append(i % 10);
            create(deep.toString(), "", 0, 2, 1);
        }
        assertThat(tree.path(find("/" + name)).toString()).isEqualTo("/" + name);
        assertThat(tree.path(find(deep.toString())).toString()).isEqualTo(deep.toString());
        assertThat(tree.descendants(find("/d0"))).isEqualTo(1_999);
        assertThat(tree.descendants(find("/"))).isEqualTo(tree.size() - 1);
    }

    @Test
    void ownersAreIndexedAndTheirMarksAreNotShown() {
        create("/e", "", 5, 1, 1);
        create("/c", "", EphemeralOwner.CONTAINER, 2, 1);
        create("/t", "", EphemeralOwner.ofTtl(1000), 3, 1);
        create("/e2", "", 5, 4, 1);
        create("/e3", "", 6, 5, 1);

        assertThat(tree.ephemeralsOf(5)).containsExactly(Path.of("/e"), Path.of("/e2"));
        assertThat(tree.ephemeralOwners()).containsExactly(5L, 6L);
        assertThat(tree.ephemeralCount()).isEqualTo(3);
        assertThat(tree.containers()).containsExactly(Path.of("/c"));
        assertThat(tree.ttlNodes()).containsExactly(Path.of("/t"));
        assertThat(tree.stat(find("/c")).ephemeralOwner()).isZero();
        assertThat(tree.stat(find("/t")).ephemeralOwner()).isZero();
        assertThat(tree.stat(find("/e")).ephemeralOwner()).isEqualTo(5);
        assertThat(tree.owner(find("/t"))).isEqualTo(EphemeralOwner.ofTtl(1000));

        for (Path ephemeral : tree.ephemeralsOf(5)) {
            tree.delete(tree.find(ephemeral), 6);
        }
        tree.delete(find("/c"), 7);
        tree.delete(find("/t"), 8);
        assertThat(tree.ephemeralsOf(5)).isEmpty();
        assertThat(tree.ephemeralOwners()).containsExactly(6L);
        assertThat(tree.ephemeralCount()).isEqualTo(1);
        assertThat(tree.containers()).isEmpty();
        assertThat(tree.ttlNodes()).isEmpty();
    }

    @Test
    void sessionsStandInOrderOfCreation() {
        tree.addSession(9, 1000);
        tree.addSession(3, 2000);
        tree.addSession(5, 3000);
        tree.addSession(9, 4000);
        tree.removeSession(3);
        tree.removeSession(77);

        assertThat(tree.sessions()).isEqualTo(Map.of(9L, 4000, 5L, 3000));
        assertThat(tree.sessions().keySet()).containsExactly(9L, 5L);
    }

    @Test
    void theOpenListGivenByAClientIsInTheTableAndTheOneOfNobodyIsNot() {
        tree.create(Path.of("/explicit"), null, List.copyOf(Acl.OPEN.subList(0, 1)), 0, -1, 1, 1);
        tree.create(Path.of("/implicit"), null, null, 0, -1, 2, 1);
        tree.create(Path.of("/bob"), null, BOB, 0, -1, 3, 1);
        tree.create(Path.of("/bob2"), null, List.of(new Acl(Acl.ALL, new AuthId("digest", "bob:x"))), 0, -1, 4, 1);

        assertThat(tree.acl(find("/explicit"))).isEqualTo(Acl.OPEN);
        assertThat(tree.acl(find("/implicit"))).isSameAs(Acl.OPEN);
        assertThat(tree.acl(find("/bob2"))).isSameAs(tree.acl(find("/bob")));
        assertThat(tree.capture().acls()).isEqualTo(Map.of(1L, Acl.READ_ONLY, 2L, Acl.OPEN, 3L, BOB));

        tree.delete(find("/bob"), 5);
        assertThat(tree.capture().acls()).containsKey(3L);
        tree.setAcl(find("/bob2"), Acl.READ_ONLY, 1);
        assertThat(tree.capture().acls()).isEqualTo(Map.of(1L, Acl.READ_ONLY, 2L, Acl.OPEN));
    }

    @Test
    void aRestoredTreeEqualsTheOneThatWasCaptured() {
        create("/a", "x", 0, 1, 10);
        tree.create(Path.of("/a/b"), null, BOB, 5, 7, 2, 20);
        create("/a/c", "gone", 0, 3, 30);
        tree.delete(find("/a/c"), 4);
        create("/ttl", "t", EphemeralOwner.ofTtl(5), 5, 10);
        create("/cont", "t", EphemeralOwner.CONTAINER, 6, 10);
        tree.setData(find("/"), bytes("root"), 1, 7, 40);
        tree.setAcl(find("/"), BOB, 1);

        Tree restored = restored(tree.capture());

        assertThat(restored.digest()).isEqualTo(tree.digest());
        assertThat(restored.dataSize()).isEqualTo(tree.dataSize());
        assertThat(restored.size()).isEqualTo(tree.size());
        assertThat(restored.ephemeralsOf(5)).containsExactly(Path.of("/a/b"));
        assertThat(restored.containers()).containsExactly(Path.of("/cont"));
        assertThat(restored.ttlNodes()).containsExactly(Path.of("/ttl"));
        assertThat(Images.of(restored.capture())).isEqualTo(Images.of(tree.capture()));
    }

    @Test
    void aSnapshotThatIsNoTreeIsRefused() {
        Tree empty = Tree.empty(1);
        StatPersisted stat = new StatPersisted(1, 1, 1, 1, 0, 0, 0, 0, 1);
        assertThatThrownBy(() -> empty.restore(Path.of("/a/b"), null, null, stat))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("/a/b");
        empty.restore(Path.of(""), null, null, stat);
        empty.restore(Path.of("/a"), null, null, stat);
        for (String path : List.of("/a", "", "/a/", "a", "//a")) {
            assertThatThrownBy(() -> empty.restore(Path.of(path), null, null, stat))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void prefixesLeftOutOfTheDigestAreZero() {
        long digest = tree.digest();
        int n = create("/zookeeper/x", "data", 0, 1, 1);
        assertThat(tree.prefixCrc(n)).isZero();
        tree.setData(n, bytes("more"), 1, 2, 2);
        tree.setAcl(n, BOB, 1);
        // The parent counts, and it had a child.
        assertThat(tree.digest()).isNotEqualTo(digest).isEqualTo(Images.digest(tree));
    }

    private static Tree restored(TreeCapture capture) {
        Tree restored = Tree.empty(99);
        Map<Long, List<Acl>> acls = capture.acls();
        capture.forEach((path, pathLength, data, from, length, aclId, stat) -> restored.restore(
                Path.ofUtf8(java.util.Arrays.copyOf(path, pathLength)),
                length < 0 ? null : java.util.Arrays.copyOfRange(data, from, from + length),
                aclId == -1 ? Acl.OPEN : acls.get(aclId),
                stat));
        restored.restored();
        return restored;
    }

    private int create(String path, String data, long owner, long zxid, long timeMs) {
        return tree.create(Path.of(path), bytes(data), null, owner, -1, zxid, timeMs);
    }

    private int find(String path) {
        return tree.find(Path.of(path));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
