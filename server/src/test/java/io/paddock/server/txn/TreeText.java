package io.paddock.server.txn;

import io.paddock.common.Path;
import io.paddock.server.tree.Tree;
import java.util.HexFormat;
import java.util.Map;
import java.util.TreeMap;

/** A whole tree as text, a line for each znode: equal texts are equal trees. */
final class TreeText {

    private TreeText() {}

    static String of(Tree tree) {
        Map<Path, String> lines = new TreeMap<>();
        add(tree, tree.find(Path.ROOT), lines);
        StringBuilder text = new StringBuilder();
        lines.forEach((path, line) -> text.append(path).append(' ').append(line).append('\n'));
        text.append("sessions ").append(new TreeMap<>(tree.sessions())).append('\n');
        text.append("zxid ").append(tree.lastZxid()).append(" digest ").append(tree.digest());
        return text.append(" bytes ").append(tree.dataSize()).toString();
    }

    private static void add(Tree tree, int node, Map<Path, String> lines) {
        byte[] data = tree.data(node);
        String content = data == null ? "null" : HexFormat.of().formatHex(data);
        lines.put(tree.path(node), tree.persisted(node) + " " + tree.acl(node) + " " + content);
        tree.forEachChild(node, child -> add(tree, child, lines));
    }
}
