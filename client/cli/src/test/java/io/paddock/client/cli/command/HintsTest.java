package io.paddock.client.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.MayHaveHappenedException;
import io.paddock.client.RefusedException;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class HintsTest {

    @ParameterizedTest
    @ValueSource(
            ints = {
                -1, -2, -3, -4, -5, -6, -7, -8, -12, -100, -101, -102, -103, -108, -110, -111, -112, -114, -115, -118,
                -119, -120, -121, -122, -123, -124, -125, -127
            })
    void everyErrorSaysWhatToTry(int code) {
        assertThat(ErrorTexts.hint(RefusedException.of(code, OpCode.SET_DATA, "/a")))
                .isNotBlank();
        assertThat(ErrorTexts.hint(RefusedException.of(code, OpCode.RECONFIG, null)))
                .as("without a path")
                .doesNotContain("null");
    }

    @Test
    void onlyAWriteMayHaveHappened() {
        assertThat(ErrorTexts.hint(lost(OpCode.SET_DATA))).contains("it broke").contains("look before you repeat it");
        assertThat(ErrorTexts.hint(lost(OpCode.GET_DATA))).contains("it broke").doesNotContain("repeat");
    }

    private static MayHaveHappenedException lost(OpCode operation) {
        return new MayHaveHappenedException(ErrorCode.CONNECTION_LOSS, operation, "/a", "it broke");
    }
}
