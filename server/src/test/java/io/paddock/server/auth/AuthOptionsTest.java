package io.paddock.server.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.server.config.AccessConfig;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuthOptionsTest {

    @ParameterizedTest(name = "provider {0}, secure port {1}: sasl {2}, x509 {3}, ensemble {4}")
    @CsvSource({
        "IPAuthenticationProvider, false, false, false, false",
        "DigestAuthenticationProvider, true, false, true, false",
        "SASLAuthenticationProvider, false, true, false, false",
        "X509AuthenticationProvider, false, false, true, false",
        "EnsembleAuthenticationProvider, false, false, false, true"
    })
    void aProviderClassTurnsItsSchemeOn(
            String provider, boolean securePort, boolean sasl, boolean x509, boolean ensemble) {
        AccessConfig access = access(Map.of("1", "org.apache.zookeeper.server.auth." + provider));

        AuthOptions options = AuthOptions.of(access, securePort);

        assertThat(options.saslEnabled()).isEqualTo(sasl);
        assertThat(options.x509Enabled()).isEqualTo(x509);
        assertThat(options.ensembleEnabled()).isEqualTo(ensemble);
        assertThat(AuthOptions.unknownProviders(access)).isEmpty();
    }

    @Test
    void withoutAnySettingTheOptionsAreTheDefaults() {
        assertThat(AuthOptions.of(access(Map.of()), false)).isEqualTo(AuthOptions.DEFAULT);
    }

    @Test
    void aProviderOfSomebodyElseIsNamed() {
        assertThat(AuthOptions.unknownProviders(access(Map.of("7", "com.example.Tokens"))))
                .containsExactly("com.example.Tokens");
    }

    private static AccessConfig access(Map<String, String> providers) {
        SortedMap<String, String> sorted = new TreeMap<>(providers);
        return new AccessConfig(
                false, false, true, "SHA1", null, false, null, List.of(), sorted, List.of(), false, null, List.of());
    }
}
