package io.paddock.client.recipes;

import io.paddock.client.Client;
import io.paddock.client.NewNode;
import io.paddock.client.WatchEvent;
import io.paddock.common.ErrorCode;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;

/**
 * An ephemeral znode that is there as long as its owner wants: created again when it was deleted, or when its session
 * expired and the client has a new one. If somebody else has the path, it waits until it is free.
 *
 * <p>Usable by any thread.
 */
final class KeptNode {

    private final Client client;
    private final String path;
    private final CompletableFuture<Void> first = new CompletableFuture<>();

    /** Guarded by this, as the rest. */
    private byte[] data;

    private boolean left;

    private KeptNode(Client client, String path, byte[] data) {
        this.client = client;
        this.path = path;
        this.data = data;
    }

    static KeptNode keep(Client client, String path, byte[] data) {
        KeptNode node = new KeptNode(client, path, data);
        node.create();
        return node;
    }

    /** Completes when the znode is there for the first time; fails if the client ends before. */
    CompletableFuture<Void> first() {
        return first;
    }

    String path() {
        return path;
    }

    /** Changes the data, now and for every later creation. */
    CompletableFuture<Void> update(byte[] newData) {
        synchronized (this) {
            data = newData;
        }
        return Retry.idempotent(() -> client.setData(path, newData, Client.ANY_VERSION))
                .handle((stat, failure) -> {
                    boolean good = failure == null || Retry.is(failure, ErrorCode.NO_NODE); // The creation will use it.
                    return good
                            ? CompletableFuture.<Void>completedFuture(null)
                            : CompletableFuture.<Void>failedFuture(Retry.cause(failure));
                })
                .thenCompose(next -> next);
    }

    /** Keeps it no more. */
    CompletableFuture<Void> leave() {
        synchronized (this) {
            left = true;
        }
        // Nobody else's: a foreign znode on this path is not ours to delete.
        return first.isDone() && !first.isCompletedExceptionally() ? Znodes.delete(client, path) : deleteIfOurs();
    }

    private CompletableFuture<Void> deleteIfOurs() {
        return Retry.idempotent(() -> client.exists(path))
                .handle((stat, failure) ->
                        failure == null && stat.isPresent() && stat.get().ephemeralOwner() == Znodes.sessionId(client)
                                ? Znodes.delete(client, path)
                                : CompletableFuture.<Void>completedFuture(null))
                .thenCompose(next -> next);
    }

    private void create() {
        byte[] now;
        synchronized (this) {
            if (left) {
                return;
            }
            now = data;
        }
        Retry.idempotent(() -> client.create(NewNode.ephemeral(path).data(now))).whenComplete((created, failure) -> {
            if (failure == null) {
                onThere();
            } else if (Retry.is(failure, ErrorCode.NODE_EXISTS)) {
                inspect();
            } else if (Retry.is(failure, ErrorCode.NO_NODE)) {
                Znodes.createParents(client, path).whenComplete((made, problem) -> again(problem));
            } else {
                again(failure);
            }
        });
    }

    /** Somebody's znode is there: ours, if an answer was lost; or that of an earlier session of ours, or of others. */
    private void inspect() {
        Retry.idempotent(() -> client.getData(path, this::onEvent)).whenComplete((found, failure) -> {
            if (failure != null) {
                again(Retry.is(failure, ErrorCode.NO_NODE) ? null : failure);
            } else if (found.stat().ephemeralOwner() == Znodes.sessionId(client)) {
                writeIfOther(found.data());
                first.complete(null);
            }
        });
    }

    /** The data may have been changed while the creation was under way. */
    private void writeIfOther(byte[] found) {
        byte[] now;
        synchronized (this) {
            now = data;
        }
        if (!Arrays.equals(found, now)) {
            Retry.idempotent(() -> client.setData(path, now, Client.ANY_VERSION));
        }
    }

    private void onThere() {
        synchronized (this) {
            if (left) {
                Znodes.delete(client, path);
                return;
            }
        }
        inspect(); // Watches it.
    }

    private void onEvent(WatchEvent event) {
        switch (event.kind()) {
            case DELETED, WATCH_ENDED -> create();
            default -> {
                synchronized (this) {
                    if (left) {
                        return;
                    }
                }
                inspect();
            }
        }
    }

    private void again(Throwable failure) {
        if (failure == null || Retry.is(failure, ErrorCode.SESSION_EXPIRED) && !client.isEnded()) {
            create();
        } else {
            first.completeExceptionally(Retry.cause(failure));
        }
    }
}
