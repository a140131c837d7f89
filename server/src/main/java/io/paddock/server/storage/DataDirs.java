package io.paddock.server.storage;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * The two directories that hold the files, {@code version-2} below {@code dataDir} and {@code dataLogDir}; often the
 * same one.
 *
 * @param snapshots snapshots and epoch files
 * @param logs transaction logs
 */
public record DataDirs(Path snapshots, Path logs) {

    private static final String GENERATION = "version-2";

    public static DataDirs of(Path dataDir, Path dataLogDir) {
        return new DataDirs(dataDir.resolve(GENERATION), dataLogDir.resolve(GENERATION));
    }

    /**
     * Makes the directories if they are missing, and checks that they can be used and are not mixed up (storage,
     * section 2).
     *
     * @param create make missing ones ({@code zookeeper.datadir.autocreate})
     * @throws UnusableDirectory if not
     */
    public void prepare(boolean create) {
        prepare(logs, "data directory", create);
        prepare(snapshots, "snap directory", create);
        if (!snapshots.toString().equals(logs.toString())) {
            refuseFiles(logs, SnapshotFile.PREFIX, "Log directory has snapshot files");
            refuseFiles(snapshots, LogFile.PREFIX, "Snapshot directory has log files");
        }
    }

    private static void prepare(Path directory, String what, boolean create) {
        if (!Files.exists(directory)) {
            if (!create) {
                throw new UnusableDirectory("Missing " + what + " " + directory
                        + ", automatic data directory creation is disabled (zookeeper.datadir.autocreate is false)."
                        + " Please create this directory manually.");
            }
            create(directory, what);
        }
        if (!Files.isWritable(directory)) {
            throw new UnusableDirectory("Cannot write to " + what + " " + directory);
        }
    }

    private static void create(Path directory, String what) {
        try {
            Files.createDirectories(directory);
            if (directory.getParent() != null) {
                new FileDisk().forceDirectory(directory.getParent());
            }
        } catch (IOException e) {
            throw new UnusableDirectory("Unable to create " + what + " " + directory);
        }
    }

    private static void refuseFiles(Path directory, String prefix, String problem) {
        try (Stream<Path> files = Files.list(directory)) {
            if (files.anyMatch(file -> file.getFileName().toString().startsWith(prefix))) {
                throw new UnusableDirectory(problem + ". Check if dataLogDir and dataDir configuration is correct.");
            }
        } catch (IOException e) {
            throw new UnusableDirectory("Cannot list " + directory + ": " + e.getMessage());
        }
    }
}
