package io.paddock.server.runtime;

import io.paddock.server.clientport.ClientPort;
import io.paddock.server.config.ConfigResult;
import io.paddock.server.config.ExitCode;
import io.paddock.server.config.Problem;
import io.paddock.server.config.ServerConfig;
import io.paddock.server.config.ServerConfigReader;
import io.paddock.server.storage.DamagedData;
import io.paddock.server.storage.StorageFailure;
import io.paddock.server.storage.UnusableDirectory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.Security;
import java.util.List;
import java.util.Objects;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server process: reads the configuration, runs a {@link PaddockServer} until somebody ends it, and tells the parent
 * by its exit code what happened (operations, section 8).
 */
public final class Main {

    private static final Logger LOG = LoggerFactory.getLogger(Main.class);

    static final String USAGE = "Usage: QuorumPeerMain configfile | --embedded dataDir";

    /**
     * A file that exists; a server that serves writes its client port into it. {@code zkServer.sh start} waits for that,
     * whatever the log is configured to do.
     */
    static final String START_REPORT = "paddock.start.report";

    /** A setting of Netty. By default it writes down where every 128th buffer was made: a few percent of each read. */
    private static final String LEAK_DETECTION = "io.netty.leakDetection.level";

    /** A setting of Netty. By default the first buffer starts Java's flight recorder, to report buffers to it. */
    private static final String FLIGHT_RECORDING = "io.netty.jfr.enabled";

    /** How long Java remembers what a name stands for: members that move are to be found at their new place. */
    private static final String NAME_CACHE_SECONDS = "1";

    private Main() {}

    public static void main(String[] args) {
        ExitCode code = run(args);
        if (code != null) {
            exit(code);
        }
    }

    /** Null if the server runs. */
    private static ExitCode run(String[] args) {
        prepareNetwork();
        ConfigResult result;
        if (args.length == 1) {
            LOG.info("Reading configuration from: {}", args[0]);
            result = ServerConfigReader.read(Path.of(args[0]), System.getProperties());
        } else if (args.length == 2 && args[0].equals("--embedded")) {
            LOG.info("No configuration file: running on the embedded default, data in {}", args[1]);
            result = ServerConfigReader.embedded(Path.of(args[1]), System.getProperties());
        } else {
            System.err.println(USAGE);
            return ExitCode.INVALID_INVOCATION;
        }
        if (result instanceof ConfigResult.Accepted accepted
                && accepted.config().ensemble() != null) {
            MemberNumber.show(accepted.config().serverId(), LoggerFactory.getILoggerFactory());
        }
        logProblems(result.problems());
        if (result instanceof ConfigResult.Refused refused) {
            if (refused.exitCode() == ExitCode.INVALID_INVOCATION) {
                System.err.println("Invalid config, exiting abnormally");
            }
            return refused.exitCode();
        }
        return start(((ConfigResult.Accepted) result).config());
    }

    /** The network library loads while this thread reads the configuration and the database. */
    private static void prepareNetwork() {
        configureNetwork();
        Thread thread = new Thread(ClientPort::prepare, "paddock-prepare");
        thread.setDaemon(true);
        thread.start();
    }

    /** What the network library reads when it is loaded. */
    static void configureNetwork() {
        setUnlessGiven(LEAK_DETECTION, "disabled");
        setUnlessGiven(FLIGHT_RECORDING, "false");
    }

    private static void setUnlessGiven(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /** @param shipped the value that Java comes with: an operator's own stays */
    private static void forgetNamesSoon(String setting, String shipped) {
        if (Objects.equals(Security.getProperty(setting), shipped)) {
            Security.setProperty(setting, NAME_CACHE_SECONDS);
        }
    }

    private static void logProblems(List<Problem> problems) {
        for (Problem problem : problems) {
            switch (problem.severity()) {
                case INVALID, UNSTARTABLE, ERROR -> LOG.error("{}", problem.sentence());
                case WARN -> LOG.warn("{}", problem.sentence());
                case INFO -> LOG.info("{}", problem.sentence());
            }
        }
    }

    private static ExitCode start(ServerConfig config) {
        PaddockServer server = new PaddockServer(config, Main::onFatal);
        try {
            server.start();
        } catch (UnavailableScheme e) {
            LOG.error("{}", e.getMessage());
            System.err.println(USAGE);
            return ExitCode.INVALID_INVOCATION;
        } catch (UnusableDirectory e) {
            LOG.error("{}", e.getMessage());
            System.err.println("Unable to access datadir, exiting abnormally");
            return ExitCode.UNABLE_TO_ACCESS_DATADIR;
        } catch (DamagedData | StorageFailure e) {
            LOG.error("{}", e.getMessage());
            return ExitCode.UNEXPECTED_ERROR;
        } catch (IOException e) {
            LOG.error("Unexpected exception, exiting abnormally: {}", e.getMessage());
            return ExitCode.UNEXPECTED_ERROR;
        }
        try {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> stop(server), "paddock-shutdown"));
        } catch (IllegalStateException endsAlready) {
            // Nobody was served yet, so there is nothing to end in order. What is on disk is as after any end.
            LOG.info("Told to end while starting");
            return null;
        }
        report(server);
        return null;
    }

    private static void report(PaddockServer server) {
        String file = System.getProperty(START_REPORT);
        if (file == null) {
            return;
        }
        InetSocketAddress address = server.clientAddress();
        try {
            // Not created: who does not wait any more has removed it.
            Files.writeString(
                    Path.of(file),
                    address == null ? "no client port\n" : address.getPort() + "\n",
                    StandardOpenOption.WRITE);
        } catch (IOException e) {
            LOG.debug("Nobody waits for the start: {}", e.toString());
        }
    }

    private static void stop(PaddockServer server) {
        try {
            LOG.info("Stopping: what clients were told is made durable, then the connections close");
            server.stop();
            LOG.info("Stopped");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Nothing is acknowledged any more. The process ends at once: a supervisor starts it again from what is on disk. */
    private static void onFatal(String thread, Throwable cause) {
        if (cause instanceof StorageFailure failure) {
            LOG.error("Severe unrecoverable error, from thread : {}: {}", thread, failure.getMessage());
        } else {
            LOG.error("Severe unrecoverable error, from thread : {}. This is a defect of the server.", thread, cause);
        }
        LOG.error("Exiting JVM with code {}", ExitCode.UNEXPECTED_ERROR.value());
        Runtime.getRuntime().halt(ExitCode.UNEXPECTED_ERROR.value());
    }

    private static void exit(ExitCode code) {
        if (code == ExitCode.EXECUTION_FINISHED) {
            LOG.info("Exiting JVM with code {}", code.value());
        } else {
            LOG.error("Exiting JVM with code {}", code.value());
        }
        System.exit(code.value());
    }
}
