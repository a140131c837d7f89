package io.paddock.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The name of a transaction log: {@code log.<hex zxid of its first record>}. Names with more parts, like {@code
 * log.5.bak}, are copies that somebody made: they are strays, and not read (hazard H9).
 */
record LogFile(Path path, long zxid) implements Comparable<LogFile> {

    static final String PREFIX = "log.";

    static LogFile in(Path directory, long zxid) {
        return new LogFile(directory.resolve(PREFIX + Long.toHexString(zxid)), zxid);
    }

    /** All logs of a directory in the order of their zxids. */
    static List<LogFile> list(Disk disk, Path directory) throws IOException {
        List<LogFile> logs = new ArrayList<>();
        for (String name : disk.list(directory)) {
            FileName parsed = FileName.of(name);
            if (parsed.names("log") && parsed.parts() == 2) {
                logs.add(new LogFile(directory.resolve(name), parsed.zxid()));
            }
        }
        logs.sort(Comparator.naturalOrder());
        return logs;
    }

    /** Names that the original would take for logs and that we leave alone. */
    static List<String> strays(Disk disk, Path directory) throws IOException {
        List<String> strays = new ArrayList<>();
        for (String name : disk.list(directory)) {
            FileName parsed = FileName.of(name);
            if (parsed.names("log") && parsed.parts() > 2) {
                strays.add(name);
            }
        }
        return strays;
    }

    @Override
    public int compareTo(LogFile other) {
        int byZxid = Long.compare(zxid, other.zxid);
        return byZxid != 0 ? byZxid : path.compareTo(other.path);
    }
}
