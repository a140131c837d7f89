package io.paddock.common.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SessionPasswordTest {

    @ParameterizedTest(name = "session 0x{0}: {1}")
    @CsvSource(delimiter = '|', textBlock = """
            0000000000000001 | 054cc74a37327db215e702e20c73f005
            0100000dfd840000 | be416e6f73e3bfacccf5110474382df4
            01000029781e0000 | 8019c02f0d0d493a5e08d1689e4ccf3e
            02000015817b0000 | 6725bd6b68a8ac681df0b1c8f192db67
            0300001581a70000 | 8b86f5c6bc5c24ace12f1d2465d17f70
            """)
    void thePasswordFollowsFromTheId(String id, String password) {
        long sessionId = Long.parseUnsignedLong(id, 16);
        assertThat(HexFormat.of().formatHex(SessionPassword.of(sessionId))).isEqualTo(password);
    }

    @Test
    void onlyTheWholePasswordMatches() {
        byte[] password = SessionPassword.of(7);
        assertThat(SessionPassword.matches(7, password)).isTrue();
        assertThat(SessionPassword.matches(8, password)).isFalse();
        assertThat(SessionPassword.matches(7, new byte[SessionPassword.BYTES])).isFalse();
        assertThat(SessionPassword.matches(7, new byte[0])).isFalse();
        assertThat(SessionPassword.matches(7, null)).isFalse();
    }

    @Test
    void sessionZeroHasNoPassword() {
        assertThat(SessionPassword.matches(0, SessionPassword.of(0))).isFalse();
    }
}
