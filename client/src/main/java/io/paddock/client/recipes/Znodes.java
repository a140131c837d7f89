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

/** The steps that recipes share: creates that are found again, parents that are made, deletes that may come twice. */
final class Znodes {

    private Znodes() {}

    /**
     * Creates a sequential znode exactly once, whatever the connection does. Its name gets a mark in front, {@code
     * _c_<uuid>-}; after a lost connection the parent is searched for it. Missing parents are made as containers.
     */
    static CompletableFuture<Created> createMarked(Client client, NewNode node) {
        int slash = node.path().lastIndexOf('/');
        String mark = "_c_" + UUID.randomUUID() + "-";
        String parent = slash == 0 ? "/" : node.path().substring(0, slash);
        NewNode marked =
                node.at(node.path().substring(0, slash + 1) + mark + node.path().substring(slash + 1));
        return createMarked(client, marked, parent, mark);
    }

    private static CompletableFuture<Created> createMarked(Client client, NewNode node, String parent, String mark) {
        return client.create(node)
                .handle((created, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(created);
                    }
                    if (Retry.isConnectionLoss(failure)) {
                        return findMarked(client, parent, mark)
                                .thenCompose(found -> found.map(CompletableFuture::completedFuture)
                                        .orElseGet(() -> createMarked(client, node, parent, mark)));
                    }
                    if (Retry.is(failure, ErrorCode.NO_NODE)) {
                        return createParents(client, node.path())
                                .thenCompose(made -> createMarked(client, node, parent, mark));
                    }
                    return CompletableFuture.<Created>failedFuture(Retry.cause(failure));
                })
                .thenCompose(next -> next);
    }

    /** The sync makes "not there" final: what the old connection had under way is there or will never be. */
    private static CompletableFuture<Optional<Created>> findMarked(Client client, String parent, String mark) {
        return Retry.idempotent(() -> {
            client.sync(parent);
            return children(client, parent).thenCompose(names -> {
                Optional<String> path = names.names().stream()
                        .filter(name -> name.startsWith(mark))
                        .map(name -> join(parent, name))
                        .findAny();
                return path.isEmpty()
                        ? CompletableFuture.completedFuture(Optional.<Created>empty())
                        : client.exists(path.get()).thenApply(stat -> stat.map(s -> new Created(path.get(), s)));
            });
        });
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
        return Retry.idempotent(() -> client.create(node)
                .handle((created, failure) -> {
                    if (failure == null || Retry.is(failure, ErrorCode.NODE_EXISTS)) {
                        return CompletableFuture.<Void>completedFuture(null);
                    }
                    if (Retry.is(failure, ErrorCode.NO_NODE)) {
                        return createParents(client, node.path()).thenCompose(made -> ensure(client, node));
                    }
                    return CompletableFuture.<Void>failedFuture(Retry.cause(failure));
                })
                .thenCompose(next -> next));
    }

    /** The parent and whatever is missing above it; below a chroot that is the chroot too, but nothing above it. */
    static CompletableFuture<Void> createParents(Client client, String path) {
        int slash = path.lastIndexOf('/');
        return ensure(client, slash == 0 ? NewNode.persistent("/") : NewNode.container(path.substring(0, slash)));
    }

    /** Deletes a znode; that it is gone already is as good, and so is the end of the session that owns it. */
    static CompletableFuture<Void> delete(Client client, String path) {
        return Retry.idempotent(() -> client.delete(path, Client.ANY_VERSION))
                .handle((gone, failure) -> {
                    boolean good = failure == null
                            || Retry.is(failure, ErrorCode.NO_NODE)
                            || Retry.is(failure, ErrorCode.SESSION_EXPIRED);
                    return good
                            ? CompletableFuture.<Void>completedFuture(null)
                            : CompletableFuture.<Void>failedFuture(Retry.cause(failure));
                })
                .thenCompose(next -> next);
    }

    static String join(String parent, String name) {
        return parent.equals("/") ? "/" + name : parent + "/" + name;
    }

    /** The session's id; 0 between sessions. */
    static long sessionId(Client client) {
        return client.session().map(SessionInfo::id).orElse(0L);
    }
}
