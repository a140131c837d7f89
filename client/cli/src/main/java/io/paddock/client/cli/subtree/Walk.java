package io.paddock.client.cli.subtree;

import io.paddock.client.Children;
import io.paddock.client.Client;
import io.paddock.client.RefusedException;
import io.paddock.client.cli.command.CommandFailure;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * Goes through a subtree, parents before their children and siblings by name, and reads ahead: so many znodes that come next
 * are asked for at once, so that a large tree takes as long as its bytes and not as its round trips. Only what is to come is
 * kept. A znode that vanishes meanwhile is passed over.
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

    private static final class Pending<T> {
        private final Step step;
        private CompletableFuture<T> answer;

        Pending(Step step) {
            this.step = step;
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
        Deque<Pending<T>> toCome = new ArrayDeque<>();
        toCome.add(new Pending<>(Step.root(path)));
        while (!toCome.isEmpty() && !visitor.isDone()) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            readAhead(toCome);
            Pending<T> next = toCome.remove();
            try {
                T node = client.blocking().await(next.answer);
                if (visitor.visit(next.step, node)) {
                    enqueue(toCome, next.step, names.apply(node));
                }
            } catch (RefusedException.NoNode e) {
                if (next.step.parent() == null) {
                    throw e;
                }
            } catch (RefusedException e) {
                visitor.refused(next.step, e);
            }
        }
    }

    private void readAhead(Deque<Pending<T>> toCome) {
        Iterator<Pending<T>> next = toCome.iterator();
        for (int i = 0; i < ahead && next.hasNext(); i++) {
            Pending<T> pending = next.next();
            if (pending.answer == null) {
                pending.answer = reader.apply(pending.step.path());
            }
        }
    }

    private void enqueue(Deque<Pending<T>> toCome, Step parent, List<String> children) {
        List<String> sorted = new ArrayList<>(children);
        Collections.sort(sorted);
        if (breadthFirst) {
            for (int i = 0; i < sorted.size(); i++) {
                toCome.addLast(new Pending<>(parent.child(sorted.get(i), i == sorted.size() - 1)));
            }
        } else {
            for (int i = sorted.size() - 1; i >= 0; i--) {
                toCome.addFirst(new Pending<>(parent.child(sorted.get(i), i == sorted.size() - 1)));
            }
        }
    }
}
