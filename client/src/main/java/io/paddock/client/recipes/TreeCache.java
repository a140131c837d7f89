package io.paddock.client.recipes;

import io.paddock.client.Client;
import io.paddock.client.NodeData;
import io.paddock.client.Part;
import io.paddock.client.ReadBatch;
import io.paddock.client.ReadBatchResult;
import io.paddock.client.Watch;
import io.paddock.client.WatchEvent;
import io.paddock.common.ErrorCode;
import io.paddock.common.protocol.AddWatchMode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A subtree in memory that follows the servers, for readers that want it at once: {@link #snapshot} costs nothing.
 *
 * <p>A recursive watch tells what changed, and all changed znodes are read in one batch, which the server answers from one
 * moment. A snapshot is published when nothing is left to read: it is then the subtree as it was at one moment, no
 * transaction half done. Only while changes come faster than they can be read, one is published without that promise after
 * some rounds. After a lost connection everything is read again, and the difference is told like any other change.
 *
 * <p>A znode is read when it comes or its data changes. What its stat says about children ({@code cversion}, {@code
 * numChildren}, {@code pzxid}) is of that moment: ask {@link TreeSnapshot#children}.
 *
 * <p>Each publication copies the table of znodes: meant for thousands of them, not for millions. Znodes that this client
 * may not read are not there.
 *
 * <p>Usable by any thread; listeners run on the client's callback executor, in order.
 */
public final class TreeCache implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TreeCache.class);

    private static final int BATCH_MAX = 128;
    private static final int ROUNDS_MAX = 16;

    private final Client client;
    private final String root;
    private final List<Listener> listeners = new CopyOnWriteArrayList<>();
    private final CompletableFuture<TreeCache> ready;
    private final CompletableFuture<Void> ended;

    private volatile TreeSnapshot published = TreeSnapshot.EMPTY;

    /** Guarded by this, as the rest. */
    private NavigableMap<String, NodeData> nodes = new TreeMap<>();

    private final Set<String> toRead = new LinkedHashSet<>();
    private Watch watch;
    private boolean reading;
    private boolean everything;
    private boolean closed;
    private int batchMax = BATCH_MAX;
    private int rounds;
    private long zxid = -1;

    /**
     * A difference between two publications.
     *
     * @param before null if the znode was not there
     * @param after null if it is there no more
     */
    public record Change(String path, NodeData before, NodeData after) {}

    /** Told of each publication that differs from the one before. */
    @FunctionalInterface
    public interface Listener {

        void onChange(TreeSnapshot now, List<Change> changes);
    }

    private TreeCache(Client client, String root) {
        this.client = client;
        this.root = root;
        this.ready = new RecipeFuture<>(client);
        this.ended = new RecipeFuture<>(client);
    }

    /** Begins to follow the subtree with this root, which need not exist. */
    public static TreeCache follow(Client client, String root) {
        TreeCache cache = new TreeCache(client, root);
        Retry.acrossSessions(client, () -> client.addWatch(root, AddWatchMode.PERSISTENT_RECURSIVE, cache::onEvent))
                .whenComplete(cache::onWatch);
        return cache;
    }

    /** Completes with the first publication; fails if the cache ends before, cancelled by {@link #close}. */
    public CompletableFuture<TreeCache> ready() {
        return ready;
    }

    /**
     * Completes when the subtree is followed no more: normally after {@link #close}, else with what ended it, for example
     * the end of the client's last session, or a znode that is too large to be read. From then on the snapshot stays as it
     * is.
     */
    public CompletableFuture<Void> ended() {
        return ended;
    }

    /** The last publication; empty before {@link #ready}. */
    public TreeSnapshot snapshot() {
        return published;
    }

    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    public void removeListener(Listener listener) {
        listeners.remove(listener);
    }

    /** Follows no more; the last snapshot stays. */
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

    /** Not by the application. */
    private void end(Throwable why) {
        synchronized (this) {
            if (closed) {
                return;
            }
            closed = true;
        }
        if (!client.isEnded()) {
            LOG.warn("The subtree {} is followed no more: {}.", root, why.getMessage());
        }
        ready.completeExceptionally(why);
        ended.completeExceptionally(why);
    }

    private void onWatch(Watch set, Throwable failure) {
        boolean unwanted;
        synchronized (this) {
            watch = set;
            unwanted = closed;
            everything = true;
        }
        if (failure != null) {
            end(Retry.cause(failure));
        } else if (unwanted) {
            set.remove();
        } else {
            goOn();
        }
    }

    private void onEvent(WatchEvent event) {
        if (event.kind() == WatchEvent.Kind.WATCH_ENDED) {
            end(Follow.watchEnded(client, root));
            return;
        }
        synchronized (this) {
            switch (event.kind()) {
                case EVENTS_MISSED -> everything = true;
                default -> toRead.add(event.path());
            }
        }
        goOn();
    }

    /** Starts the next read if there is one and none is under way. */
    private void goOn() {
        List<String> batch;
        boolean load;
        synchronized (this) {
            if (reading || closed || watch == null || !everything && toRead.isEmpty()) {
                return;
            }
            reading = true;
            load = everything;
            everything = false;
            batch = load ? List.of(root) : takeBatch(toRead);
            if (load) {
                toRead.clear();
            }
        }
        if (load) {
            new Load().readNext();
        } else {
            read(batch);
        }
    }

    private List<String> takeBatch(Set<String> from) {
        List<String> batch = new ArrayList<>();
        var paths = from.iterator();
        while (paths.hasNext() && batch.size() < batchMax) {
            batch.add(paths.next());
            paths.remove();
        }
        return batch;
    }

    private void read(List<String> batch) {
        ReadBatch request = new ReadBatch();
        Map<String, Part<NodeData>> parts = new LinkedHashMap<>();
        batch.forEach(path -> parts.put(path, request.data(path)));
        Retry.acrossSessions(client, () -> client.read(request)).whenComplete((result, failure) -> {
            if (failure != null) {
                onReadFailure(failure, batch.size());
            }
            synchronized (this) {
                reading = false;
                if (failure == null) {
                    parts.forEach((path, part) -> put(nodes, path, part, result));
                    zxid = Math.max(zxid, result.zxid());
                } else {
                    toRead.addAll(batch);
                }
            }
            publishAndGoOn();
        });
    }

    /** A batch that is too large for a reply is halved; anything else that does not pass is the end. */
    private void onReadFailure(Throwable failure, int size) {
        if (Retry.is(failure, ErrorCode.MARSHALLING_ERROR) && size > 1) {
            synchronized (this) {
                batchMax = Math.max(1, size / 2);
            }
        } else {
            end(Retry.cause(failure));
        }
    }

    private static boolean put(Map<String, NodeData> to, String path, Part<NodeData> part, ReadBatchResult result) {
        if (result.refusalOf(part) == null) {
            to.put(path, result.of(part));
            return true;
        }
        to.remove(path);
        return false;
    }

    private void publishAndGoOn() {
        TreeSnapshot before = null;
        TreeSnapshot now = null;
        synchronized (this) {
            boolean quiet = toRead.isEmpty() && !everything;
            if (!reading && !closed && zxid >= 0 && (quiet || ++rounds > ROUNDS_MAX)) {
                rounds = 0;
                before = published;
                now = new TreeSnapshot(new TreeMap<>(nodes), zxid);
                published = now;
            }
        }
        if (now != null) {
            tell(before, now);
            ready.complete(this);
        }
        goOn();
    }

    private void tell(TreeSnapshot before, TreeSnapshot now) {
        List<Change> changes = changes(before.nodes(), now.nodes());
        if (!changes.isEmpty()) {
            listeners.forEach(listener -> Listeners.tell(() -> listener.onChange(now, changes)));
        }
    }

    private static List<Change> changes(Map<String, NodeData> before, Map<String, NodeData> now) {
        List<Change> changes = new ArrayList<>();
        now.forEach((path, data) -> {
            NodeData old = before.get(path);
            if (old == null
                    || old.stat().mzxid() != data.stat().mzxid()
                    || old.stat().czxid() != data.stat().czxid()) {
                changes.add(new Change(path, old, data));
            }
        });
        before.forEach((path, data) -> {
            if (!now.containsKey(path)) {
                changes.add(new Change(path, data, null));
            }
        });
        return changes;
    }

    /** Reads the whole subtree, batch by batch, into a table of its own. */
    private final class Load {

        private final NavigableMap<String, NodeData> loaded = new TreeMap<>();
        private final Set<String> left = new LinkedHashSet<>(List.of(root));
        private long loadZxid = -1;

        void readNext() {
            List<String> batch;
            synchronized (TreeCache.this) {
                batch = takeBatch(left);
            }
            ReadBatch request = new ReadBatch();
            Map<String, Part<NodeData>> data = new LinkedHashMap<>();
            Map<String, Part<List<String>>> children = new LinkedHashMap<>();
            for (String path : batch) {
                data.put(path, request.data(path));
                children.put(path, request.children(path));
            }
            Retry.acrossSessions(client, () -> client.read(request))
                    .whenComplete((result, failure) -> onRead(batch, data, children, result, failure));
        }

        private void onRead(
                List<String> batch,
                Map<String, Part<NodeData>> data,
                Map<String, Part<List<String>>> children,
                ReadBatchResult result,
                Throwable failure) {
            boolean finished;
            if (failure != null) {
                onReadFailure(failure, batch.size());
            }
            synchronized (TreeCache.this) {
                if (failure == null) {
                    loadZxid = Math.max(loadZxid, result.zxid());
                    for (String path : batch) {
                        boolean readable = put(loaded, path, data.get(path), result);
                        if (readable && result.refusalOf(children.get(path)) == null) {
                            result.of(children.get(path)).forEach(name -> left.add(Znodes.join(path, name)));
                        }
                    }
                } else {
                    left.addAll(batch);
                }
                finished = left.isEmpty() || closed || everything;
                if (finished) {
                    reading = false;
                    if (left.isEmpty()) {
                        nodes = loaded;
                        zxid = loadZxid;
                    } else {
                        everything = true; // Interrupted: what was read before the gap is not to be trusted.
                    }
                }
            }
            if (finished) {
                publishAndGoOn();
            } else {
                readNext();
            }
        }
    }
}
