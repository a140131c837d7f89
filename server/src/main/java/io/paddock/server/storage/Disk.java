package io.paddock.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * The file system, as small as this room needs it. A name that was created, renamed or deleted is only sure to stay so
 * after {@link #forceDirectory}; bytes are only sure to stay after {@link DiskFile#force}.
 */
public interface Disk {

    /** Opens an existing file for reading. */
    DiskFile read(Path file) throws IOException;

    /** Opens an existing file for reading and writing. */
    DiskFile edit(Path file) throws IOException;

    /** Makes a new, empty file. Throws {@link java.nio.file.FileAlreadyExistsException} if the name is taken. */
    DiskFile create(Path file) throws IOException;

    boolean exists(Path file) throws IOException;

    long size(Path file) throws IOException;

    /** The names in a directory, sorted as text. */
    List<String> list(Path directory) throws IOException;

    /** Gives a file another name at once; a file that had this name is gone. */
    void rename(Path from, Path to) throws IOException;

    void delete(Path file) throws IOException;

    /** Makes a directory and its parents; nothing happens if it is there. */
    void createDirectories(Path directory) throws IOException;

    /** Returns when the names in this directory are on stable storage. */
    void forceDirectory(Path directory) throws IOException;
}
