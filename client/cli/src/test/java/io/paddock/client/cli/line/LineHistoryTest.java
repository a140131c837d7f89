package io.paddock.client.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class LineHistoryTest {

    private final LineHistory history = new LineHistory();

    @Test
    void theLastElevenLinesAreShownTheCurrentOneIncluded() {
        for (int i = 0; i < 14; i++) {
            history.note("line " + i);
            history.advance();
        }
        history.note("history");
        assertThat(history.shown()).hasSize(11).startsWith(entry(4, "line 4")).endsWith(entry(14, "history"));
    }

    @Test
    void aCommandOnTheCommandLineHasNoLine() {
        assertThat(history.shown()).containsExactly(entry(0, null));
    }

    @Test
    void onlyWhatWasExecutedCanBeRepeated() {
        history.note("ls /");
        history.advance();
        history.note("redo 0");
        assertThat(history.executed(0)).isEqualTo("ls /");
        assertThat(history.executed(1)).isNull();
        assertThat(history.executed(-1)).isNull();
    }

    @Test
    void aRepeatedLineTakesThePlaceOfTheRedo() {
        history.note("ls /");
        history.advance();
        history.note("redo 0");
        history.note("ls /");
        history.advance();
        assertThat(history.shown()).containsExactly(entry(0, "ls /"), entry(1, "ls /"), entry(2, null));
    }

    private static LineHistory.Entry entry(int number, String line) {
        return new LineHistory.Entry(number, line);
    }
}
