package io.paddock.server.tree;

import io.paddock.common.Acl;
import io.paddock.common.Path;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Captures as plain maps, in order of the visit. */
final class Images {

    /** All that a snapshot holds of a znode; the ACL list by value, and whether it is in the table. */
    record Image(ByteBuffer data, boolean inTable, List<Acl> acl, StatPersisted stat) {

        static Image of(byte[] data, boolean inTable, List<Acl> acl, StatPersisted stat) {
            return new Image(data == null ? null : ByteBuffer.wrap(data.clone()), inTable, acl, stat);
        }
    }

    private Images() {}

    static Map<Path, Image> of(TreeCapture capture) {
        Map<Path, Image> images = new LinkedHashMap<>();
        Map<Long, List<Acl>> acls = capture.acls();
        capture.forEach((path, pathLength, data, from, length, aclId, stat) -> {
            Path key = pathLength == 0 ? Path.ROOT : Path.ofUtf8(Arrays.copyOf(path, pathLength));
            byte[] copy = length < 0 ? null : Arrays.copyOfRange(data, from, from + length);
            images.put(key, Image.of(copy, aclId != -1, aclId == -1 ? Acl.OPEN : acls.get(aclId), stat));
        });
        return images;
    }

    /** The digest of the whole tree, from scratch. */
    static long digest(Map<Path, Image> images) {
        long digest = 0;
        for (Map.Entry<Path, Image> entry : images.entrySet()) {
            if (!NodeDigest.isLeftOut(entry.getKey())) {
                Image image = entry.getValue();
                byte[] data = image.data() == null ? null : image.data().array();
                digest += NodeDigest.of(NodeDigest.prefix(entry.getKey().utf8(), data), image.stat());
            }
        }
        return digest;
    }

    static long digest(Tree tree) {
        try (TreeCapture capture = tree.capture()) {
            return digest(of(capture));
        }
    }
}
