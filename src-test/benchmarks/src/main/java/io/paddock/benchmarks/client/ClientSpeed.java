package io.paddock.benchmarks.client;

import io.paddock.testsupport.Installation;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Asynchronous requests, pipelined from one client: how many per second, with how much CPU and how much garbage in the
 * client's process. Ours and Apache's client take turns against one server.
 *
 * <pre>
 * java -cp "src-test/benchmarks/target/classes:src-test/benchmarks/target/lib/*" \
 *     io.paddock.benchmarks.client.ClientSpeed [requests per round]
 * </pre>
 *
 * <p>{@code -Dserver=apache} takes Apache's server instead of Paddock.
 */
public final class ClientSpeed {

    /** Neither client is to be measured while it writes a log. */
    private static final String QUIET = "<configuration><root level=\"OFF\"/></configuration>";

    private static final int TURNS = 3;
    private static final String[] CLIENTS = {"ours", "apache"};

    private ClientSpeed() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        String requests = args.length > 0 ? args[0] : "200000";
        Path directory = Files.createTempDirectory("client-speed");
        Path logging = Files.writeString(directory.resolve("logback.xml"), QUIET);
        try (ServerProcess server =
                ServerSetup.of(Installation.underTest(), directory).start()) {
            System.out.println("server: " + server.installation().name() + ", " + requests + " requests a round, "
                    + PipelinedRun.WINDOW + " under way, 100 bytes of data");
            for (int turn = 0; turn < TURNS; turn++) {
                for (String client : CLIENTS) {
                    run(client, server.connectString(), requests, logging);
                }
            }
        }
    }

    private static void run(String client, String connectString, String requests, Path logging)
            throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-Dlogback.configurationFile=" + logging,
                "-cp",
                System.getProperty("java.class.path"),
                PipelinedRun.class.getName()));
        command.addAll(List.of(client, connectString, requests));
        int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (exitCode != 0) {
            throw new IOException("the run of " + client + " ended with code " + exitCode);
        }
    }
}
