package io.paddock.common;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PathRulesTest {

    @ParameterizedTest(name = "\"{0}\"")
    @ValueSource(
            strings = {
                "/",
                "/a",
                "/a/b",
                "/a.b",
                "/.a",
                "/a.",
                "/..a",
                "/a..",
                "/...",
                "/a/...",
                "/.../a",
                "/ ",
                "/ /a",
                "/a~",
                "/zookeeper",
                "/-_!\"#$%&'()*+,:;<=>?@[\\]^`{|}",
                "/é/中"
            })
    void isValid(String path) {
        assertThat(problem(path)).isNull();
    }

    @ParameterizedTest(name = "\"{0}\" is refused: {1}")
    @CsvSource(delimiter = '|', quoteCharacter = '"', textBlock = """
            ""       | it is empty
            "a"      | it does not start with /
            "a/b"    | it does not start with /
            " /a"    | it does not start with /
            "."      | it does not start with /
            "//"     | it ends with /
            "/a/"    | it ends with /
            "/a//"   | it ends with /
            "//a"    | it has an empty component
            "/a//b"  | it has an empty component
            "/."     | it has a relative component
            "/.."    | it has a relative component
            "/./a"   | it has a relative component
            "/../a"  | it has a relative component
            "/a/."   | it has a relative component
            "/a/.."  | it has a relative component
            "/a/./b" | it has a relative component
            "/a/../b"| it has a relative component
            """)
    void isRefused(String path, String problem) {
        assertThat(problem(path)).isEqualTo(problem);
    }

    @ParameterizedTest(name = "U+{0}: valid {1}")
    @CsvSource(delimiter = '|', textBlock = """
            0000   | false
            0001   | false
            001f   | false
            0020   | true
            007e   | true
            007f   | false
            0080   | false
            009f   | false
            00a0   | true
            07ff   | true
            0800   | true
            d7ff   | true
            e000   | false
            f8ff   | false
            f900   | true
            ffef   | true
            fff0   | false
            fffd   | false
            ffff   | false
            10000  | false
            1f600  | false
            10ffff | false
            """)
    void charactersAreJudgedWhereverTheyStand(String hex, boolean valid) {
        String character = Character.toString(Integer.parseInt(hex, 16));
        for (String path :
                new String[] {"/" + character, "/a" + character + "b", "/a/é" + character, "/b/" + character + "/c"}) {
            assertThat(problem(path) == null).as(path).isEqualTo(valid);
        }
    }

    @ParameterizedTest(name = "2f{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            80       | a continuation byte alone
            c3       | a character cut short
            c32f61   | a character cut short by a slash
            c0af     | a slash in two bytes
            c080     | U+0000 in two bytes
            e08080   | U+0000 in three bytes
            eda080   | a high surrogate
            eda080edb080 | a pair of surrogates
            fe       | a byte that UTF-8 never has
            f4908080 | beyond the last character
            """)
    void bytesThatAreNoUtf8AreRefused(String hex, String what) {
        byte[] path = HexFormat.of().parseHex("2f" + hex);
        assertThat(Path.ofUtf8(path).problem()).as(what).isEqualTo("it contains the character U+FFFD");
    }

    @Test
    void theProblemNamesTheCharacter() {
        assertThat(problem("/a\u0001")).isEqualTo("it contains the character U+0001");
        assertThat(problem("/a\u0085")).isEqualTo("it contains the character U+0085");
        assertThat(problem("/a\uf000")).isEqualTo("it contains the character U+F000");
    }

    @Test
    void lengthIsNoProblem() {
        assertThat(problem("/a".repeat(100_000))).isNull();
    }

    private static String problem(String path) {
        return Path.ofUtf8(path.getBytes(UTF_8)).problem();
    }
}
