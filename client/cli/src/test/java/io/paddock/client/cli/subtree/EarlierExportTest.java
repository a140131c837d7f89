package io.paddock.client.cli.subtree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class EarlierExportTest {

    @Test
    void pathsAreComparedInTheOrderOfTheWalk() {
        List<String> walked = List.of("/", "/a", "/a/!", "/a/b", "/a/b/c", "/a!", "/a-b", "/a-b/c", "/ab", "/b");
        List<String> sorted = new ArrayList<>(walked);
        Collections.reverse(sorted);
        sorted.sort(EarlierExport::compare);
        assertThat(sorted).isEqualTo(walked);
    }
}
