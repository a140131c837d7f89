package io.paddock.interop.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.Installation;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The examples run, and the documentation shows them as they are. */
class ExamplesTest extends ClientSuite {

    private static final Path SOURCES = Path.of("src-test/interop/src/test/java/io/paddock/interop/client/examples");

    private static final Pattern JAVA_BLOCK = Pattern.compile("```java\n(.*?)```", Pattern.DOTALL);

    static Stream<String> examples() throws IOException {
        try (Stream<Path> files = Files.list(Installation.repository().resolve(SOURCES))) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith("Example.java"))
                    .map(name -> name.replace(".java", ""))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("examples")
    void theExampleRuns(String name) throws Throwable {
        try {
            Class.forName("io.paddock.interop.client.examples." + name)
                    .getMethod("main", String[].class)
                    .invoke(null, (Object) new String[] {server.connectString()});
        } catch (InvocationTargetException e) {
            throw e.getCause();
        }
    }

    @Test
    void theDocumentationShowsCodeThatRuns() throws IOException {
        StringBuilder sources = new StringBuilder();
        for (String name : examples().toList()) {
            sources.append(
                    Files.readString(Installation.repository().resolve(SOURCES).resolve(name + ".java")));
        }
        String code = withoutLayout(sources.toString());
        Path docs = Installation.repository().resolve("docs");
        List<Path> pages;
        try (Stream<Path> files = Files.list(docs.resolve("client"))) {
            pages = Stream.concat(
                            Stream.of(Installation.repository().resolve("README.md"), docs.resolve("client.md")), files)
                    .toList();
        }
        for (Path page : pages) {
            Matcher blocks = JAVA_BLOCK.matcher(Files.readString(page));
            assertThat(blocks.find()).as("%s shows code", page).isTrue();
            do {
                assertThat(code).as("%s", page).contains(withoutLayout(asRun(blocks.group(1))));
            } while (blocks.find());
        }
    }

    /** The address that a reader is shown is not the one of the test's server. */
    private static String asRun(String block) {
        return block.replace("\"localhost:2181\"", "args[0]");
    }

    private static String withoutLayout(String text) {
        return text.replaceAll("\\s+", "");
    }
}
