package io.paddock.client.recipes;

import io.paddock.client.BlockingClient;
import io.paddock.client.Client;
import io.paddock.client.MayHaveHappenedException;
import io.paddock.client.NewNode;
import io.paddock.client.NodeData;
import io.paddock.client.Watch;
import io.paddock.client.WatchEvent;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Stat;
import io.paddock.common.protocol.AddWatchMode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;

/**
 * A piece of configuration in one znode: read at once, followed, and changed without losing a change of somebody else.
 *
 * <p>Usable by any thread; listeners run on the client's callback executor. Values only go forward: each is newer than the
 * one before, though values that follow each other quickly may be skipped.
 */
public final class ConfigNode implements AutoCloseable {

    private final Client client;
    private final String path;
    private final List<Consumer<Optional<NodeData>>> listeners = new CopyOnWriteArrayList<>();
    private final CompletableFuture<ConfigNode> ready = new CompletableFuture<>();

    private volatile Optional<NodeData> current = Optional.empty();

    /** Guarded by this, as the rest. */
    private Watch watch;

    private boolean reading;
    private boolean stale;
    private boolean closed;

    private ConfigNode(Client client, String path) {
        this.client = client;
        this.path = path;
    }

    /** Begins to follow the znode, which need not exist. */
    public static ConfigNode follow(Client client, String path) {
        ConfigNode node = new ConfigNode(client, path);
        Retry.acrossSessions(client, () -> client.addWatch(path, AddWatchMode.PERSISTENT, node::onEvent))
                .whenComplete(node::onWatch);
        return node;
    }

    /** Completes when the value is known for the first time; fails if the client ends before. */
    public CompletableFuture<ConfigNode> ready() {
        return ready;
    }

    /** The value as last heard of; empty if the znode is not there, or not {@link #ready} yet. */
    public Optional<NodeData> current() {
        return current;
    }

    /** Told of each new value from now on; empty when the znode is gone. */
    public void addListener(Consumer<Optional<NodeData>> listener) {
        listeners.add(listener);
    }

    public void removeListener(Consumer<Optional<NodeData>> listener) {
        listeners.remove(listener);
    }

    /**
     * Replaces the value by what the function makes of the current one (null if there is no znode, which is then created).
     * If somebody else was faster, the function is asked again. Fails with {@link MayHaveHappenedException} if a connection
     * was lost and others have changed the value since, so that nobody can tell whether this change was among theirs.
     */
    public CompletableFuture<Stat> update(UnaryOperator<byte[]> change) {
        return Retry.idempotent(() -> read()).thenCompose(found -> {
            byte[] next = change.apply(found.map(NodeData::data).orElse(null));
            return found.isEmpty()
                    ? create(next, change)
                    : write(next, found.get().version(), change);
        });
    }

    /** {@link #update}, and waits for it. */
    public Stat updateAndWait(UnaryOperator<byte[]> change) throws InterruptedException {
        BlockingClient blocking = client.blocking();
        return blocking.await(update(change));
    }

    /** Follows no more; the last value stays. */
    @Override
    public void close() {
        Watch last;
        synchronized (this) {
            closed = true;
            last = watch;
        }
        if (last != null) {
            last.remove();
        }
    }

    private CompletableFuture<Stat> create(byte[] value, UnaryOperator<byte[]> change) {
        return client.create(NewNode.persistent(path).data(value))
                .handle((created, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(created.stat());
                    }
                    if (Retry.is(failure, ErrorCode.NODE_EXISTS)) {
                        return update(change);
                    }
                    if (Retry.is(failure, ErrorCode.NO_NODE)) {
                        return Znodes.createParents(client, path).thenCompose(made -> create(value, change));
                    }
                    return Retry.isConnectionLoss(failure)
                            ? settle(value, 0, change)
                            : CompletableFuture.<Stat>failedFuture(Retry.cause(failure));
                })
                .thenCompose(next -> next);
    }

    private CompletableFuture<Stat> write(byte[] value, int version, UnaryOperator<byte[]> change) {
        return client.setData(path, value, version)
                .handle((stat, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(stat);
                    }
                    if (Retry.is(failure, ErrorCode.BAD_VERSION) || Retry.is(failure, ErrorCode.NO_NODE)) {
                        return update(change);
                    }
                    return Retry.isConnectionLoss(failure)
                            ? settle(value, version + 1, change)
                            : CompletableFuture.<Stat>failedFuture(Retry.cause(failure));
                })
                .thenCompose(next -> next);
    }

    /** The answer to a write was lost, which if it was executed gave this version. */
    private CompletableFuture<Stat> settle(byte[] value, int version, UnaryOperator<byte[]> change) {
        return Retry.idempotent(() -> {
                    client.sync(path);
                    return read();
                })
                .thenCompose(found -> {
                    if (found.isEmpty() || found.get().version() < version) {
                        return update(change);
                    }
                    if (found.get().version() == version
                            && Arrays.equals(found.get().data(), value)) {
                        return CompletableFuture.completedFuture(found.get().stat());
                    }
                    return found.get().version() == version
                            ? update(change)
                            : CompletableFuture.failedFuture(new MayHaveHappenedException(
                                    ErrorCode.CONNECTION_LOSS,
                                    OpCode.SET_DATA,
                                    path,
                                    "the answer was lost, and others have changed the value since"));
                });
    }

    private CompletableFuture<Optional<NodeData>> read() {
        return client.getData(path)
                .handle((data, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(Optional.of(data));
                    }
                    return Retry.is(failure, ErrorCode.NO_NODE)
                            ? CompletableFuture.completedFuture(Optional.<NodeData>empty())
                            : CompletableFuture.<Optional<NodeData>>failedFuture(Retry.cause(failure));
                })
                .thenCompose(next -> next);
    }

    private void onWatch(Watch set, Throwable failure) {
        boolean unwanted;
        synchronized (this) {
            watch = set;
            unwanted = closed;
        }
        if (failure != null) {
            ready.completeExceptionally(Retry.cause(failure));
        } else if (unwanted) {
            set.remove();
        } else {
            refresh();
        }
    }

    private void onEvent(WatchEvent event) {
        if (event.kind() != WatchEvent.Kind.CHILDREN_CHANGED) {
            refresh();
        }
    }

    private void refresh() {
        synchronized (this) {
            stale = true;
            if (reading || closed) {
                return;
            }
            reading = true;
            stale = false;
        }
        Retry.acrossSessions(client, this::read).whenComplete(this::onRead);
    }

    private void onRead(Optional<NodeData> value, Throwable failure) {
        boolean again;
        synchronized (this) {
            reading = false;
            again = stale;
        }
        if (failure == null) {
            Optional<NodeData> before = current;
            current = value;
            if (!before.map(NodeData::stat).equals(value.map(NodeData::stat))) {
                listeners.forEach(listener -> Listeners.tell(() -> listener.accept(value)));
            }
            ready.complete(this);
        } else {
            ready.completeExceptionally(
                    Retry.cause(failure)); // Not permitted, for example; the next event tries again.
        }
        if (again) {
            refresh();
        }
    }
}
