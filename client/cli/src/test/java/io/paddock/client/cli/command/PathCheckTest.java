package io.paddock.client.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The local checks of the specification, cli 8; the texts are ZooKeeper's, observed. */
class PathCheckTest {

    @ParameterizedTest
    @CsvSource(delimiter = '%', textBlock = """
            a       % Path must start with / character
            /a/     % Path must not end with / character
            /a//b   % Invalid path string "/a//b" caused by empty node name specified @3
            /a/../b % Invalid path string "/a/../b" caused by relative paths not allowed @4
            /.      % Invalid path string "/." caused by relative paths not allowed @1
            """)
    void whatIsNoPathIsRefusedInTheWordsThatScriptsKnow(String path, String text) {
        assertThatThrownBy(() -> PathCheck.valid(path)).hasMessage(text);
    }

    @Test
    void anEmptyPathIsTooShort() {
        assertThatThrownBy(() -> PathCheck.valid("")).hasMessage("Path length must be > 0");
    }

    @Test
    void controlCharactersAreRefused() {
        assertThatThrownBy(() -> PathCheck.valid("/a\u0000b")).hasMessageContaining("null character not allowed @2");
        assertThatThrownBy(() -> PathCheck.valid("/a\u001bb")).hasMessageContaining("invalid character @2");
    }

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "/a b/c", "/ä/日本", "/a./..b", "/.a"})
    void whatIsAPathIsGivenBack(String path) throws CommandFailure {
        assertThat(PathCheck.valid(path)).isEqualTo(path);
    }

    @Test
    void aSequentialPathMayEndWithASlash() {
        assertThatCode(() -> PathCheck.validSequential("/queue/")).doesNotThrowAnyException();
    }
}
