package io.paddock.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes the end of the log sound before anything is acknowledged on top of it. A torn tail is cut off now, while it is
 * still the newest thing in the directory and therefore known to be one. What was read but perhaps never forced, because
 * the last process died in between, is forced: whoever has seen it must see it again.
 */
final class LogRepair {

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
                file.force();
            }
        }
        disk.forceDirectory(directory);
        return done;
    }
}
