package io.paddock.server.runtime;

import io.paddock.server.storage.DataDirs;
import io.paddock.server.storage.FileDisk;
import io.paddock.server.storage.Retention;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.text.DateFormat;
import java.util.Date;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The command that removes old snapshots and logs, behind {@code zkCleanup.sh} (operations, section 7.3; storage, section
 * 12). It may run beside a server: what it removes, a server neither has open nor will need. A server that removes the
 * same file at the same time is no error.
 */
public final class PurgeMain {

    private static final Logger LOG = LoggerFactory.getLogger(PurgeMain.class);

    private static final String USAGE = """
            Usage:
            PurgeTxnLog dataLogDir [snapDir] -n count
            \tdataLogDir -- path to the txn log directory
            \tsnapDir -- path to the snapshot directory
            \tcount -- the number of old snaps/logs you want to keep, value should be greater than or equal to 3
            """;

    private final PrintStream out;
    private final PrintStream err;

    private PurgeMain(PrintStream out, PrintStream err) {
        this.out = out;
        this.err = err;
    }

    public static void main(String[] args) {
        int code = new PurgeMain(System.out, System.err).run(args);
        System.out.flush();
        System.exit(code);
    }

    private int run(String[] args) {
        if (args.length < 3 || args.length > 4) {
            return usage(null);
        }
        for (int i = 0; i < args.length - 2; i++) {
            if (!Files.exists(Path.of(args[i]))) {
                return usage("Path '" + Path.of(args[i]).toAbsolutePath() + "' does not exist. ");
            }
        }
        String count = args[args.length - 1];
        int keep;
        try {
            keep = Integer.parseInt(count);
        } catch (NumberFormatException e) {
            return usage("'" + count + "' can not be parsed to integer.");
        }
        if (keep < Retention.KEEP_MIN) {
            return usage("count should be greater than or equal to " + Retention.KEEP_MIN);
        }
        if (!args[args.length - 2].equals("-n")) {
            return usage(null);
        }
        return purge(DataDirs.of(Path.of(args[args.length - 3]), Path.of(args[0])), keep);
    }

    private int usage(String problem) {
        if (problem != null) {
            err.println(problem);
        }
        out.print(USAGE);
        return 1;
    }

    private int purge(DataDirs directories, int keep) {
        // No server has been here yet.
        for (Path directory : List.of(directories.snapshots(), directories.logs())) {
            if (!Files.isDirectory(directory)) {
                return 0;
            }
        }
        try {
            for (Path file :
                    new Retention(new FileDisk(), directories.snapshots(), directories.logs()).removable(keep)) {
                remove(file);
            }
            return 0;
        } catch (IOException e) {
            err.println("The files cannot be listed or read, no more was removed: " + e);
            return 1;
        }
    }

    private void remove(Path file) {
        try {
            Date written = new Date(Files.getLastModifiedTime(file).toMillis());
            String line = "Removing file: " + DateFormat.getDateTimeInstance().format(written) + "\t" + file;
            LOG.info("{}", line);
            out.println(line);
            Files.delete(file);
        } catch (NoSuchFileException e) {
            LOG.debug("{} was removed by somebody else", file);
        } catch (IOException e) {
            err.println("Failed to remove " + file);
        }
    }
}
