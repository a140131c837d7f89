package io.paddock.server.storage;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the end of the log sound before anything is acknowledged on top of it. A torn tail is cut off now, while it is
 * still the newest thing in the directory and therefore known to be one. What was read but perhaps never forced, because
 * the last process died in between, is written once more and forced: whoever has seen it must see it again. Forcing alone
 * is not enough: after a force that failed the system may show bytes, as written, that are on no disk (hazard H41).
 */
final class LogRepair {

    private static final int CHUNK_BYTES = 256 << 10;

    private LogRepair() {}

    /** Answers with what was done, a sentence each. */
    static List<String> apply(Disk disk, Path directory, TxnLogReader reader) throws IOException {
        List<String> done = new ArrayList<>();
        TxnLogReader.Repairs repairs = reader.repairs();
        for (TxnLogReader.Repairs.Cut cut : repairs.cuts()) {
            done.add(cut.file() + " ended in a record that was never completed (" + cut.why() + "): cut at byte "
                    + cut.size());
            try (DiskFile file = disk.edit(cut.file())) {
                file.truncate(cut.size());
                file.force();
            }
        }
        for (Path unused : repairs.unused()) {
            done.add(unused + " was created and never written: removed");
            disk.delete(unused);
        }
        if (reader.newestWithRecords() != null) {
            try (DiskFile file = disk.edit(reader.newestWithRecords())) {
                writeAgain(file);
                file.force();
            }
        }
        disk.forceDirectory(directory);
        return done;
    }

    /** The same bytes at the same place, which changes nothing and makes the system write them. */
    private static void writeAgain(DiskFile file) throws IOException {
        ByteBuffer chunk = ByteBuffer.allocate(CHUNK_BYTES);
        long size = file.size();
        for (long at = 0; at < size; at += CHUNK_BYTES) {
            chunk.clear();
            while (chunk.hasRemaining() && file.read(at + chunk.position(), chunk) > 0) {}
            chunk.flip();
            if (hasContent(chunk)) {
                file.write(at, chunk);
            }
        }
    }

    /** Zeros behind the records need not be written: what is missing there reads as zeros. */
    private static boolean hasContent(ByteBuffer chunk) {
        for (int i = 0; i < chunk.limit(); i++) {
            if (chunk.get(i) != 0) {
                return true;
            }
        }
        return false;
    }
}
