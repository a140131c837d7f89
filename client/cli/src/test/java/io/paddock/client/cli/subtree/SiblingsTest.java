package io.paddock.client.cli.subtree;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

class SiblingsTest {

    private final List<String> asked = new ArrayList<>();

    private CompletableFuture<String> read(String path) {
        asked.add(path);
        return CompletableFuture.completedFuture("content of " + path);
    }

    @Test
    void theyComeByNameAndAreAskedForAhead() {
        Siblings<String> siblings = Siblings.of("/", List.of("c", "a", "b"), this::read);
        assertThat(siblings.readAhead(2)).isEqualTo(2);
        assertThat(asked).containsExactly("/a", "/b");
        assertThat(siblings.peek().path()).isEqualTo("/a");
        assertThat(siblings.take()).isCompletedWithValue("content of /a");
        assertThat(siblings.readAhead(10)).isEqualTo(2);
        assertThat(siblings.take()).isCompletedWithValue("content of /b");
        assertThat(siblings.peek().isLast()).isTrue();
        assertThat(siblings.take()).isCompletedWithValue("content of /c");
        assertThat(siblings.hasNext()).isFalse();
        assertThat(asked).containsExactly("/a", "/b", "/c");
    }

    @Test
    void whatWasNotAskedForIsAskedInItsTurn() {
        Siblings<String> siblings = Siblings.of("/p", List.of("a", "b"), this::read);
        siblings.take();
        assertThat(asked).containsExactly("/p/a");
    }
}
