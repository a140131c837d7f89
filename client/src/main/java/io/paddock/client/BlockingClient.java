package io.paddock.client;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.Stat;
import io.paddock.common.protocol.AddWatchMode;
import io.paddock.common.protocol.WatchType;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The operations of a {@link Client}, each waiting for its result: the same words, the same order, the same failures,
 * thrown here. In a callback of the client every method throws {@link IllegalStateException} and does nothing; an interrupt
 * ends the waiting, not the operation.
 */
public final class BlockingClient {

    private final Client client;

    BlockingClient(Client client) {
        this.client = Objects.requireNonNull(client);
    }

    /** The face that does not wait. */
    public Client async() {
        return client;
    }

    /**
     * Waits until the client is connected.
     *
     * @return false if it was not within this time
     */
    public boolean awaitConnected(Duration limit) throws InterruptedException {
        CompletableFuture<Void> connected = mayWait().connected();
        try {
            connected.get(limit.toNanos(), TimeUnit.NANOSECONDS);
            return true;
        } catch (TimeoutException e) {
            return false;
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    public Created create(NewNode node) throws InterruptedException {
        return await(mayWait().create(node));
    }

    public void delete(String path, int version) throws InterruptedException {
        await(mayWait().delete(path, version));
    }

    public Optional<Stat> exists(String path) throws InterruptedException {
        return await(mayWait().exists(path));
    }

    public Optional<Stat> exists(String path, Watcher watcher) throws InterruptedException {
        return await(mayWait().exists(path, watcher));
    }

    public NodeData getData(String path) throws InterruptedException {
        return await(mayWait().getData(path));
    }

    public NodeData getData(String path, Watcher watcher) throws InterruptedException {
        return await(mayWait().getData(path, watcher));
    }

    public Stat setData(String path, byte[] data, int version) throws InterruptedException {
        return await(mayWait().setData(path, data, version));
    }

    public Children getChildren(String path) throws InterruptedException {
        return await(mayWait().getChildren(path));
    }

    public Children getChildren(String path, Watcher watcher) throws InterruptedException {
        return await(mayWait().getChildren(path, watcher));
    }

    public NodeAcl getAcl(String path) throws InterruptedException {
        return await(mayWait().getAcl(path));
    }

    public Stat setAcl(String path, List<Acl> acl, int aclVersion) throws InterruptedException {
        return await(mayWait().setAcl(path, acl, aclVersion));
    }

    public void sync(String path) throws InterruptedException {
        await(mayWait().sync(path));
    }

    public TransactionResult commit(Transaction transaction) throws InterruptedException {
        return await(mayWait().commit(transaction));
    }

    public ReadBatchResult read(ReadBatch batch) throws InterruptedException {
        return await(mayWait().read(batch));
    }

    public List<String> getEphemerals(String pathPrefix) throws InterruptedException {
        return await(mayWait().getEphemerals(pathPrefix));
    }

    public int getAllChildrenNumber(String path) throws InterruptedException {
        return await(mayWait().getAllChildrenNumber(path));
    }

    public List<AuthId> whoAmI() throws InterruptedException {
        return await(mayWait().whoAmI());
    }

    public void addAuth(String scheme, byte[] auth) throws InterruptedException {
        await(mayWait().addAuth(scheme, auth));
    }

    public void addAuth(String scheme, String auth) throws InterruptedException {
        await(mayWait().addAuth(scheme, auth));
    }

    public NodeData getConfig() throws InterruptedException {
        return await(mayWait().getConfig());
    }

    public NodeData getConfig(Watcher watcher) throws InterruptedException {
        return await(mayWait().getConfig(watcher));
    }

    public NodeData reconfig(Reconfiguration change) throws InterruptedException {
        return await(mayWait().reconfig(change));
    }

    public Watch addWatch(String path, AddWatchMode mode, Watcher watcher) throws InterruptedException {
        return await(mayWait().addWatch(path, mode, watcher));
    }

    public boolean hasWatch(String path, WatchType type) throws InterruptedException {
        return await(mayWait().hasWatch(path, type));
    }

    public void removeWatches(String path, WatchType type) throws InterruptedException {
        await(mayWait().removeWatches(path, type));
    }

    public void forgetWatches(String path, WatchType type) throws InterruptedException {
        await(mayWait().forgetWatches(path, type));
    }

    /**
     * Waits for any future of this client as the methods above do, and throws its {@link ClientException} with the stack
     * of the caller.
     *
     * @throws IllegalStateException in a callback of the client
     */
    public <T> T await(CompletableFuture<T> future) throws InterruptedException {
        if (!future.isDone()) {
            mayWait();
        }
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw failure(e);
        }
    }

    /** The client, for a thread that is going to wait for it. Asked first: what is refused must not have been sent. */
    private Client mayWait() {
        if (client.isCallbackThread()) {
            throw new IllegalStateException("A callback of the client waits for the client: it would wait for itself."
                    + " Go on with a stage of the future, or hand the work to another thread.");
        }
        return client;
    }

    private static RuntimeException failure(ExecutionException e) {
        Throwable cause = e.getCause();
        if (cause instanceof ClientException ours) {
            return ours.thrownHere();
        }
        return cause instanceof RuntimeException other ? other : new IllegalStateException(cause);
    }
}
