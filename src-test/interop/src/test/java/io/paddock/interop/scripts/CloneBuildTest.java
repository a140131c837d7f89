package io.paddock.interop.scripts;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A clone builds itself, once. Its {@code mvnw} is a stand-in that talks as Maven does and delivers the jars. */
class CloneBuildTest {

    private static final String FIRST_LINE = "This clone has not been built yet: building the server, once.\n";

    @TempDir
    private Path folder;

    private Installed paddock;

    @BeforeEach
    void cloneOf() throws IOException {
        paddock = Installed.below(folder);
        Path home = paddock.home();
        Files.move(home.resolve("lib"), home.resolve("built"));
        Files.createFile(home.resolve("pom.xml"));
    }

    @AfterEach
    void endServers() throws IOException {
        paddock.close();
    }

    @Test
    void theFirstUseBuildsAndSaysSoAndTheSecondDoesNot() throws IOException {
        maven("""
                echo "[INFO] Scanning for projects..."
                echo "Downloaded from somewhere: http://somewhere/a.jar (1 kB at 1 kB/s)"
                echo "[INFO] Building Paddock server 0.1.0                       [4/4]"
                echo "$@" >arguments
                mkdir -p server/target/paddock
                cp -r built server/target/paddock/lib
                """);
        Outcome first = paddock.zkServer("version");
        assertThat(first.exitCode()).isZero();
        assertThat(first.out()).startsWith("Apache ZooKeeper, version ");
        assertThat(first.err())
                .contains(FIRST_LINE)
                .contains(".\n  Building Paddock server 0.1.0")
                .doesNotContain("Scanning");
        assertThat(paddock.home().resolve("arguments")).content().contains("-pl server -am package");

        Outcome second = paddock.zkServer("version");
        assertThat(second.out()).isEqualTo(first.out());
        assertThat(second.err()).doesNotContain(FIRST_LINE);
    }

    @Test
    void aBuildThatFailsIsShownAndNothingIsStarted() throws IOException {
        maven("""
                echo "[ERROR] no compiler"
                exit 1
                """);
        Outcome start = paddock.zkServer(Map.of(), "start");
        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.out()).isEmpty();
        assertThat(start.err()).contains(FIRST_LINE + "[ERROR] no compiler\nError: the build failed;");
        assertThat(paddock.home().resolve("data")).doesNotExist();
    }

    @Test
    void anInstallationWithoutJarsIsNoClone() throws IOException {
        Files.delete(paddock.home().resolve("pom.xml"));
        Outcome start = paddock.zkServer("start");
        assertThat(start.exitCode()).isEqualTo(1);
        assertThat(start.err())
                .endsWith("Error: there is no folder " + paddock.home() + "/lib with the jars of the server.\n");
    }

    private void maven(String script) throws IOException {
        Path mvnw = paddock.home().resolve("mvnw");
        Files.writeString(mvnw, "#!/usr/bin/env bash\n" + script);
        assertThat(mvnw.toFile().setExecutable(true)).isTrue();
    }
}
