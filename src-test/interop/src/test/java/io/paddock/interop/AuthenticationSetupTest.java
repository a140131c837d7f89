package io.paddock.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.Installation;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Starts whose authentication is set up in a way that cannot work, or not as meant. */
class AuthenticationSetupTest {

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}, {1}={2}")
    @CsvSource({
        "theirs, enforce.auth.schemes, tokens, tokens",
        "ours,   enforce.auth.schemes, tokens, tokens",
        "ours,   enforce.auth.schemes, 'digest, tokens', tokens",
        "theirs, sessionRequireClientSASLAuth, true, sasl",
        "ours,   sessionRequireClientSASLAuth, true, sasl"
    })
    void aServerDoesNotStartIfASchemeThatDoesNotExistIsDemanded(String who, String key, String value, String scheme)
            throws IOException {
        Installation installation = who.equals("ours") ? Installation.underTest() : Installation.apache();
        ServerProcess server = ServerSetup.of(installation, directory)
                .config("enforce.auth.enabled", "true")
                .config("enforce.auth.schemes", "digest")
                .config(key, value)
                .prepared();
        assertThat(server.startAndAwaitExit()).isEqualTo(2);
        assertThat(server.log())
                .contains("Authentication scheme " + scheme + " is not available")
                .contains("Usage: ");
    }

    @Test
    void aProviderThatCannotBeLoadedIsNamedOnceAndTheServerServes() throws IOException {
        try (ServerProcess server = ServerSetup.of(Installation.underTest(), directory)
                .config("authProvider.1", "com.example.Tokens")
                .start()) {
            assertThat(server.log().lines().filter(line -> line.contains("Problems loading com.example.Tokens")))
                    .hasSize(1)
                    .allMatch(line -> line.contains(" WARN "));
        }
    }
}
