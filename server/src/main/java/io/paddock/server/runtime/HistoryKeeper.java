package io.paddock.server.runtime;

import io.paddock.server.config.ServerConfig;
import io.paddock.server.storage.DataDirs;
import io.paddock.server.storage.Disk;
import io.paddock.server.storage.EpochFiles;
import io.paddock.server.storage.HistoryFiles;
import io.paddock.server.storage.Quarantine;
import io.paddock.server.storage.Recovery;
import io.paddock.server.storage.StorageFailure;
import io.paddock.server.storage.TxnLog;
import io.paddock.server.tree.Tree;
import io.paddock.server.tree.TreeCapture;
import java.io.IOException;
import java.util.Random;
import java.util.function.Consumer;
import java.util.function.LongFunction;

/**
 * What a leader has this member do to its files, on the log thread and in the order in which it is asked. Each is answered
 * when it is durable; what fails ends the process (hazard H41).
 */
final class HistoryKeeper {

    /**
     * @param done false if the log has no such transaction, and is as it was
     * @param tree as the log has it now; null if nobody wanted it
     */
    record Truncated(boolean done, Tree tree) {}

    /** Of what the next start must know. */
    private interface Declaration {
        void run() throws IOException;
    }

    private final ServerConfig config;
    private final Disk disk;
    private final DataDirs directories;
    private final LongFunction<TxnLog> logs;
    private final HistoryFiles files;
    private final EpochFiles epochs;
    private final Quarantine quarantine;
    /** Whether this process began in quarantine and has not been given everything yet. What it declares itself stays. */
    private boolean quarantined;
    /** Whether there are no data, and no quarantine that says so. */
    private boolean withoutData;
    /** Whether it has been given everything, and the epochs are still to come. */
    private boolean restored;

    private final Random seeds = new Random();
    private final LogThread logThread;
    private final Object lock;

    /**
     * @param logs opens the log that goes on behind a zxid
     * @param lock held while files are removed or replaced: snapshots are written and purged beside it
     */
    HistoryKeeper(
            ServerConfig config,
            Disk disk,
            DataDirs directories,
            LongFunction<TxnLog> logs,
            LogThread logThread,
            Object lock) {
        this.logThread = logThread;
        this.lock = lock;
        this.config = config;
        this.disk = disk;
        this.directories = directories;
        this.logs = logs;
        this.files = new HistoryFiles(disk, directories.snapshots(), directories.logs());
        this.epochs = new EpochFiles(disk, directories.snapshots());
        this.quarantine = new Quarantine(disk, directories.snapshots(), directories.logs());
    }

    /** Before the log thread starts. */
    EpochFiles.Epochs loadEpochs(long lastZxid) {
        try {
            quarantined = quarantine.reason() != null;
            withoutData = !quarantined && lastZxid == -1;
            return epochs.load(lastZxid);
        } catch (IOException e) {
            throw new StorageFailure(
                    "The epochs of this member could not be read, or not be written: " + e.getMessage()
                            + ".\n"
                            + "  It has promised and acknowledged nothing since its start. Check the disk, its free"
                            + " space and the permissions of the files acceptedEpoch and currentEpoch in "
                            + directories.snapshots() + ", then start it again.",
                    e);
        }
    }

    /**
     * The tree of this member is not what it should be, and the next start must know that. Any thread, as the last thing.
     * Answers with what is to be told of it.
     */
    String distrust(long zxid, String reason) {
        return declare(
                () -> quarantine.declareDiverged(zxid, reason),
                "The next start looks whether its disk is right. If not, it moves its data aside and gets"
                        + " everything from the leader.");
    }

    /** The data of this member are not those of its ensemble, and the next start must know that. As {@link #distrust}. */
    String disown(String reason) {
        return declare(
                () -> quarantine.declare(reason),
                "The next start moves the data of this server aside and gets those of the others. If this server has the"
                        + " right ones, stop the others, and remove " + quarantine.marker() + " before it starts.");
    }

    private String declare(Declaration declaration, String consequence) {
        try {
            declaration.run();
            return consequence;
        } catch (IOException e) {
            return "This could not be written to " + quarantine.marker() + " (" + e.getMessage()
                    + "): keep its data directory as evidence, and start it on an empty one.";
        }
    }

    void truncate(long zxid, boolean reload, Consumer<Truncated> answer) {
        logThread.carryOutLater(log -> {
            log.close();
            if (!truncate(zxid)) {
                answer.accept(new Truncated(false, null));
                return logs.apply(log.lastZxid());
            }
            Tree tree = reload ? reload() : null;
            answer.accept(new Truncated(true, tree));
            return logs.apply(zxid);
        });
    }

    private boolean truncate(long zxid) throws IOException {
        synchronized (lock) {
            return files.truncate(zxid);
        }
    }

    private Tree reload() throws IOException {
        synchronized (lock) {
            return recovered();
        }
    }

    private Tree recovered() throws IOException {
        return new Recovery(
                        disk,
                        directories.snapshots(),
                        directories.logs(),
                        StorageSettings.recovery(config, seeds.nextLong()))
                .run()
                .tree();
    }

    void persistEpochs(long accepted, long current, Runnable answer) {
        logThread.carryOutLater(log -> {
            epochs.write(accepted, current);
            if (restored) {
                restored = false;
                quarantine.liftIfRestored();
            }
            answer.run();
            return log;
        });
    }

    /** @param moved called now and then while it is written */
    void replace(Tree received, Runnable moved, long zxid, Runnable answer) {
        logThread.carryOutLater(log -> {
            log.close();
            if (withoutData && zxid != 0) {
                // What is there if the power fails now is no proof of what was there before.
                quarantine.declare("it began without data, and was not given all of it");
                quarantined = true;
            }
            withoutData = false;
            try (TreeCapture capture = received.capture()) {
                synchronized (lock) {
                    files.replace(capture, StorageSettings.snapshots(config), moved);
                }
            }
            restored = quarantined;
            quarantined = false;
            answer.run();
            return logs.apply(zxid);
        });
    }
}
