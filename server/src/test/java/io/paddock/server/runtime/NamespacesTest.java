package io.paddock.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NamespacesTest {

    private final Namespaces namespaces = new Namespaces();

    @ParameterizedTest
    @CsvSource({"/app, app", "/app/x/y, app", "/a b/c, a b", "/\u00e4, \u00e4", "/, ", "'', ", "app, "})
    void theNamespaceIsTheFirstComponent(String path, String namespace) {
        assertThat(namespaces.of(Path.of(path))).isEqualTo(namespace);
    }

    @Test
    void manyDifferentOnesAreToldApart() {
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 2_000; i++) {
                assertThat(namespaces.of(Path.of("/n" + i + "/x"))).isEqualTo("n" + i);
            }
        }
    }

    @Test
    void theTextIsNotMadeAnewWhileItIsKept() {
        assertThat(namespaces.of(Path.of("/app/1"))).isSameAs(namespaces.of(Path.of("/app/2")));
    }
}
