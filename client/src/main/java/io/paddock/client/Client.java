package io.paddock.client;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.Stat;
import io.paddock.common.protocol.AddWatchMode;
import io.paddock.common.protocol.WatchType;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/**
 * A session with a ZooKeeper service, Paddock or Apache's. Usable by any number of threads, virtual ones included.
 *
 * <p><b>Order.</b> Requests are executed in the order in which the methods were called. Everything that the client tells
 * (results, watch events, states of the session) runs on the callback executor of {@link ClientBuilder}, one after the
 * other, in the order in which the server sent it: so an event comes before the result of any read that shows the change.
 * The promise holds for stages that are attached to a future before it completes; a stage attached later runs where it was
 * attached.
 *
 * <p><b>Failure.</b> Futures fail with a {@link ClientException}, whose type tells whether the operation can have
 * happened. Requests wait for a connection when there is none, at most {@link ClientBuilder#connectionWait}. When a
 * connection breaks, what was sent fails with {@link MayHaveHappenedException}; nothing is repeated behind the caller's
 * back. Cancelling a future only stops waiting: what was sent is executed, what was not is never sent.
 *
 * <p><b>Misuse.</b> A path that can never be valid, or a null, throws {@link IllegalArgumentException} or {@link
 * NullPointerException} at once; waiting for a result in a callback of the same client throws {@link
 * IllegalStateException}; a closed client's methods give failed futures.
 *
 * <p>Paths are those below the chroot of the connect string; results and events are too. The configuration of the ensemble
 * is the exception: it has methods of its own and events with its full path.
 */
public interface Client extends AutoCloseable {

    /** Matches every version. */
    int ANY_VERSION = -1;

    /** Where the configuration of the ensemble is, whatever the chroot. */
    String CONFIG_PATH = "/zookeeper/config";

    /** Opens a client with the defaults of {@link ClientBuilder}: {@code Client.open("a:2181,b:2181/app")}. */
    static Client open(String connectString) {
        return builder(connectString).open();
    }

    static ClientBuilder builder(String connectString) {
        return new ClientBuilder(connectString);
    }

    /** The same operations for a thread that wants to wait for each. */
    default BlockingClient blocking() {
        return new BlockingClient(this);
    }

    CompletableFuture<Created> create(NewNode node);

    /** The version is the expected one, or {@link #ANY_VERSION}. */
    CompletableFuture<Void> delete(String path, int version);

    /** The stat, empty if there is no such znode. */
    CompletableFuture<Optional<Stat>> exists(String path);

    /** The same; the watcher is told once, when the znode is created, deleted or gets new data. */
    CompletableFuture<Optional<Stat>> exists(String path, Watcher watcher);

    CompletableFuture<NodeData> getData(String path);

    /** The same; if the znode is there, the watcher is told once, when it is deleted or gets new data. */
    CompletableFuture<NodeData> getData(String path, Watcher watcher);

    /** The data must not be changed any more and may be null; the version is the expected one, or {@link #ANY_VERSION}. */
    CompletableFuture<Stat> setData(String path, byte[] data, int version);

    CompletableFuture<Children> getChildren(String path);

    /** The same; if the znode is there, the watcher is told once, when a child comes or goes or the znode is deleted. */
    CompletableFuture<Children> getChildren(String path, Watcher watcher);

    CompletableFuture<NodeAcl> getAcl(String path);

    /** The version is the expected {@code aversion}, or {@link #ANY_VERSION}. */
    CompletableFuture<Stat> setAcl(String path, List<Acl> acl, int aclVersion);

    /**
     * Brings the connected server up to date: a read after it sees what was committed before it. Gives nothing. Reads need
     * not wait for it: if the connection breaks in between, the next one begins with a sync again, so what is read there is
     * no older.
     */
    CompletableFuture<Void> sync(String path);

    /** Does all or nothing; fails with {@link TransactionRefusedException} if an operation is refused. */
    CompletableFuture<TransactionResult> commit(Transaction transaction);

    /** Reads of one moment; failures are per read, see {@link ReadBatchResult}. */
    CompletableFuture<ReadBatchResult> read(ReadBatch batch);

    /**
     * The ephemeral znodes of this session whose path starts with this text; {@code "/"} or {@code ""} for all. With a
     * chroot, all that are below it.
     */
    CompletableFuture<List<String>> getEphemerals(String pathPrefix);

    /** The number of all descendants. */
    CompletableFuture<Integer> getAllChildrenNumber(String path);

