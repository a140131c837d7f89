package io.paddock.client.recipes;

import io.paddock.client.Client;
import io.paddock.client.DidNotHappenException;
import io.paddock.client.NewNode;
import io.paddock.common.ErrorCode;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An ephemeral znode that is there as long as its owner wants: created again when it was deleted, or when its session
 * expired and the client has a new one. If somebody else has the path, it waits until it is free.
 *
 * <p>Others can have the same path, also after us. So nothing is written or deleted but a znode that was just read and is of
 * the present session, and only in the version that was read.
 *
 * <p>Usable by any thread.
 */
final class KeptNode {

    private static final Logger LOG = LoggerFactory.getLogger(KeptNode.class);

    private final Client client;
    private final String path;
    private final CompletableFuture<Void> first;

    /** Guarded by this, as the rest. */
    private byte[] data;

    private boolean wasThere;
    private boolean left;

    /** Set on the znode, ours or not; null before. */
    private Wakeup wakeup;

    /** Creations that were refused in a row. */
    private int refusals;

    private KeptNode(Client client, String path, byte[] data) {
        this.client = client;
        this.path = path;
        this.data = data;
        this.first = new RecipeFuture<>(client);
    }

    static KeptNode keep(Client client, String path, byte[] data) {
        KeptNode node = new KeptNode(client, path, data);
        node.create();
        return node;
    }

    /**
     * Completes when the znode is there for the first time; fails if it is refused or the client ends before, cancelled if
     * it is left before.
     */
    CompletableFuture<Void> first() {
        return first;
    }

    String path() {
        return path;
    }

    /** Changes the data, now if the znode is ours, and for every later creation. */
    CompletableFuture<Void> update(byte[] newData) {
        byte[] before;
        synchronized (this) {
            before = data;
            data = newData;
        }
        return write().whenComplete((done, failure) -> {
            if (failure != null && Retry.cause(failure) instanceof DidNotHappenException) {
                takeBack(newData, before);
            }
        });
    }

    /** What the caller was told not to have happened must not be shown by a later creation either. */
    private synchronized void takeBack(byte[] newData, byte[] before) {
        if (data == newData) {
            data = before;
        }
    }

    /** Keeps it no more. */
    CompletableFuture<Void> leave() {
        Wakeup last;
        synchronized (this) {
            left = true;
            last = wakeup;
        }
        if (last != null) {
            last.forget();
        }
        first.cancel(false);
        return deleteIfOurs();
    }

    private CompletableFuture<Void> deleteIfOurs() {
        long session = Znodes.sessionId(client);
        return Retry.inSession(client, session, () -> client.exists(path))
                .thenCompose(stat -> stat.isEmpty() || stat.get().ephemeralOwner() != session
                        ? CompletableFuture.<Void>completedFuture(null)
                        : Retry.inSession(
                                client,
                                session,
                                () -> client.delete(path, stat.get().version())))
                .handle((gone, failure) -> {
                    if (Znodes.isGone(failure)) {
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    return Retry.is(failure, ErrorCode.BAD_VERSION)
                            ? deleteIfOurs()
                            : CompletableFuture.<Void>failedFuture(Retry.cause(failure));
                })
                .thenCompose(next -> next);
    }

    /** A znode that is missing, gone with its session or somebody else's is not written: the creation will use the data. */
    private CompletableFuture<Void> write() {
        return Retry.read(client, () -> client.exists(path))
                .thenCompose(stat -> stat.isPresent() && isOurs(stat.get().ephemeralOwner())
                        ? Retry.write(
                                client,
                                () -> client.setData(path, data(), stat.get().version()))
                        : CompletableFuture.completedFuture(null))
                .handle((stat, failure) -> {
                    boolean good = failure == null
                            || Retry.is(failure, ErrorCode.NO_NODE)
                            || Retry.is(failure, ErrorCode.SESSION_EXPIRED) && !client.isEnded();
                    if (good) {
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    return Retry.is(failure, ErrorCode.BAD_VERSION)
                            ? write()
                            : CompletableFuture.<Void>failedFuture(Retry.cause(failure));
                })
                .thenCompose(next -> next);
    }

    private synchronized byte[] data() {
        return data;
    }

    private synchronized boolean isLeft() {
        return left;
    }

    private boolean isOurs(long owner) {
        return owner != 0 && owner == Znodes.sessionId(client);
    }

    private void create() {
        if (isLeft()) {
            return;
        }
        Retry.acrossSessions(client, () -> client.create(NewNode.ephemeral(path).data(data())))
                .whenComplete((created, failure) -> {
                    if (failure == null || Retry.is(failure, ErrorCode.NODE_EXISTS)) {
                        inspect();
                    } else if (Retry.is(failure, ErrorCode.NO_NODE)) {
                        Znodes.createParents(client, path).whenComplete((made, problem) -> again(problem));
                    } else {
                        again(failure);
                    }
                });
    }

    /**
     * A znode is there: ours, now or since an answer was lost; or that of an earlier session of ours, or of others. In any
     * case it is watched.
     */
    private void inspect() {
        Wakeup next = new Wakeup(client, this::inspect, path);
        synchronized (this) {
            wakeup = next;
        }
        if (isLeft()) {
            deleteUnseen();
            return;
        }
        Retry.acrossSessions(client, () -> client.getData(path, next)).whenComplete((found, failure) -> {
            if (isLeft()) {
                next.forget();
                deleteUnseen();
            } else if (failure != null) {
                again(Retry.is(failure, ErrorCode.NO_NODE) ? null : failure);
            } else if (isOurs(found.stat().ephemeralOwner())) {
                onThere(found.data());
            }
        });
    }

    private void onThere(byte[] found) {
        synchronized (this) {
            wasThere = true;
            refusals = 0;
        }
        first.complete(null);
        if (!Arrays.equals(found, data())) {
            // It was changed while the creation was under way.
            write().whenComplete((done, failure) -> warn(failure));
        }
    }

    /** It was left while a creation was under way. */
    private void deleteUnseen() {
        deleteIfOurs().whenComplete((gone, failure) -> warn(failure));
    }

    private void warn(Throwable failure) {
        if (failure != null && !client.isEnded()) {
            LOG.warn(
                    "The znode {} is not as it should be: {}.",
                    path,
                    Retry.cause(failure).getMessage());
        }
    }

    /** At once if nothing is wrong. What was never there is given up when it is refused; what was there, never. */
    private void again(Throwable failure) {
        if (failure == null) {
            create();
            return;
        }
        boolean passing = Retry.isPassing(failure) || Retry.is(failure, ErrorCode.SESSION_EXPIRED);
        int attempts;
        synchronized (this) {
            if (client.isEnded() || !passing && !wasThere) {
                left = true;
            }
            attempts = passing ? 0 : refusals++;
        }
        if (isLeft()) {
            first.completeExceptionally(Retry.cause(failure));
            return;
        }
        if (attempts == 0 && !passing) {
            warn(failure);
        }
        Retry.later(attempts, this::create);
    }
}
