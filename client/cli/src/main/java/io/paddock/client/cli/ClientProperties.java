package io.paddock.client.cli;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Properties;

/**
 * What the properties of a ZooKeeper client say, from a file and as system properties, as far as it concerns this one.
 *
 * @param replyBytesMax of {@code jute.maxbuffer}
 * @param secure of {@code zookeeper.client.secure}
 */
record ClientProperties(int replyBytesMax, boolean secure) {

    private static final int REPLY_BYTES_MAX = 16 << 20;

    /** A file cannot be used. The message is a sentence. */
    static final class Unreadable extends Exception {
        private static final long serialVersionUID = 1;

        Unreadable(String message) {
            super(message);
        }
    }

    /** The file may be null. Its properties come before those of the system. */
    static ClientProperties read(String file, Properties system) throws Unreadable {
        Properties all = new Properties(system);
        if (file != null) {
            load(file, all);
        }
        return new ClientProperties(
                replyBytesMax(all.getProperty("jute.maxbuffer")),
                Boolean.parseBoolean(all.getProperty("zookeeper.client.secure")));
    }

    private static void load(String file, Properties into) throws Unreadable {
        try (Reader reader = Files.newBufferedReader(Path.of(file))) {
            into.load(reader);
        } catch (NoSuchFileException e) {
            throw new Unreadable("The client configuration cannot be read: " + file + " file is missing");
        } catch (IOException | IllegalArgumentException e) {
            throw new Unreadable("The client configuration " + file + " cannot be read: " + e.getMessage());
        }
    }

    /** Decimal, or hexadecimal with 0x, as ZooKeeper takes it. */
    private static int replyBytesMax(String text) throws Unreadable {
        try {
            return text == null ? REPLY_BYTES_MAX : Math.max(Integer.decode(text.strip()), 1);
        } catch (NumberFormatException e) {
            throw new Unreadable("jute.maxbuffer is " + text + ", which is no number of bytes.");
        }
    }
}
