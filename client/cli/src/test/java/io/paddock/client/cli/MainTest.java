package io.paddock.client.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MainTest {

    private final PrintStream realErr = System.err;
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @BeforeEach
    void catchErrors() {
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
    }

    @AfterEach
    void releaseErrors() {
        System.setErr(realErr);
    }

    @Test
    void aTimeoutThatIsNoNumberIsTold() {
        assertThat(Main.run("-timeout", "soon", "ls", "/")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("-timeout takes a number of ms. For input string: \"soon\"\n");
    }

    @Test
    void whoAsksForJsonAnywhereIsToldInJson() {
        assertThat(Main.run("-timeout", "soon", "ls", "/", "--json")).isEqualTo(1);
        assertThat(err.toString(StandardCharsets.UTF_8))
                .startsWith(
                        "{\"error\":\"Failed\",\"code\":null,\"path\":null,\"message\":\"-timeout takes a number of ms. ");
    }
}
