package io.paddock.interop.scripts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.paddock.interop.scripts.Installed.Configured;
import io.paddock.testsupport.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The archive of loaded classes: made behind the first start, read by the next, and never a reason for a word. */
class ClassArchiveTest {

    private static final String FLAG = " -XX:SharedArchiveFile=";

    @TempDir
    private Path folder;

    private Installed paddock;
    private Configured server;
    private Path lib;

    @BeforeEach
    void install() throws IOException {
        // Without an archive of its own a Java cannot make another.
        assumeTrue(Files.exists(Path.of(System.getProperty("java.home"), "lib/server/classes.jsa")));
        // Java 17 archives no class of a jar whose path has a blank.
        paddock = Installed.below(folder, "paddock");
        server = paddock.configured("one");
        lib = paddock.home().resolve("lib");
    }

    @AfterEach
    void endServers() throws IOException {
        paddock.close();
    }

    @Test
    void theFirstStartMakesItTheSecondReadsItAndNewJarsGetANewOne() throws IOException {
        start("");
        Path first = madeIn(lib);
        stop();

        assertThat(originOfAStart()).endsWith("shared objects file (top)");
        assertThat(printCommand()).contains(FLAG);
        stop();

        rebuildAJar();
        start("");
        Eventually.eventually(
                Duration.ofSeconds(120), () -> assertThat(madeIn(lib)).isNotEqualTo(first));
        stop();
    }

    @Test
    void anArchiveThatIsNoneIsIgnoredWithoutAWord() throws IOException {
        start("");
        Path archive = madeIn(lib);
        stop();
        Files.delete(archive);
        Files.writeString(archive, "no archive");

        assertThat(printCommand()).contains(FLAG);
        assertThat(originOfAStart()).contains("source: file:");
        assertThat(output()).startsWith("20").doesNotContain("[cds");
    }

    @Test
    void itCanBeTurnedOff() throws IOException {
        start("off");
        assertThat(printCommand("off")).doesNotContain(FLAG);
        stop();
        start("");
        madeIn(lib);
        assertThat(printCommand("off")).doesNotContain(FLAG);
    }

    @Test
    void besideJarsThatAreNotOursItIsKeptAmongTheLogs() throws IOException {
        assertThat(lib.toFile().setWritable(false)).isTrue();
        try {
            assumeFalse(Files.isWritable(lib), "root writes everywhere");
            start("");
            madeIn(paddock.home().resolve("logs"));
            stop();
            assertThat(originOfAStart()).endsWith("shared objects file (top)");
        } finally {
            assertThat(lib.toFile().setWritable(true)).isTrue();
        }
    }

    private void start(String archive) throws IOException {
        Outcome start = paddock.zkServer(
                Map.of("ZOO_CLASS_ARCHIVE", archive), "start", server.file().toString());
        assertThat(start).isEqualTo(new Outcome(0, "Starting zookeeper ... STARTED\n", server.preamble()));
    }

    private void stop() throws IOException {
        assertThat(paddock.zkServer("stop", server.file().toString()).out())
                .isEqualTo("Stopping zookeeper ... STOPPED\n");
    }

    /** Starts the server; where its class came from, in the words of Java. */
    private String originOfAStart() throws IOException {
        Path report = paddock.base().resolve("classes");
        Map<String, String> environment = Map.of(
                "ZOO_CLASS_ARCHIVE",
                "",
                "SERVER_JVMFLAGS",
                "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC -Xlog:class+load:file=" + report);
        assertThat(paddock.zkServer(environment, "start", server.file().toString())
                        .out())
                .isEqualTo("Starting zookeeper ... STARTED\n");
        try (Stream<String> lines = Files.lines(report)) {
            return lines.filter(line -> line.contains(" io.paddock.server.runtime.PaddockServer "))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private String printCommand() throws IOException {
        return printCommand("");
    }

    private String printCommand(String archive) throws IOException {
        return paddock.zkServer(
                        Map.of("ZOO_CLASS_ARCHIVE", archive),
                        "print-cmd",
                        server.file().toString())
                .out();
    }

    private String output() throws IOException {
        return Files.readString(paddock.outFile(paddock.home().resolve("logs")));
    }

    /** As a build leaves it whose files have a fixed date and happen to be as long as before. */
    private void rebuildAJar() throws IOException {
        Path jar;
        try (Stream<Path> files = Files.list(lib)) {
            jar = files.filter(file -> file.getFileName().toString().startsWith("paddock-client-"))
                    .findFirst()
                    .orElseThrow();
        }
        var time = Files.getLastModifiedTime(jar);
        byte[] content = Files.readAllBytes(jar);
        // The date of the first entry.
        content[10] ^= 1;
        Files.write(jar, content, StandardOpenOption.TRUNCATE_EXISTING);
        Files.setLastModifiedTime(jar, time);
    }

    /** The only archive there, once it is complete and the folder of its making is gone. */
    private static Path madeIn(Path folder) {
        return Eventually.eventually(Duration.ofSeconds(120), () -> {
            try (Stream<Path> files = Files.list(folder)) {
                List<Path> archives =
                        files.filter(file -> file.toString().contains(".jsa")).toList();
                assertThat(archives).singleElement().asString().endsWith(".jsa");
                return archives.get(0);
            }
        });
    }
}
