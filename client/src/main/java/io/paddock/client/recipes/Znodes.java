package io.paddock.client.recipes;

import io.paddock.client.Children;
import io.paddock.client.Client;
import io.paddock.client.Created;
import io.paddock.client.NewNode;
import io.paddock.client.SessionInfo;
import io.paddock.common.ErrorCode;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** The steps that recipes share: creates that are found again, parents that are made, deletes that may come twice. */
final class Znodes {

    private Znodes() {}

    /** A znode to create, with the mark by which it is found again. */
    private record Marked(NewNode node, String parent, String mark) {

        static Marked of(NewNode node) {
            int slash = node.path().lastIndexOf('/');
            String mark = "_c_" + UUID.randomUUID() + "-";
            String path =
                    node.path().substring(0, slash + 1) + mark + node.path().substring(slash + 1);
            return new Marked(node.at(path), slash == 0 ? "/" : node.path().substring(0, slash), mark);
        }
    }

    /**
     * Creates a sequential znode exactly once, whatever the connection does. Its name gets a mark in front, {@code
     * _c_<uuid>-}; after a lost answer the parent is searched for it. Missing parents are made as containers.
     */
    static CompletableFuture<Created> createMarked(Client client, NewNode node) {
        return createMarked(client, Marked.of(node));
    }

    private static CompletableFuture<Created> createMarked(Client client, Marked marked) {
        return client.create(marked.node())
                .handle((created, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(created);
                    }
                    if (Retry.isLoss(failure)) {
                        return settle(client, marked, failure);
                    }
                    if (Retry.is(failure, ErrorCode.NO_NODE)) {
                        return createParents(client, marked.node().path())
                                .thenCompose(made -> createMarked(client, marked));
                    }
                    return CompletableFuture.<Created>failedFuture(Retry.cause(failure));
                })
                .thenCompose(next -> next);
    }

    /**
     * The answer was lost. An ephemeral znode that nobody knows of would stand in the way of others for as long as the
     * session lives, so for one of these it is found out while that lasts; and when the session is over, so is the znode.
     */
    private static CompletableFuture<Created> settle(Client client, Marked marked, Throwable lost) {
        boolean ephemeral = marked.node().mode().isEphemeral();
        CompletableFuture<Optional<Created>> search = ephemeral
                ? Retry.inSession(client, sessionId(client), () -> findMarked(client, marked))
                : Retry.read(client, () -> findMarked(client, marked));
        return search.handle((found, failure) -> {
                    if (failure != null) {
                        return CompletableFuture.<Created>failedFuture(
                                ephemeral && Retry.is(failure, ErrorCode.SESSION_EXPIRED)
                                        ? Retry.cause(failure)
                                        : Retry.unsettled(lost, failure));
                    }
                    return found.map(CompletableFuture::completedFuture).orElseGet(() -> createMarked(client, marked));
                })
                .thenCompose(next -> next);
    }

    private static CompletableFuture<Optional<Created>> findMarked(Client client, Marked marked) {
        return synced(client, marked.parent(), () -> children(client, marked.parent()))
                .thenCompose(names -> {
                    Optional<String> path = names.names().stream()
                            .filter(name -> name.startsWith(marked.mark()))
                            .map(name -> join(marked.parent(), name))
                            .findAny();
                    return path.isEmpty()
                            ? CompletableFuture.completedFuture(Optional.<Created>empty())
                            : client.exists(path.get()).thenApply(stat -> stat.map(s -> new Created(path.get(), s)));
                });
    }

    /**
     * A read whose "not there" is final: what an earlier connection had under way is there or will never be. The read goes
     * out when the sync is answered, since it must not do so without it; no server that the client accepts after that is
     * behind what the sync saw.
     */
    static <T> CompletableFuture<T> synced(Client client, String path, Supplier<CompletableFuture<T>> read) {
        return client.sync(path).thenCompose(done -> read.get());
    }

    /** The children; none if the parent is missing. */
    static CompletableFuture<Children> children(Client client, String parent) {
        return client.getChildren(parent)
                .handle((children, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(children);
                    }
                    return Retry.is(failure, ErrorCode.NO_NODE)
                            ? CompletableFuture.completedFuture(new Children(List.of(), null))
                            : CompletableFuture.<Children>failedFuture(Retry.cause(failure));
                })
                .thenCompose(next -> next);
    }

    /** Creates a znode that may be there already; missing parents are made as containers. */
    static CompletableFuture<Void> ensure(Client client, NewNode node) {
        return Retry.write(client, () -> client.create(node))
                .handle((created, failure) -> {
                    if (failure == null || Retry.is(failure, ErrorCode.NODE_EXISTS)) {
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    boolean makeParents =
                            Retry.is(failure, ErrorCode.NO_NODE) && !node.path().equals("/");
                    return makeParents
                            ? createParents(client, node.path()).thenCompose(made -> ensure(client, node))
                            : CompletableFuture.<Void>failedFuture(Retry.cause(failure));
                })
                .thenCompose(next -> next);
    }

    /**
     * The parent and whatever is missing above it. Below a chroot that is the chroot too, but nothing above it: that cannot
     * be reached, and fails with {@code NO_NODE}.
     */
    static CompletableFuture<Void> createParents(Client client, String path) {
        int slash = path.lastIndexOf('/');
        return ensure(client, slash == 0 ? NewNode.persistent("/") : NewNode.container(path.substring(0, slash)));
    }

    /** Deletes a znode; that it is gone already is as good. */
    static CompletableFuture<Void> delete(Client client, String path) {
        return Retry.write(client, () -> client.delete(path, Client.ANY_VERSION))
                .handle((gone, failure) -> failure == null || Retry.is(failure, ErrorCode.NO_NODE)
                        ? CompletableFuture.<Void>completedFuture(null)
                        : CompletableFuture.<Void>failedFuture(Retry.cause(failure)))
                .thenCompose(next -> next);
    }

    /**
     * Deletes an ephemeral znode of that session whose name nobody else can have, however long it takes; the end of the
     * session is as good.
     */
    static CompletableFuture<Void> deleteOwn(Client client, Created own) {
        return Retry.inSession(client, own.stat().ephemeralOwner(), () -> client.delete(own.path(), Client.ANY_VERSION))
                .handle((gone, failure) -> isGone(failure)
                        ? CompletableFuture.<Void>completedFuture(null)
                        : CompletableFuture.<Void>failedFuture(Retry.cause(failure)))
                .thenCompose(next -> next);
    }

    /** What the deletion of an ephemeral znode ended with says that it is there no more. */
    static boolean isGone(Throwable failure) {
        return failure == null || Retry.is(failure, ErrorCode.NO_NODE) || Retry.is(failure, ErrorCode.SESSION_EXPIRED);
    }

    static String join(String parent, String name) {
        return parent.equals("/") ? "/" + name : parent + "/" + name;
    }

    /** The session's id; 0 between sessions. */
    static long sessionId(Client client) {
        return client.session().map(SessionInfo::id).orElse(0L);
    }
}
