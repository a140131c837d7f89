package io.paddock.benchmarks;

import io.paddock.benchmarks.load.Frames;
import io.paddock.testsupport.FreePorts;
import io.paddock.testsupport.Installation;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;

/**
 * A server process that is being measured: what it costs, and when it first serves. Both servers get the same
 * configuration, Java and heap. Paddock is started by its script, as its users do, so with the options that the script gives
 * Java; that takes some tens of milliseconds, which count. Apache's process is started without its script, which would add
 * nothing but the port for JMX. Owned by the workload, which closes it; its directory goes with it.
 */
final class BenchedServer implements AutoCloseable {

    private static final long START_NANOS_MAX = TimeUnit.MINUTES.toNanos(5);
    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final int ANSWER_MS_MAX = 1000;

    /** INFO to the console, as both are shipped; without a file Apache's logging library would write every DEBUG. */
    private static final String LOGGING = """
            <configuration>
              <appender name="CONSOLE" class="ch.qos.logback.core.ConsoleAppender">
                <encoder>
                  <pattern>%d{ISO8601} [myid:%X{myid}] - %-5p [%t:%C{1}@%L] - %m%n</pattern>
                </encoder>
              </appender>
              <root level="INFO">
                <appender-ref ref="CONSOLE"/>
              </root>
            </configuration>
            """;

    private final Contender contender;
    private final Path directory;
    private final Options options;
    private final Map<String, String> config = new LinkedHashMap<>();
    private final int port;
    private final Thread reaper = new Thread(this::end, "benchmark-reaper");
    private Process process;
    private long launchedNanos;

    /** A server in an empty directory of its own, not started. */
    BenchedServer(Contender contender, Options options) throws IOException {
        this.contender = contender;
        this.options = options;
        Files.createDirectories(options.directory());
        directory =
                Files.createTempDirectory(options.directory(), contender.name().toLowerCase() + "-");
        port = FreePorts.one();
        config.put("tickTime", "2000");
        config.put("initLimit", "10");
        config.put("syncLimit", "5");
        config.put("maxClientCnxns", "0");
        config.put("dataDir", directory.resolve("data").toString());
        config.put("clientPort", Integer.toString(port));
        config.put("clientPortAddress", "127.0.0.1");
        config.put("admin.enableServer", "false");
        Files.createDirectories(dataDirectory());
    }

    /** A line of {@code zoo.cfg}. */
    BenchedServer config(String key, String value) {
        config.put(key, value);
        return this;
    }

    /** Where snapshots and logs are. */
    Path dataDirectory() {
        return Path.of(config.get("dataDir")).resolve("version-2");
    }

    int port() {
        return port;
    }

    long pid() {
        return process.pid();
    }

    /** Starts the process and returns when it serves. */
    BenchedServer start() throws IOException {
        launch();
        awaitServed();
        return this;
    }

    void launch() throws IOException {
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        config.forEach((key, value) -> lines.add(key + "=" + value));
        Path file = Files.writeString(directory.resolve("zoo.cfg"), lines.toString());
        Path logging = Files.writeString(directory.resolve("logback.xml"), LOGGING);
        List<String> jvm = new ArrayList<>();
        jvm.add("-Xmx" + options.heap());
        jvm.addAll(options.jvm());
        jvm.add("-Dlogback.configurationFile=" + logging);
        ProcessBuilder builder = switch (contender) {
            case APACHE -> apache(jvm, file);
            case PADDOCK -> paddock(jvm, file);
        };
        Runtime.getRuntime().addShutdownHook(reaper);
        launchedNanos = System.nanoTime();
        process = builder.directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("server.out").toFile())
                .start();
    }

    private ProcessBuilder apache(List<String> jvm, Path config) {
        List<String> command = new ArrayList<>();
        command.add(options.javaHome().resolve("bin/java").toString());
        command.addAll(jvm);
        command.add("-Dzookeeper.log.dir=" + directory);
        command.add("-cp");
        command.add(Installation.apache().classPathArgument());
        command.add(Installation.SERVER_CLASS);
        command.add(config.toString());
        return new ProcessBuilder(command);
    }

    /** The script ends by becoming Java, so the process is the server's. */
    private ProcessBuilder paddock(List<String> jvm, Path config) {
        return PaddockScript.command(options, directory, "start-foreground", config, String.join(" ", jvm));
    }

    /** Asks until a session is opened and a read is answered. Answers the time from the launch, in nanoseconds. */
    long awaitServed() throws IOException {
        while (!isServing()) {
            if (!process.isAlive() || System.nanoTime() - launchedNanos > START_NANOS_MAX) {
                throw new IOException(
                        contender + " does not serve:\n" + Files.readString(directory.resolve("server.out")));
            }
            LockSupport.parkNanos(ASK_AGAIN_NANOS);
        }
        return System.nanoTime() - launchedNanos;
    }

    private boolean isServing() {
        try (Socket socket = new Socket()) {
            socket.setTcpNoDelay(true);
            socket.setSoTimeout(ANSWER_MS_MAX);
            socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), ANSWER_MS_MAX);
            DataInputStream in = new DataInputStream(socket.getInputStream());
            socket.getOutputStream().write(Frames.connect(ANSWER_MS_MAX));
            in.readNBytes(in.readInt());
            socket.getOutputStream().write(Frames.getData("/zookeeper"));
            return in.readNBytes(in.readInt()).length > 0;
        } catch (IOException notYet) {
            return false;
        }
    }

    /** CPU time of the process so far. */
    long cpuNanos() {
        return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos();
    }

    /** Memory of the process that is in the machine, in bytes; NaN where the system does not tell. */
    double residentBytes() throws IOException {
        Path status = Path.of("/proc", Long.toString(pid()), "status");
        if (!Files.exists(status)) {
            return Double.NaN;
        }
        try (Stream<String> lines = Files.lines(status)) {
            return lines.filter(line -> line.startsWith("VmRSS:"))
                    .mapToDouble(line -> 1024 * Double.parseDouble(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(Double.NaN);
        }
    }

    /** Collects the garbage and sums what is left on the heap, in bytes. */
    long liveHeapBytes() throws IOException {
        jcmd("GC.run");
        String histogram = jcmd("GC.class_histogram");
        String total = histogram.substring(histogram.lastIndexOf("Total"));
        return Long.parseLong(total.trim().split("\\s+")[2]);
    }

    private String jcmd(String command) throws IOException {
        Process jcmd = new ProcessBuilder(
                        options.javaHome().resolve("bin/jcmd").toString(), Long.toString(pid()), command)
                .redirectErrorStream(true)
                .start();
        return new String(jcmd.getInputStream().readAllBytes());
    }

    private void end() {
        process.destroyForcibly();
    }

    /** Kills the process, since nothing of it is needed any more, and removes its directory. */
    @Override
    public void close() throws IOException {
        if (process != null) {
            end();
            process.onExit().join();
            Runtime.getRuntime().removeShutdownHook(reaper);
        }
        Directories.remove(directory);
    }
}
