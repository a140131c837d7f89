package io.paddock.client.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class OutputTest {

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Test
    void aPipeGetsTheBytesAndATerminalTheirDescription() {
        show(output(false, true, Format.TEXT));
        assertThat(printed(out)).isEqualTo("name \u001b[2J\n");
        assertThat(printed(err)).isEqualTo("error \\u001b[2J\nhint\n");

        out.reset();
        err.reset();
        show(output(true, false, Format.TEXT));
        assertThat(printed(out)).isEqualTo("name \\u001b[2J\n");
        assertThat(printed(err)).isEqualTo("error \u001b[2J\n");
    }

    @Test
    void asJsonAllIsJson() {
        show(output(true, true, Format.JSON));
        assertThat(printed(out)).isEqualTo("{\"name\":\"\\u001B[2J\"}\n");
        assertThat(printed(err)).isEqualTo("{\"warning\":\"error \\u001B[2J\"}\n");
    }

    private static void show(Output output) {
        output.show(new Message("name \u001b[2J\n", json -> json.writeStringField("name", "\u001b[2J")));
        output.error("error \u001b[2J");
        output.hint("hint");
        output.flush();
    }

    private Output output(boolean terminal, boolean errorTerminal, Format format) {
        return new Output(new StreamSink(out, err, terminal, errorTerminal), format, Style.PLAIN, false);
    }

    private static String printed(ByteArrayOutputStream stream) {
        return stream.toString(StandardCharsets.UTF_8);
    }
}
