package io.paddock.client.recipes;

import io.paddock.client.Client;
import io.paddock.client.NewNode;
import io.paddock.common.ErrorCode;
import java.util.concurrent.CompletableFuture;

/**
 * Names that nobody gets twice: a prefix and a number that grows with each. Numbers have gaps. They come from a znode that
 * must not be deleted: its counter would begin again.
 *
 * <p>Usable by any thread.
 */
public final class SequentialName {

    private final Client client;
    private final String path;
    private final String prefix;

    /** Names {@code <prefix>0000000001} and so on, numbered by the znode at this path, which is made when needed. */
    public SequentialName(Client client, String path, String prefix) {
        this.client = client;
        this.path = path;
        this.prefix = prefix;
    }

    /** A name of ten digits or more behind the prefix. */
    public CompletableFuture<String> next() {
        // A lost answer costs a number: its znode goes with the session.
        return Retry.read(
                        client,
                        () -> client.create(
                                NewNode.ephemeral(Znodes.join(path, prefix)).sequential()))
                .handle((created, failure) -> {
                    if (failure == null) {
                        Znodes.deleteOwn(client, created);
                        return CompletableFuture.completedFuture(created.name());
                    }
                    return Retry.is(failure, ErrorCode.NO_NODE)
                            ? makePlace().thenCompose(made -> next())
                            : CompletableFuture.<String>failedFuture(Retry.cause(failure));
                })
                .thenCompose(next -> next);
    }

    /**
     * A number of 64 bits that is unique in the whole service and grows: the zxid of a write. Cheaper than a name, and it
     * leaves nothing behind.
     */
    public CompletableFuture<Long> nextId() {
        return Retry.read(client, () -> client.setData(path, new byte[0], Client.ANY_VERSION))
                .handle((stat, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(stat.mzxid());
                    }
                    return Retry.is(failure, ErrorCode.NO_NODE)
                            ? makePlace().thenCompose(made -> nextId())
                            : CompletableFuture.<Long>failedFuture(Retry.cause(failure));
                })
                .thenCompose(next -> next);
    }

    /** Persistent: a container would go, and its counter with it. */
    private CompletableFuture<Void> makePlace() {
        return Znodes.ensure(client, NewNode.persistent(path));
    }
}
