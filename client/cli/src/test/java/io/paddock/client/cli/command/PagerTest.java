package io.paddock.client.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.cli.output.StreamSink;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.junit.jupiter.api.Test;

class PagerTest {

    private static final String QUESTION = "--more-- (blank: a page, enter: a line, a: all, q: end)";

    private final ByteArrayOutputStream screen = new ByteArrayOutputStream();

    /** What the screen says of itself. */
    private boolean isOpen = true;

    @Test
    void nobodyFindsOutHowLargeAScreenIsForAFewLines() {
        isOpen = false;
        assertThat(shown("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n")).doesNotContain(QUESTION);
        assertThat(shown("1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n", 'q')).endsWith("\n12\n" + QUESTION);
    }

    @Test
    void whatFitsIsShownAtOnce() {
        assertThat(shown("1\n2\n3\n")).isEqualTo("1\n2\n3\n");
    }

    @Test
    void aBlankShowsAPageAndEnterALine() {
        assertThat(shown("1\n2\n3\n4\n5\n6\n7\n8\n", ' ', '\r', 'q'))
                .isEqualTo("1\n2\n3\n" + QUESTION + "4\n5\n6\n" + QUESTION + "7\n" + QUESTION);
    }

    @Test
    void otherKeysMeanNothingAndAllIsAll() {
        assertThat(shown("1\n2\n3\n4\n5\n6\n7\n8\n", 'z', Screen.NO_KEY, 'a'))
                .isEqualTo("1\n2\n3\n" + QUESTION + "4\n5\n6\n7\n8\n");
    }

    @Test
    void aLongLineTakesSeveralRowsAndColoursTakeNone() {
        assertThat(shown("1234567890123456789012345678901234\n", 'q'))
                .isEqualTo("123456789012345678901234567890" + QUESTION);
        assertThat(shown("\u001b[1;34m1234567890\u001b[0m\n2\n3\n")).doesNotContain(QUESTION);
    }

    @Test
    void whoHasSeenEnoughOrIsGoneIsLikeAClosedPipe() {
        for (int key : new int[] {'q', 4, Screen.GONE}) {
            Pager pager = pager(key);
            pager.out("1\n2\n3\n4\n");
            assertThat(pager.isBroken()).isTrue();
            assertThat(Thread.interrupted()).isFalse();
        }
    }

    @Test
    void controlCAtTheQuestionCancelsTheCommand() {
        Pager pager = pager(3);
        pager.out("1\n2\n3\n4\n");
        assertThat(pager.isBroken()).isTrue();
        assertThat(Thread.interrupted()).isTrue();
    }

    private String shown(String text, int... keys) {
        screen.reset();
        Pager pager = pager(keys);
        pager.out(text);
        pager.flush();
        return screen.toString(StandardCharsets.UTF_8).replace("\r\u001b[K", "");
    }

    private Pager pager(int... keys) {
        Deque<Integer> presses = new ArrayDeque<>();
        for (int key : keys) {
            presses.add(key);
        }
        return new Pager(new StreamSink(screen, screen, true, true), new Screen() {
            @Override
            public boolean isThere() {
                return true;
            }

            @Override
            public int read(long waitMs) {
                return presses.remove();
            }

            @Override
            public boolean isOpen() {
                return isOpen;
            }

            @Override
            public int rows() {
                return 4;
            }

            @Override
            public int columns() {
                return 10;
            }
        });
    }
}
