package io.paddock.client.cli.subtree;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Collection;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * The znodes below one parent, one after the other by name, each with what is read of it. Some are asked for before their turn
 * comes; of the others only the name is kept, so that a million of them take no more room than their names.
 *
 * <p>Owned by the thread that goes through them.
 *
 * @param <T> what is read of each
 */
public final class Siblings<T> {

    private final Step parent;
    private final String[] names;
    private final Function<String, CompletableFuture<T>> reader;
    private final Deque<CompletableFuture<T>> asked = new ArrayDeque<>();
    private int next;

    /** The children of a place on the way; the reader reads a path. */
    Siblings(Step parent, Collection<String> names, Function<String, CompletableFuture<T>> reader) {
        this.parent = parent;
        this.names = names.toArray(String[]::new);
        this.reader = reader;
        Arrays.sort(this.names);
    }

    /** The children of a path. */
    public static <T> Siblings<T> of(
            String path, Collection<String> names, Function<String, CompletableFuture<T>> reader) {
        return new Siblings<>(Step.root(path), names, reader);
    }

    public boolean hasNext() {
        return next < names.length;
    }

    /** Asks for those that come next, up to so many; how many of them are asked for now. */
    public int readAhead(int count) {
        int wanted = Math.min(count, names.length - next);
        while (asked.size() < wanted) {
            asked.add(reader.apply(Step.join(parent.path(), names[next + asked.size()])));
        }
        return asked.size();
    }

    /** The next one, whose turn comes with {@link #take}. */
    public Step peek() {
        return parent.child(names[next], next == names.length - 1);
    }

    /** What is read of the next one; its turn is over then. */
    public CompletableFuture<T> take() {
        readAhead(1);
        next++;
        return asked.remove();
    }
}
