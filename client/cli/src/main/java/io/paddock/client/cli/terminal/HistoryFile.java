package io.paddock.client.cli.terminal;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jline.reader.LineReader;

/**
 * The lines of earlier runs, in {@code ~/.zkcli_history}, or where {@code ZKCLI_HISTORY} says; empty for nowhere. Only the user may
 * read it. Lines with passwords are not kept.
 */
final class HistoryFile {

    private static final int LINES_MAX = 2_000;

    private HistoryFile() {}

    static void use(LineReader reader) {
        reader.setVariable(LineReader.HISTORY_IGNORE, "(?s)*addauth*"); // Also in the later lines of a paste.
        reader.setVariable(LineReader.HISTORY_FILE_SIZE, LINES_MAX);
        Path file = file();
        if (file != null && isUsable(file)) {
            reader.setVariable(LineReader.HISTORY_FILE, file);
        }
    }

    private static Path file() {
        String chosen = System.getenv("ZKCLI_HISTORY");
        if (chosen == null) {
            return Path.of(System.getProperty("user.home"), ".zkcli_history");
        }
        return chosen.isEmpty() ? null : Path.of(chosen);
    }

    /** Makes it if it is missing. A home that cannot be written is no reason for a word. */
    private static boolean isUsable(Path file) {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            return true;
        } catch (FileAlreadyExistsException e) {
            return Files.isWritable(file);
        } catch (IOException | UnsupportedOperationException e) {
            return false;
        }
    }
}
