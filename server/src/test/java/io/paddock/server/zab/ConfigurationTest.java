package io.paddock.server.zab;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class ConfigurationTest {

    private final Configuration configuration =
            new Configuration(5, "server.1=a:1:2:participant\nversion=5".getBytes(StandardCharsets.UTF_8));

    @Test
    void learnersAreToldTheLatestNumber() {
        configuration.isInForceAs(1L << 32);
        configuration.isInForceAs(7);
        assertThat(configuration.version()).isEqualTo(1L << 32);
        assertThat(configuration.ownVersion())
                .as("leaders send away who has more")
                .isEqualTo(5);
        assertThat(new String(configuration.text(), StandardCharsets.UTF_8))
                .isEqualTo("server.1=a:1:2:participant\nversion=100000000");
    }
}
