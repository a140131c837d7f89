package io.paddock.server.runtime;

import static org.assertj.core.api.Assertions.assertThatCode;

import org.junit.jupiter.api.Test;

class RoleRehearsalTest {

    @Test
    void theRehearsalComesToItsEnd() {
        assertThatCode(() -> new RoleRehearsal().play()).doesNotThrowAnyException();
    }
}
