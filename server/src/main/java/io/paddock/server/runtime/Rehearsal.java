package io.paddock.server.runtime;

import io.paddock.server.config.ConfigResult;
import io.paddock.server.config.ServerConfigReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.apache.zookeeper.server.quorum.QuorumPeerMain;

/**
 * Short lives of servers, to be recorded: under {@code -XX:ArchiveClassesAtExit} it leaves an archive of the classes
 * that a start and the first requests need. First a server that is alone, then members of an {@link EnsembleRehearsal
 * ensemble}; the last finds the data of the first, and goes through the main class that operators start, so that the same
 * classes are met in the same way.
 *
 * <p>{@code Rehearsal <folder>}: the folder exists, is empty, and is the caller's to remove. Exit code 0 if the servers
 * served and stopped; after any other what was recorded is of no use.
 */
public final class Rehearsal {

    private Rehearsal() {}

    public static void main(String[] arguments) {
        if (arguments.length != 1) {
            System.err.println("Usage: Rehearsal folder");
            System.exit(2);
        }
        Main.configureNetwork();
        int code = 1;
        try {
            rehearse(Path.of(arguments[0]));
            code = 0;
        } catch (Exception | Error e) { // Whatever it is: the threads of a server would keep this process.
            e.printStackTrace();
        }
        // Stops the last server, by its shutdown hook.
        System.exit(code);
    }

    private static void rehearse(Path folder) throws IOException, InterruptedException {
        Path config = folder.resolve("zoo.cfg");
        Files.writeString(config, """
                dataDir=%s
                clientPort=0
                clientPortAddress=127.0.0.1
                tickTime=2000
                """.formatted(folder.resolve("data")));
        leaveData(config);
        EnsembleRehearsal.play(folder);
        converse(start(config, Files.createFile(folder.resolve("report"))));
    }

    private static void leaveData(Path config) throws IOException, InterruptedException {
        if (!(ServerConfigReader.read(config, new Properties()) instanceof ConfigResult.Accepted accepted)) {
            throw new IOException(config + " was refused");
        }
        PaddockServer server = new PaddockServer(
                accepted.config(), (thread, cause) -> Runtime.getRuntime().halt(1));
        server.start();
        converse(server.clientAddress().getPort());
        server.stop();
    }

    /** The port of a server of this process. A start that fails ends the process. */
    private static int start(Path config, Path report) throws IOException {
        System.setProperty(Main.START_REPORT, report.toString());
        QuorumPeerMain.main(new String[] {config.toString()});
        return Integer.parseInt(Files.readString(report).strip());
    }

    static void converse(int port) throws IOException {
        RehearsalClient.askWord(port, "ruok");
        RehearsalClient.askWord(port, "srvr");
        try (RehearsalClient client = RehearsalClient.connect(port)) {
            client.writeAndRead();
        }
    }
}
