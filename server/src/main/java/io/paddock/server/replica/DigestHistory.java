package io.paddock.server.replica;

import java.util.ArrayDeque;
import java.util.List;

/** Digests to compare with other servers (storage, section 7.4). Owned by the replica thread. */
public final class DigestHistory {

    /** The digest of the tree as it was after that transaction. */
    public record Mark(long zxid, long digest) {}

    private static final int ZXIDS_PER_MARK = 128;
    private static final int MARKS_MAX = 1024;

    private final ArrayDeque<Mark> marks = new ArrayDeque<>();

    void onApplied(long zxid, long digest) {
        if (zxid % ZXIDS_PER_MARK == 0) {
            if (marks.size() == MARKS_MAX) {
                marks.remove();
            }
            marks.add(new Mark(zxid, digest));
        }
    }

    List<Mark> marks() {
        return List.copyOf(marks);
    }
}
