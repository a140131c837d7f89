package io.paddock.server.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeysTest {

    @Test
    void noNameStandsForTwoKeys() {
        List<String> names = Keys.all().stream().map(Key::name).toList();
        assertThat(names).doesNotHaveDuplicates();
        List<String> aliases =
                Keys.all().stream().flatMap(key -> key.aliases().stream()).toList();
        assertThat(names).doesNotContainAnyElementsOf(aliases);
    }

    @Test
    void everyDefaultOfTheTableIsWellFormed() {
        for (Key key : Keys.all()) {
            if (key.fallback() == null) {
                continue;
            }
            switch (key.form()) {
                case INT -> Integer.parseInt(key.fallback());
                case LONG -> Long.parseLong(key.fallback());
                case REAL -> Double.parseDouble(key.fallback());
                case FLAG -> assertThat(key.fallback()).isIn("true", "false");
                case TEXT -> {}
            }
        }
    }

    @Test
    void theSampleConfigurationUsesKnownKeysOnly() throws IOException {
        Path sample = Path.of("..", "conf", "zoo_sample.cfg");
        for (Setting entry : PropertyLines.parse(Files.readString(sample), "sample", new ArrayList<>())) {
            assertThat(Keys.isKnown(entry.key())).as(entry.key()).isTrue();
        }
    }
}
