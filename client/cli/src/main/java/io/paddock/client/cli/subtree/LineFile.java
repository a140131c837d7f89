package io.paddock.client.cli.subtree;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** The lines of a file, and where each ended in bytes. Owned by who reads it. */
final class LineFile implements AutoCloseable {

    private final InputStream in;
    private long position;
    private boolean complete = true;

    private LineFile(InputStream in) {
        this.in = in;
    }

    static LineFile open(Path file) throws IOException {
        return new LineFile(new BufferedInputStream(Files.newInputStream(file), 1 << 16));
    }

    /** The next line without its end; null when none is left. */
    String next() throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                position += line.size() + 1L;
                return line.toString(StandardCharsets.UTF_8);
            }
            line.write(b);
        }
        if (line.size() == 0) {
            return null;
        }
        complete = false;
        position += line.size();
        return line.toString(StandardCharsets.UTF_8);
    }

    /** The next line; null when no complete one is left. */
    String nextComplete() throws IOException {
        String line = next();
        return complete ? line : null;
    }

    /** Bytes up to the end of the last line. */
    long position() {
        return position;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
