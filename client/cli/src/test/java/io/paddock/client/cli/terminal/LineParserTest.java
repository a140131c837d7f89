package io.paddock.client.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.jline.reader.CompletingParsedLine;
import org.jline.reader.Parser.ParseContext;
import org.junit.jupiter.api.Test;

class LineParserTest {

    private static CompletingParsedLine typed(String line) {
        return (CompletingParsedLine) new LineParser().parse(line, line.length(), ParseContext.COMPLETE);
    }

    @Test
    void theLastWordIsTheOneToComplete() {
        assertThat(typed("get /a").words()).containsExactly("get", "/a");
        assertThat(typed("get /a").word()).isEqualTo("/a");
        assertThat(typed("get ").words()).containsExactly("get", "");
        assertThat(typed("").words()).containsExactly("");
    }

    @Test
    void aPathInQuotesIsCompletedInsideThem() {
        CompletingParsedLine line = typed("get \"/a b");
        assertThat(line.word()).isEqualTo("/a b");
        assertThat(line.rawWordLength()).isEqualTo(5);
        assertThat(line.escape("/a bc", true)).hasToString("\"/a bc\"");
    }

    @Test
    void aPathThatNeedsQuotesGetsThem() {
        assertThat(typed("get /a").escape("/a b", true)).hasToString("\"/a b\"");
        assertThat(typed("get /a").escape("/ab", true)).hasToString("/ab");
    }

    @Test
    void nothingIsRefusedOrAnEscape() {
        assertThat(typed("set /a 'unclosed").words()).containsExactly("set", "/a", "unclosed");
        assertThat(new LineParser().isEscapeChar('\\')).isFalse();
    }
}
