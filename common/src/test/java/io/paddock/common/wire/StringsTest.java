package io.paddock.common.wire;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StringsTest {

    /** U+1F434 is f0 9f 90 b4 in UTF-8; its surrogates are d83d and dc34. */
    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "a proper character beyond U+FFFF, f09f90b4, 1f434",
        "the same as two surrogates, eda0bdedb0b4, 1f434",
        "between letters, 61eda0bdedb0b462, 61 1f434 62",
        "the first character beyond U+FFFF, eda080edb080, 10000",
        "the last one, edafbfedbfbf, 10ffff",
        "two in a row, eda0bdedb0b4eda0bdedb0b4, 1f434 1f434",
        "the last character before the surrogates, ed9fbf, d7ff"
    })
    void aCharacterIsReadInEitherForm(String what, String bytes, String codePoints) {
        int[] expected = java.util.Arrays.stream(codePoints.split(" "))
                .mapToInt(hex -> Integer.parseInt(hex, 16))
                .toArray();
        assertThat(read(bytes)).as(what).isEqualTo(new String(expected, 0, expected.length));
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource({
        "a first surrogate alone, eda0bd",
        "a second surrogate alone, edb0b4",
        "surrogates in the wrong order, edb0b4eda0bd",
        "a pair that ends early, eda0bdedb0",
        "a byte that begins nothing, 80"
    })
    void whatIsNeitherFormBecomesReplacementCharacters(String what, String bytes) {
        assertThat(read(bytes)).as(what).isNotEmpty().matches("\ufffd+");
    }

    @Test
    void aCharacterIsAlwaysWrittenInTheProperForm() {
        assertThat(new WireOutput().string(read("eda0bdedb0b4")).toByteArray())
                .isEqualTo(HexFormat.of().parseHex("00000004f09f90b4"));
    }

    private static String read(String hex) {
        byte[] utf8 = HexFormat.of().parseHex(hex);
        return new WireInput(ByteBuffer.allocate(4 + utf8.length)
                        .putInt(utf8.length)
                        .put(utf8)
                        .array())
                .string();
    }
}
