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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A piece of configuration in one znode: read at once, followed, and changed without losing a change of somebody else.
 *
 * <p>Usable by any thread; listeners run on the client's callback executor. Values only go forward: each is newer than the
 * one before, though values that follow each other quickly may be skipped.
 */
public final class ConfigNode implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ConfigNode.class);

    private final Client client;
    private final String path;
    private final List<Consumer<Optional<NodeData>>> listeners = new CopyOnWriteArrayList<>();
    private final CompletableFuture<ConfigNode> ready;
    private final CompletableFuture<Void> ended;

    private volatile Optional<NodeData> current = Optional.empty();

    /** Guarded by this, as the rest. */
    private Watch watch;

    private boolean reading;
    private boolean stale;
    private boolean closed;

    /** Not followed yet. */
    ConfigNode(Client client, String path) {
        this.client = client;
        this.path = path;
        this.ready = new RecipeFuture<>(client);
        this.ended = new RecipeFuture<>(client);
    }

    /** Begins to follow the znode, which need not exist. */
    public static ConfigNode follow(Client client, String path) {
        ConfigNode node = new ConfigNode(client, path);
        Retry.acrossSessions(client, () -> client.addWatch(path, AddWatchMode.PERSISTENT, node::onEvent))
                .whenComplete(node::onWatch);
        return node;
    }

    /** Completes when the value is known for the first time; fails if the client ends before, cancelled by {@link #close}. */
    public CompletableFuture<ConfigNode> ready() {
        return ready;
    }

    /**
     * Completes when the znode is followed no more: normally after {@link #close}, else with what ended it, for example the
     * end of the client's last session. From then on {@link #current} stays as it is.
     */
    public CompletableFuture<Void> ended() {
        return ended;
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
     * If somebody else was faster, the function is asked again. Fails with {@link MayHaveHappenedException} if the answer to
     * the write was lost and what is there now does not tell: a later version, or the value that was to be written, which can
     * also be an equal one of somebody else. Every other failure says that nothing was changed.
     */
    public CompletableFuture<Stat> update(UnaryOperator<byte[]> change) {
        return Retry.read(client, this::read).thenCompose(found -> {
            byte[] next = change.apply(found.map(NodeData::data).orElse(null));
            return found.isEmpty()
                    ? create(next, change)
                    : write(next, found.get().version(), change);
        });
    }

    /**
     * {@link #update}, and waits for it.
     *
     * @throws IllegalStateException in a callback of the client; nothing has happened then
     */
    public Stat updateAndWait(UnaryOperator<byte[]> change) throws InterruptedException {
        RecipeFuture.requireOutside(client);
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
        ready.cancel(false);
        ended.complete(null);
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
                    return Retry.isLoss(failure)
                            ? settle(failure, value, 0, change)
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
                    return Retry.isLoss(failure)
                            ? settle(failure, value, version + 1, change)
                            : CompletableFuture.<Stat>failedFuture(Retry.cause(failure));
                })
                .thenCompose(next -> next);
    }

    /**
     * The answer to a write was lost, which if it was executed gave this version. Another value in this version is somebody
     * else's, and a lower version another znode's: then the write was not executed, or on a znode that has gone since. An
     * equal value proves nothing.
     */
    private CompletableFuture<Stat> settle(Throwable lost, byte[] value, int version, UnaryOperator<byte[]> change) {
        return Retry.read(client, () -> Znodes.synced(client, path, this::read))
                .handle((found, failure) -> {
                    if (failure != null) {
                        return CompletableFuture.<Stat>failedFuture(Retry.unsettled(lost, failure));
                    }
                    int now = found.map(NodeData::version).orElse(-1);
                    boolean open = now > version
                            || now == version && Arrays.equals(found.get().data(), value);
                    return open
                            ? CompletableFuture.<Stat>failedFuture(new MayHaveHappenedException(
                                    ErrorCode.CONNECTION_LOSS,
                                    OpCode.SET_DATA,
                                    path,
                                    "the answer was lost, and version " + now + " that is there now can be of this"
                                            + " change or of others"))
                            : update(change);
                })
                .thenCompose(next -> next);
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
            end(Retry.cause(failure));
        } else if (unwanted) {
            set.remove();
        } else {
            refresh();
        }
    }

    private void onEvent(WatchEvent event) {
        switch (event.kind()) {
            case CHILDREN_CHANGED -> {}
            case WATCH_ENDED -> end(Follow.watchEnded(client, path));
            default -> refresh();
        }
    }

    /** Not by the application. */
    private void end(Throwable why) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        ready.completeExceptionally(why);
        ended.completeExceptionally(why);
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
            // Not permitted, for example; the next event tries again.
            LOG.warn(
                    "The value of {} cannot be read: {}.",
                    path,
                    Retry.cause(failure).getMessage());
            ready.completeExceptionally(Retry.cause(failure));
        }
        if (again) {
            refresh();
        }
    }
}
