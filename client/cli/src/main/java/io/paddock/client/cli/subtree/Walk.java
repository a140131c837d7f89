package io.paddock.client.cli.subtree;

import io.paddock.client.Children;
import io.paddock.client.Client;
import io.paddock.client.RefusedException;
import io.paddock.client.cli.command.CommandFailure;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Goes through a subtree, parents before their children and siblings by name, and reads ahead: so many znodes that come next
 * are asked for at once, so that a large tree takes as long as its bytes and not as its round trips. Only what is to come is
 * kept, and of that mostly the names. A znode that vanishes meanwhile is passed over.
 *
 * <p>Owned by the thread that runs it.
 *
 * @param <T> what is read of each znode
 */
public final class Walk<T> {

    private static final int AHEAD = 128;

    private final Client client;
    private final Function<String, CompletableFuture<T>> reader;
    private final Function<T, List<String>> names;
    private final int ahead;
    private final boolean breadthFirst;

    /** What happens at each znode. */
    @FunctionalInterface
    public interface Visitor<T> {

        /** True to go on to its children. */
        boolean visit(Step step, T node) throws CommandFailure, InterruptedException;

        /** A znode cannot be read; by default the walk fails with that. */
        default void refused(Step step, RefusedException failure) throws CommandFailure {
            throw failure;
        }

        /** Asked before each znode; true ends the walk. */
        default boolean isDone() {
            return false;
        }
    }

    private Walk(
            Client client,
            Function<String, CompletableFuture<T>> reader,
            Function<T, List<String>> names,
            int ahead,
            boolean breadthFirst) {
        this.client = client;
        this.reader = reader;
        this.names = names;
        this.ahead = ahead;
        this.breadthFirst = breadthFirst;
    }

    /** A walk that reads the children of each znode, with its stat. */
    public static Walk<Children> ofChildren(Client client) {
        return new Walk<>(client, client::getChildren, Children::names, AHEAD, false);
    }

    /** A walk that reads what the function does, so many znodes ahead. */
    public static <T> Walk<T> of(
            Client client, Function<String, CompletableFuture<T>> reader, Function<T, List<String>> names, int ahead) {
        return new Walk<>(client, reader, names, ahead, false);
    }

    /** The same, level by level. */
    public Walk<T> breadthFirst() {
        return new Walk<>(client, reader, names, ahead, true);
    }

    /**
     * Visits the znode and all below it.
     *
     * @throws RefusedException if there is no such znode, or one cannot be read
     */
    public void run(String path, Visitor<T> visitor) throws CommandFailure, InterruptedException {
        Step root = Step.root(path);
        Deque<Siblings<T>> toCome = new ArrayDeque<>();
        try {
            visit(root, reader.apply(path), visitor, toCome);
        } catch (RefusedException e) {
            if (e instanceof RefusedException.NoNode) {
                throw e;
            }
            visitor.refused(root, e);
        }
        while (!toCome.isEmpty()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            if (visitor.isDone()) {
                return;
            }
            Siblings<T> siblings = toCome.peek();
            if (!siblings.hasNext()) {
                toCome.remove();
                continue;
            }
            readAhead(toCome);
            Step step = siblings.peek();
            try {
                visit(step, siblings.take(), visitor, toCome);
            } catch (RefusedException.NoNode e) {
                // It is gone.
            } catch (RefusedException e) {
                visitor.refused(step, e);
            }
        }
    }

    private void visit(Step step, CompletableFuture<T> answer, Visitor<T> visitor, Deque<Siblings<T>> toCome)
            throws CommandFailure, InterruptedException {
        T node = client.blocking().await(answer);
        if (visitor.visit(step, node)) {
            List<String> below = names.apply(node);
            if (below.isEmpty()) {
                return; // Most have none: nothing is kept for them.
            }
            Siblings<T> children = new Siblings<>(step, below, reader);
            if (breadthFirst) {
                toCome.addLast(children);
            } else {
                toCome.addFirst(children);
            }
        }
    }

    private void readAhead(Deque<Siblings<T>> toCome) {
        int left = ahead;
        for (Siblings<T> siblings : toCome) {
            if (left <= 0) {
                return;
            }
            left -= siblings.readAhead(left);
        }
    }
}
