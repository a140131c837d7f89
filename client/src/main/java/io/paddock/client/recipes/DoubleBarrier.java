package io.paddock.client.recipes;

import io.paddock.client.Children;
import io.paddock.client.Client;
import io.paddock.client.NewNode;
import io.paddock.common.ErrorCode;
import java.util.concurrent.CompletableFuture;

/**
 * Lets a number of processes begin together and end together. Each has a name of its own and enters once; when all have
 * left, the barrier can be used again.
 *
 * <p>A process whose session ends counts no more. Usable by any thread.
 */
public final class DoubleBarrier {

    private static final String READY = "ready";

    private final Client client;
    private final String path;
    private final String name;
    private final int members;

    /**
     * A place at the barrier at this path, which is made when needed.
     *
     * @param name unlike that of every other process, and not {@code ready}
     * @param members so many begin together
     */
    public DoubleBarrier(Client client, String path, String name, int members) {
        if (name.equals(READY)) {
            throw new IllegalArgumentException("the name " + READY + " is the barrier's own");
        }
        this.client = client;
        this.path = path;
        this.name = name;
        this.members = members;
    }

    /** Completes when all have entered; fails if the session ends before. */
    public CompletableFuture<Void> enter() {
        CompletableFuture<Void> entered = new CompletableFuture<>();
        Znodes.ensure(client, NewNode.ephemeral(Znodes.join(path, name)))
                .thenCompose(there -> Retry.idempotent(() -> client.getChildren(path)))
                .thenCompose(children -> others(children) + 1 >= members
                        ? Znodes.ensure(client, NewNode.persistent(Znodes.join(path, READY)))
                        : CompletableFuture.<Void>completedFuture(null))
                .whenComplete((counted, failure) -> {
                    if (failure == null) {
                        awaitReady(entered);
                    } else {
                        entered.completeExceptionally(Retry.cause(failure));
                    }
                });
        return entered;
    }

    /** Completes when all have left; fails if the session ends before. */
    public CompletableFuture<Void> leave() {
        CompletableFuture<Void> left = new CompletableFuture<>();
        Znodes.delete(client, Znodes.join(path, name)).whenComplete((gone, failure) -> {
            if (failure == null) {
                awaitEmpty(left);
            } else {
                left.completeExceptionally(Retry.cause(failure));
            }
        });
        return left;
    }

    private void awaitReady(CompletableFuture<Void> entered) {
        if (entered.isDone()) {
            return;
        }
        Retry.idempotent(() -> client.exists(Znodes.join(path, READY), event -> awaitReady(entered)))
                .whenComplete((stat, failure) -> {
                    if (failure != null) {
                        entered.completeExceptionally(Retry.cause(failure));
                    } else if (stat.isPresent()) {
                        entered.complete(null);
                    }
                });
    }

    private void awaitEmpty(CompletableFuture<Void> left) {
        if (left.isDone()) {
            return;
        }
        Retry.idempotent(() -> client.getChildren(path, event -> awaitEmpty(left)))
                .whenComplete((children, failure) -> {
                    if (failure != null && Retry.is(failure, ErrorCode.NO_NODE)) {
                        left.complete(null);
                    } else if (failure != null) {
                        left.completeExceptionally(Retry.cause(failure));
                    } else if (others(children) == 0) {
                        Znodes.delete(client, Znodes.join(path, READY))
                                .whenComplete((gone, ignored) -> left.complete(null));
                    }
                });
    }

    private long others(Children children) {
        return children.names().stream()
                .filter(child -> !child.equals(READY) && !child.equals(name))
                .count();
    }
}
