package io.paddock.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** With any remedy switched off the simulation finds what breaks: the proof that it looks at all. */
class MutationTest {

    private static final Path ROOT = Path.of(System.getProperty("paddock.root"));

    @TestFactory
    Stream<DynamicTest> whatBreaksWithoutARemedyIsFound() throws IOException {
        return Mutation.all(ROOT).stream()
                .map(mutation -> DynamicTest.dynamicTest(
                        mutation.name(),
                        () -> assertThat(Mutations.find(mutation, ROOT))
                                .as("what %s finds", mutation.caughtBy())
                                .startsWith(mutation.breaks() + ":")));
    }

    @Test
    void theDocumentationNamesEachMutation() throws IOException {
        String page = Files.readString(ROOT.resolve("docs/simulation.md"));
        List<String> rows = Mutation.all(ROOT).stream().map(Mutation::row).toList();
        assertThat(page).contains(rows);
    }
}
