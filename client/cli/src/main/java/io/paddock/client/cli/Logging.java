package io.paddock.client.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** The log: none unless the user asks for it, because results are read by people and scripts. It also starts faster so. */
final class Logging {

    /** The property by which a user chooses what is logged. */
    static final String CONFIGURATION = "logback.configurationFile";

    private static final String FILE = "paddock.shell.log";

    private Logging() {}

    /** What is wrong with it, as a sentence; null if nothing is. The file may be null. */
    static String set(boolean verbose, String file) {
        if (file != null) {
            System.setProperty(FILE, file);
            choose("log-file.xml");
            return complaint(file);
        }
        if (verbose) {
            choose("verbose.xml");
        } else if (System.getProperty(CONFIGURATION) == null) {
            System.setProperty("slf4j.internal.verbosity", "WARN");
            System.setProperty("slf4j.provider", "org.slf4j.helpers.NOP_FallbackServiceProvider");
        }
        return null;
    }

    private static void choose(String resource) {
        System.setProperty(CONFIGURATION, System.getProperty(CONFIGURATION, "io/paddock/client/cli/" + resource));
    }

    private static String complaint(String file) {
        try {
            Files.newOutputStream(Path.of(file), StandardOpenOption.CREATE, StandardOpenOption.APPEND)
                    .close();
            return null;
        } catch (NoSuchFileException e) {
            return "The log cannot be written to " + file + ": there is no such folder.";
        } catch (IOException | InvalidPathException e) {
            return "The log cannot be written to " + file + ": " + e.getMessage();
        }
    }
}
