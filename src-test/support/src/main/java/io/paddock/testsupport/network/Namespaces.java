package io.paddock.testsupport.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * Runs a program in network, process and mount namespaces of its own, as their root. What it does to its network is seen
 * by nobody else, and when it ends the kernel ends every process that it has started and takes the network away.
 */
public final class Namespaces {

    private static final List<String> OWN = List.of("--net", "--pid", "--mount-proc", "--fork", "--kill-child", "--");

    private static final List<List<String>> WAYS =
            List.of(List.of("unshare"), List.of("unshare", "--user", "--map-root-user"));

    private static final String PROBE = "ip link add name probe type bridge"
            + " && ip link add probe1 type veth peer name probe2 && ip link set probe1 master probe && nsenter --version";

    private final List<String> wrapper;
    private final String obstacle;

    private Namespaces(List<String> wrapper, String obstacle) {
        this.wrapper = wrapper;
        this.obstacle = obstacle;
    }

    /** Found out by trying: as the user that we are, else as root of a user namespace. */
    public static Namespaces tried() throws IOException, InterruptedException {
        StringBuilder obstacles = new StringBuilder();
        for (List<String> way : WAYS) {
            List<String> wrapper = new ArrayList<>(way);
            wrapper.addAll(OWN);
            List<String> probe = new ArrayList<>(wrapper);
            probe.addAll(List.of("sh", "-c", PROBE));
            try {
                Process process =
                        new ProcessBuilder(probe).redirectErrorStream(true).start();
                String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
                if (process.waitFor() == 0) {
                    return new Namespaces(wrapper, "");
                }
                obstacles.append(String.join(" ", way)).append(": ").append(said);
            } catch (IOException missing) {
                obstacles.append(missing.getMessage()).append('\n');
            }
        }
        return new Namespaces(List.of(), obstacles.toString());
    }

    public boolean areAllowed() {
        return obstacle.isEmpty();
    }

    /** Why there are none. */
    public String obstacle() {
        return "no network namespaces on this machine: " + obstacle.strip();
    }

    /** Runs a class with the class path of this process until it ends; what it prints is printed. Returns its exit code. */
    public int run(Class<?> main, long limitSeconds, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(wrapper);
        command.add(ProcessHandle.current().info().command().orElse("java"));
        command.addAll(List.of("-ea", "-Xmx512m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        Thread printer = new Thread(() -> print(process), "namespace-output");
        printer.start();
        try {
            if (!process.waitFor(limitSeconds, TimeUnit.SECONDS)) {
                throw new IOException(main.getSimpleName() + " has not ended within " + limitSeconds + " s");
            }
            return process.exitValue();
        } finally {
            process.destroyForcibly();
            printer.join();
        }
    }

    private static void print(Process process) {
        try (var lines = process.inputReader(StandardCharsets.UTF_8)) {
            lines.lines().forEach(System.out::println);
        } catch (IOException ended) {
            // It says no more.
        }
    }
}
