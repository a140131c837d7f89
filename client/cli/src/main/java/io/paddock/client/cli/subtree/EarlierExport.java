package io.paddock.client.cli.subtree;

import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.subtree.ExportedNode.Edition;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.CRC32C;
import java.util.zip.Checksum;

/**
 * The beginning of an export that was interrupted. A line of it is good if the znode has not changed since; whatever is not there, or
 * was changed, is read anew. So a file that was written in two goes holds nothing that was not so during the second one.
 *
 * <p>The lines stand in the order of the walk, so they are read beside it, once. Of each, eight bytes are kept, to know before whether
 * its znode must be read: these may be wrong, and what they promise is looked at again when the line is taken.
 *
 * <p>{@link #seemsToHold} may be used by any thread, all else by the one that exports.
 */
final class EarlierExport implements AutoCloseable {

    private final long[] marks;
    private final LineFile lines;
    private ExportedNode current;

    /** The path that was asked for last; empty before. */
    private String reached = "";

    private EarlierExport(long[] marks, LineFile lines) {
        this.marks = marks;
        this.lines = lines;
    }

    /** @throws CommandFailure if the file is no beginning of an export of that root */
    static EarlierExport open(Path part, ExportHeader header) throws CommandFailure {
        try {
            return read(part, header);
        } catch (IOException e) {
            throw new CommandFailure(
                    part + " cannot be resumed: " + e.getMessage(), "--overwrite begins the export anew.");
        }
    }

    private static EarlierExport read(Path part, ExportHeader header) throws IOException, CommandFailure {
        long[] marks = new long[1024];
        int count = 0;
        try (LineFile lines = begin(part, header)) {
            for (ExportedNode node = next(lines); node != null; node = next(lines)) {
                marks = count == marks.length ? Arrays.copyOf(marks, 2 * count) : marks;
                marks[count++] = mark(node.path(), node.edition());
            }
        }
        marks = Arrays.copyOf(marks, count);
        Arrays.sort(marks);
        EarlierExport earlier = new EarlierExport(marks, begin(part, header));
        earlier.current = next(earlier.lines);
        return earlier;
    }

    private static LineFile begin(Path part, ExportHeader header) throws IOException, CommandFailure {
        LineFile lines = LineFile.open(part);
        String first = lines.nextComplete();
        if (first == null || !ExportHeader.parse(first).equals(header)) {
            lines.close();
            throw new CommandFailure(
                    part + " is not the beginning of this export.", "--overwrite begins the export anew.");
        }
        return lines;
    }

    /** Null at the end, which may be in the middle of a line. */
    private static ExportedNode next(LineFile lines) throws IOException {
        String line = lines.nextComplete();
        return line == null ? null : ExportedNode.parse(line);
    }

    /** True if this znode is probably there, and as it is now. */
    boolean seemsToHold(String path, Edition edition) {
        return Arrays.binarySearch(marks, mark(path, edition)) >= 0;
    }

    /** The znode, if it is there, as it is now and with a list that can be set; else null. Paths come in the order of the walk. */
    ExportedNode take(String path, Edition edition) throws IOException {
        reached = path;
        while (current != null && compare(current.path(), path) < 0) {
            current = next(lines);
        }
        boolean found = current != null && current.path().equals(path) && edition.equals(current.edition());
        return found && !current.isMasked() ? current : null;
    }

    /** Hands the rest over, for an export that is interrupted again. */
    void giveRest(ExportFile to) throws IOException {
        while (current != null) {
            if (compare(current.path(), reached) > 0) {
                to.write(current);
            }
            current = next(lines);
        }
    }

    /** In the order of the walk: a parent before its children, and those by name. */
    static int compare(String a, String b) {
        int common = Math.min(a.length(), b.length());
        for (int i = 0; i < common; i++) {
            if (a.charAt(i) != b.charAt(i)) {
                return Integer.compare(rank(a.charAt(i)), rank(b.charAt(i)));
            }
        }
        return Integer.compare(a.length(), b.length());
    }

    /** What goes on below a znode comes before its next sibling, whatever that one's name begins with. */
    private static int rank(char c) {
        return c == '/' ? -1 : c;
    }

    private static long mark(String path, Edition edition) {
        byte[] bytes = (path + '\0' + edition).getBytes(StandardCharsets.UTF_8);
        Checksum low = new CRC32C();
        low.update(bytes);
        return (long) path.hashCode() << 32 ^ low.getValue();
    }

    @Override
    public void close() throws IOException {
        lines.close();
    }
}
