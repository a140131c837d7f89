package io.paddock.server.peerport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RepetitionsTest {

    private final Repetitions repetitions = new Repetitions();

    @Test
    void theSameIsSaidOnceAMinute() {
        assertThat(says("a", 0)).isTrue();
        assertThat(says("b", 1)).isTrue();
        assertThat(says("a", 59)).isFalse();
        assertThat(says("a", 60)).isTrue();
        assertThat(says("a", 119)).isFalse();
        assertThat(says("a", 120)).isTrue();
    }

    @Test
    void whatIsSaidAgainSaysHowOftenItWasNot() {
        assertThat(ending("a", 0)).isEmpty();
        assertThat(ending("a", 10)).isNull();
        assertThat(ending("a", 20)).isNull();
        assertThat(ending("a", 60)).isEqualTo(" (and 2 times more since that was said last)");
        assertThat(ending("a", 120)).isEmpty();
    }

    @Test
    void itDoesNotGrowWithoutEnd() {
        for (int i = 0; i < 65; i++) {
            assertThat(says("line " + i, i)).isTrue();
        }
        assertThat(says("line 0", 65)).as("forgotten").isTrue();
        assertThat(says("line 64", 65)).isFalse();
    }

    private boolean says(String what, long seconds) {
        return ending(what, seconds) != null;
    }

    private String ending(String what, long seconds) {
        return repetitions.ending(what, TimeUnit.SECONDS.toNanos(seconds));
    }
}
