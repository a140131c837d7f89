package io.paddock.client.cli.quota;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class QuotaTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"count=2,bytes=-1=;byteHardLimit=-1;countHardLimit=7", "count=2,bytes=3"})
    void whatIsStoredIsReadAndWrittenAlike(String stored) {
        assertThat(QuotaText.parse(stored.getBytes(StandardCharsets.UTF_8))).hasToString(stored);
    }

    @Test
    void oneOptionChangesOneLimit() {
        assertThat(QuotaText.NO_LIMITS.with("n", 5).with("B", 9))
                .hasToString("count=5,bytes=-1=;byteHardLimit=9;countHardLimit=-1");
        assertThat(QuotaText.NO_LIMITS.with("b", 5).with("N", 9))
                .hasToString("count=-1,bytes=5=;byteHardLimit=-1;countHardLimit=9");
    }
}
