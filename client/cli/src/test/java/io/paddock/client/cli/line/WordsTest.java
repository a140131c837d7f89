package io.paddock.client.cli.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The table of the specification, cli 4. */
class WordsTest {

    @ParameterizedTest
    @CsvSource(delimiter = '%', quoteCharacter = '`', textBlock = """
            create /a 'single quoted'          % create|/a|single quoted
            create /a "it's"                   % create|/a|it's
            create "/a with space" v           % create|/a with space|v
            set /a {"k":"v"}                   % set|/a|{"k":"v"}
            set /a '{"a":"b c"}'               % set|/a|{"a":"b c"}
            set /a {"a":"b c"}                 % set|/a|{"a":"b|c"}
            create /a a"b c"d                  % create|/a|a"b|c"d
            create /a "a b"c d                 % create|/a|a b|c|d
            create /a 'unclosed here           % create|/a|unclosed|here
            ls /;ls /                          % ls|/;ls|/
            set /a a\\nb                       % set|/a|a\\nb
            """)
    void aLineIsCutAsInTheTable(String line, String words) {
        assertThat(Words.of(line.strip())).isEqualTo(Arrays.asList(words.strip().split("\\|")));
    }

    @Test
    void anEmptyWordIsAWord() {
        assertThat(Words.of("create /a \"\"")).isEqualTo(List.of("create", "/a", ""));
    }

    @Test
    void blanksAndALoneQuoteAreNoWords() {
        assertThat(Words.of("   ")).isEmpty();
        assertThat(Words.of("\"")).isEmpty();
        assertThat(Words.of("  ls   /  ")).isEqualTo(List.of("ls", "/"));
    }
}
