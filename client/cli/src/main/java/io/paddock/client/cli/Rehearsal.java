package io.paddock.client.cli;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;

/**
 * A few commands against a server that is none, to be recorded: under {@code -XX:ArchiveClassesAtExit} it leaves an archive of
 * the classes that the shell needs (docs/decisions/0007-class-archive.md). Exit code 0 if all of them went well; after any
 * other what was recorded is of no use.
 */
public final class Rehearsal {

    private static final String LINES = """
            ls -s /
            get /a
            stat /a
            create /a data
            set /a data
            getAcl /a
            help get
            nonsense
            ls -R /
            """;

    private Rehearsal() {}

    public static void main(String[] arguments) {
        int code = 1;
        try {
            code = rehearse();
        } catch (IOException e) {
            e.printStackTrace();
        }
        System.exit(code);
    }

    private static int rehearse() throws IOException {
        // As a user calls it: without a log.
        System.clearProperty(Logging.CONFIGURATION);
        InputStream in = System.in;
        try (RehearsalServer server = RehearsalServer.start()) {
            int code = Main.run("-server", server.connectString(), "ls", "/");
            code += Main.run("-server", server.connectString(), "get", "--json", "/a");
            System.setIn(new ByteArrayInputStream(LINES.getBytes(StandardCharsets.UTF_8)));
            code += Main.run("-server", server.connectString());
            System.setIn(in);
            Main.rehearseTerminal(server.connectString());
            return code;
        }
    }
}
