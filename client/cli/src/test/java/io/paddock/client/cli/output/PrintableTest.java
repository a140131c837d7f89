package io.paddock.client.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PrintableTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "plain",
                "two\nlines\tand a tab",
                "Windows\r\nlines",
                "grüße, 日本, \ud83d\ude00",
                "\ufdd0\ufdd5",
                "\ud800\udc00\ud800\udc05"
            })
    void whatATerminalOnlyShowsStaysAsItIs(String text) {
        assertThat(Printable.of(text)).isSameAs(text);
        assertThat(Printable.isHarmless(text)).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\u001b[2J",
                "over\rwritten",
                "bell\u0007",
                "\u009b31m",
                "\u007f",
                "\u202egpj.exe",
                "\u2028",
                "half \ud83d",
                "\ude00"
            })
    void whatATerminalTakesAsAnOrderIsWrittenOut(String text) {
        assertThat(Printable.isHarmless(text)).isFalse();
        assertThat(Printable.of(text)).contains("\\u").matches(Printable::isHarmless);
    }

    @Test
    void anOrderIsWrittenAsInJson() {
        assertThat(Printable.of("a\u001b[31m\rb")).isEqualTo("a\\u001b[31m\\u000db");
    }

    @Test
    void theColoursOfTheShellAreNoOrdersOfOthers() {
        assertThat(Printable.of(Style.COLOURED.bad("gone\u001b[0m"))).isEqualTo("\u001b[31mgone\\u001b[0m\u001b[0m");
        assertThat(Printable.of(Style.PLAIN.bad("gone"))).isEqualTo("gone");
    }

    @Test
    void aCharacterOfTwoHalvesIsNoColourWhereverItStands() {
        String text = "\ud83d\ude00\ud800\udc05";
        assertThat(Printable.of(Style.COLOURED.good(Style.COLOURED.dim(text)) + text))
                .isEqualTo("\u001b[32m\u001b[2m" + text + "\u001b[0m\u001b[0m" + text);
    }
}
