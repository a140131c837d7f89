package io.paddock.client.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.client.cli.output.Format;
import org.junit.jupiter.api.Test;

/** Specification, cli 1. */
class StartOptionsTest {

    @Test
    void withoutWordsItTalksToTheLocalServer() {
        StartOptions options = StartOptions.parse();
        assertThat(options.server()).isEqualTo("localhost:2181");
        assertThat(options.timeoutMs()).isEqualTo(30_000);
        assertThat(options.command()).isEmpty();
    }

    @Test
    void optionsEndAtTheFirstWordWithoutADash() {
        StartOptions options = StartOptions.parse(
                "-server", "h:1/app", "-timeout", "500", "-r", "-waitforconnection", "get", "-s", "/a");
        assertThat(options.server()).isEqualTo("h:1/app");
        assertThat(options.timeoutMs()).isEqualTo(500);
        assertThat(options.readOnly()).isTrue();
        assertThat(options.waitForConnection()).isTrue();
        assertThat(options.command()).containsExactly("get", "-s", "/a");
        assertThat(options.complaints()).isEmpty();
    }

    @Test
    void anOptionWithoutItsArgumentIsToldAndTheDefaultStays() {
        StartOptions options = StartOptions.parse("-server");
        assertThat(options.complaints()).containsExactly("Error: no argument found for option -server");
        assertThat(options.server()).isEqualTo("localhost:2181");
    }

    @Test
    void anUnknownOptionIsToldAndPassedOver() {
        StartOptions options = StartOptions.parse("-bogus", "ls", "/");
        assertThat(options.complaints()).singleElement().asString().contains("-bogus");
        assertThat(options.command()).containsExactly("ls", "/");
    }

    @Test
    void theLogMayGoToAFile() {
        assertThat(StartOptions.parse("ls", "/").log()).isNull();
        assertThat(StartOptions.parse("--log", "shell.log", "ls", "/").log()).isEqualTo("shell.log");
    }

    @Test
    void aTimeoutIsANumber() {
        assertThatThrownBy(() -> StartOptions.parse("-timeout", "abc"))
                .isInstanceOf(NumberFormatException.class)
                .hasMessageContaining("abc");
    }

    @Test
    void resultsMayBeWantedAsJson() {
        assertThat(StartOptions.parse("--output", "json", "ls").format()).isEqualTo(Format.JSON);
        assertThat(StartOptions.parse("--json", "ls").format()).isEqualTo(Format.JSON);
        assertThat(StartOptions.parse("ls", "--json").format()).isEqualTo(Format.TEXT);
    }
}
