package io.paddock.testsupport;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.StringJoiner;

/**
 * How a server is to be started: which release, in which directory, with which configuration. Owned by the test that
 * builds it. The defaults are those of the sample configuration, on a free loopback port, with every four-letter word.
 */
public final class ServerSetup {

    /** INFO to the console, as in Apache's distribution; without a file its logging library would write every DEBUG. */
    private static final String LOGGING_AS_SHIPPED = """
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

    private final Installation installation;
    private final Path directory;
    private final Map<String, String> config = new LinkedHashMap<>();
    private final Map<String, String> properties = new LinkedHashMap<>();
    private final List<String> jvmArguments = new ArrayList<>(List.of("-Xmx256m", "-XX:+UseSerialGC"));
    private final List<String> wrapper = new ArrayList<>();
    /** Null for none. */
    private String dynamicFile;

    private ServerSetup(Installation installation, Path directory) {
        this.installation = installation;
        this.directory = directory;
        config.put("tickTime", "2000");
        config.put("initLimit", "10");
        config.put("syncLimit", "5");
        config.put("maxClientCnxns", "0");
        config.put("dataDir", directory.resolve("data").toString());
        config.put("clientPortAddress", "127.0.0.1");
        config.put("admin.enableServer", "false");
        config.put("4lw.commands.whitelist", "*");
        if (installation.isPaddock()) {
            jvmArguments.add("-ea");
        }
    }

    /** A server of this release that keeps everything it writes below this directory. */
    public static ServerSetup of(Installation installation, Path directory) {
        return new ServerSetup(installation, directory);
    }

    /** A line of {@code zoo.cfg}. */
    public ServerSetup config(String key, String value) {
        config.put(key, value);
        return this;
    }

    /** A system property, as {@code -D}. */
    public ServerSetup property(String key, String value) {
        properties.put(key, value);
        return this;
    }

    /** Replaces the arguments of the virtual machine (heap and collector). */
    public ServerSetup jvm(String... arguments) {
        jvmArguments.clear();
        jvmArguments.addAll(List.of(arguments));
        return this;
    }

    /** For one of many servers that live for seconds: a small heap, and code that is compiled soon rather than well. */
    public ServerSetup shortLived() {
        return jvm("-Xmx96m", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-ea:io.paddock...");
    }

    /** The members stand in a file of this name beside the configuration, and not in it. */
    public ServerSetup dynamicFile(String name) {
        dynamicFile = name;
        return this;
    }

    /** A command in front of the server's command line, for example {@code taskset -c 0}; nothing for none. */
    public ServerSetup wrappedIn(String... command) {
        wrapper.clear();
        wrapper.addAll(List.of(command));
        return this;
    }

    public Path dataDir() {
        return Path.of(config.get("dataDir"));
    }

    String clientHost() {
        return config.get("clientPortAddress");
    }

    /** Starts the server and returns when it serves. */
    public ServerProcess start() throws IOException {
        ServerProcess server = prepared();
        server.start();
        return server;
    }

    /** A server that was not started yet. */
    public ServerProcess prepared() {
        return new ServerProcess(this);
    }

    Installation installation() {
        return installation;
    }

    Path directory() {
        return directory;
    }

    List<String> commandLine(int port) throws IOException {
        Files.createDirectories(directory);
        Path file = directory.resolve("zoo.cfg");
        StringJoiner lines = new StringJoiner("\n", "", "\n");
        StringJoiner members = new StringJoiner("\n", "", "\n");
        config.forEach((key, value) -> {
            boolean apart = dynamicFile != null && key.startsWith("server.");
            (apart ? members : lines).add(key + "=" + value);
        });
        lines.add("clientPort=" + port);
        if (dynamicFile != null) {
            Path apart = Files.writeString(directory.resolve(dynamicFile), members.toString());
            lines.add("dynamicConfigFile=" + apart);
        }
        Files.writeString(file, lines.toString());

        List<String> command = new ArrayList<>(wrapper);
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(jvmArguments);
        command.add("-Dzookeeper.log.dir=" + directory);
        if (!installation.isPaddock()) {
            Files.writeString(directory.resolve("logback.xml"), LOGGING_AS_SHIPPED);
            command.add("-Dlogback.configurationFile=" + directory.resolve("logback.xml"));
        }
        properties.forEach((key, value) -> command.add("-D" + key + "=" + value));
        command.add("-cp");
        command.add(installation.classPathArgument());
        command.add(Installation.SERVER_CLASS);
        command.add(file.toString());
        return command;
    }
}