    /** The identities of the connection, without secrets. */
    CompletableFuture<List<AuthId>> whoAmI();

    /**
     * Adds an identity to this and every later connection of the client. If a server refuses it, now or later, the client
     * ends in {@link SessionState#AUTH_FAILED}.
     */
    CompletableFuture<Void> addAuth(String scheme, byte[] auth);

    /** {@code addAuth("digest", "user:password")}. */
    default CompletableFuture<Void> addAuth(String scheme, String auth) {
        return addAuth(scheme, auth.getBytes(StandardCharsets.UTF_8));
    }

    /** The text of the ensemble's configuration; empty on a standalone server. */
    CompletableFuture<NodeData> getConfig();

    /** The same; the watcher is told once, when it changes. */
    CompletableFuture<NodeData> getConfig(Watcher watcher);

    /** Changes the membership; gives the new configuration. */
    CompletableFuture<NodeData> reconfig(Reconfiguration change);

    /**
     * Sets a watch that stays, on a znode that need not exist. {@link AddWatchMode#PERSISTENT} tells of the znode and of
     * its list of children, {@link AddWatchMode#PERSISTENT_RECURSIVE} of the znode and all below it, without {@link
     * WatchEvent.Kind#CHILDREN_CHANGED}. After a reconnect it is set again and its watcher gets {@link
     * WatchEvent.Kind#EVENTS_MISSED}.
     */
    CompletableFuture<Watch> addWatch(String path, AddWatchMode mode, Watcher watcher);

    /**
     * The events of such a watch as a stream, one watch per subscription. A subscriber that asks for less than comes gets
     * {@link WatchEvent.Kind#EVENTS_MISSED} in place of what did not fit into its buffer of 1024 events. The stream
     * completes after {@link WatchEvent.Kind#WATCH_ENDED}, and fails if the watch cannot be set.
     */
    Flow.Publisher<WatchEvent> events(String path, AddWatchMode mode);

    /** Whether this connection has such a watch at the server. */
    CompletableFuture<Boolean> hasWatch(String path, WatchType type);

    /**
     * Removes all watches of this type from the path, here and at the server; their watchers get {@link
     * WatchEvent.Kind#WATCH_ENDED}. Refused with {@code NO_WATCHER} if there is none.
     */
    CompletableFuture<Void> removeWatches(String path, WatchType type);

    /**
     * The same without the server: only here, at once, connected or not. What the server still has goes with the next
     * connection; until then its events tell nobody.
     */
    CompletableFuture<Void> forgetWatches(String path, WatchType type);

    /**
     * Takes one watcher of {@code exists}, {@code getData} and {@code getChildren} off a path, only here: an event that is
     * not yet on its way to it does not reach it any more. Others on the path stay. Does nothing if it is not there; a read
     * under way that sets it still does.
     */
    void forgetWatcher(String path, Watcher watcher);

    SessionState state();

    /** True when nothing will work any more: closed, an identity refused, or expired without {@link ClientBuilder#renewSession}. */
    boolean isEnded();

    /** Completes when the client is connected, at once if it is; fails if its session ends before. */
    CompletableFuture<Void> connected();

    /** The session; empty before the first connection and between sessions. */
    Optional<SessionInfo> session();

    /** The listener is told of changes from now on. Adding it again does nothing. */
    void addListener(SessionListener listener);

    void removeListener(SessionListener listener);

    /**
     * Other servers of the same ensemble from now on, in the form of the connect string; its chroot must be the one that
     * the client has. If the connected server is not among them, the client moves; the session is kept.
     */
    void updateServers(String connectString);

    /** True on a thread that is running a callback of this client, where waiting for the client would be for ever. */
    boolean isCallbackThread();

    /** The chroot, without a slash at its end: {@code ""} if there is none. */
    String chroot();

    /**
     * Ends the session, so that its ephemeral znodes go now, and the connection. Completes when that is done, or after a
     * third of the session timeout; without a connection the session is left to its timeout. Never fails.
     */
    CompletableFuture<Void> closeAsync();

    /** Ends the connection and leaves the session to its timeout, or to another client that resumes it. Never fails. */
    CompletableFuture<Void> abandon();

    /**
     * {@link #closeAsync}, and waits for it and for the callbacks that come before it, except in a callback and when
     * interrupted. A callback that takes longer than 2 s is not waited for, nor is an executor that runs none for so long.
     */
    @Override
    void close();
}
