package io.paddock.client.session;

import io.paddock.client.Children;
import io.paddock.client.Client;
import io.paddock.client.ClientOptions;
import io.paddock.client.ConnectString;
import io.paddock.client.Created;
import io.paddock.client.NewNode;
import io.paddock.client.NodeAcl;
import io.paddock.client.NodeData;
import io.paddock.client.ReadBatch;
import io.paddock.client.ReadBatchResult;
import io.paddock.client.Reconfiguration;
import io.paddock.client.RefusedException;
import io.paddock.client.SessionInfo;
import io.paddock.client.SessionListener;
import io.paddock.client.SessionState;
import io.paddock.client.Transaction;
import io.paddock.client.TransactionResult;
import io.paddock.client.Watch;
import io.paddock.client.WatchEvent;
import io.paddock.client.Watcher;
import io.paddock.client.watch.PersistentWatch;
import io.paddock.client.watch.WatchTable;
import io.paddock.client.watch.WatchTable.OneShot;
import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.Stat;
import io.paddock.common.protocol.AddWatch;
import io.paddock.common.protocol.AddWatchMode;
import io.paddock.common.protocol.Auth;
import io.paddock.common.protocol.CheckWatches;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.CloseSession;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.Delete;
import io.paddock.common.protocol.Exists;
import io.paddock.common.protocol.GetAcl;
import io.paddock.common.protocol.GetAllChildrenNumber;
import io.paddock.common.protocol.GetChildren2;
import io.paddock.common.protocol.GetData;
import io.paddock.common.protocol.GetEphemerals;
import io.paddock.common.protocol.Reconfig;
import io.paddock.common.protocol.RemoveWatches;
import io.paddock.common.protocol.SetAcl;
import io.paddock.common.protocol.SetData;
import io.paddock.common.protocol.Sync;
import io.paddock.common.protocol.WatchType;
import io.paddock.common.protocol.WhoAmI;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * The client that works with a session at a server: turns the application's words into requests, and replies into results.
 *
 * <p>Usable by any thread.
 */
public final class SessionClient implements Client {

    private final Session session;
    private final Chroot chroot;
    private final int outstandingMax;
    private final AtomicInteger outstanding = new AtomicInteger();
    private final Runnable onDelivered = outstanding::decrementAndGet;
    private final AtomicReference<CompletableFuture<Void>> closing = new AtomicReference<>();

    private SessionClient(ClientOptions options) {
        session = new Session(options);
        chroot = session.chroot();
        outstandingMax = options.outstandingMax();
    }

    /** A client that begins to connect now. */
    public static Client open(ClientOptions options) {
        SessionClient client = new SessionClient(options);
        client.session.start();
        return client;
    }

    @Override
    public CompletableFuture<Created> create(NewNode node) {
        OpCode op = Replies.creation(node.mode());
        return submit(op, node.path(), createRequest(chroot, op, node), (body, zxid) -> Replies.created(body, chroot));
    }

    static Create createRequest(Chroot chroot, OpCode op, NewNode node) {
        String path =
                node.mode().isSequential() ? chroot.toServerSequential(node.path()) : chroot.toServer(node.path());
        return new Create(
                op, Path.of(path), node.data(), node.acl(), node.mode().flags(), node.ttlMs());
    }

    @Override
    public CompletableFuture<Void> delete(String path, int version) {
        return submit(OpCode.DELETE, path, new Delete(server(path), version), ReplyReader.nothing());
    }

    @Override
    public CompletableFuture<Optional<Stat>> exists(String path) {
        return submit(OpCode.EXISTS, path, new Exists(server(path), false), Replies.EXISTS);
    }

    @Override
    public CompletableFuture<Optional<Stat>> exists(String path, Watcher watcher) {
        String serverPath = chroot.toServer(path);
        Objects.requireNonNull(watcher, "watcher");
        return submit(call(OpCode.EXISTS, path, new Exists(Path.of(serverPath), true), Replies.EXISTS)
                .watching((code, table) -> {
                    if (code == 0) {
                        table.add(OneShot.DATA, serverPath, watcher);
                    } else if (code == ErrorCode.NO_NODE.code()) {
                        table.add(OneShot.EXIST, serverPath, watcher);
                    }
                }));
    }

    @Override
    public CompletableFuture<NodeData> getData(String path) {
        return submit(OpCode.GET_DATA, path, new GetData(server(path), false), Replies.DATA);
    }

    @Override
    public CompletableFuture<NodeData> getData(String path, Watcher watcher) {
        return getData(path, chroot.toServer(path), watcher);
    }

    private CompletableFuture<NodeData> getData(String path, String serverPath, Watcher watcher) {
        return submit(call(OpCode.GET_DATA, path, new GetData(Path.of(serverPath), true), Replies.DATA)
                .watching(oneShot(OneShot.DATA, serverPath, watcher)));
    }

    @Override
    public CompletableFuture<Stat> setData(String path, byte[] data, int version) {
        return submit(OpCode.SET_DATA, path, new SetData(server(path), data, version), Replies.STAT);
    }

    @Override
    public CompletableFuture<Children> getChildren(String path) {
        return submit(OpCode.GET_CHILDREN2, path, new GetChildren2(server(path), false), Replies.CHILDREN);
    }

    @Override
    public CompletableFuture<Children> getChildren(String path, Watcher watcher) {
        String serverPath = chroot.toServer(path);
        return submit(call(OpCode.GET_CHILDREN2, path, new GetChildren2(Path.of(serverPath), true), Replies.CHILDREN)
                .watching(oneShot(OneShot.CHILD, serverPath, watcher)));
    }

    @Override
    public CompletableFuture<NodeAcl> getAcl(String path) {
        return submit(OpCode.GET_ACL, path, new GetAcl(server(path)), Replies.ACL);
    }

    @Override
    public CompletableFuture<Stat> setAcl(String path, List<Acl> acl, int aclVersion) {
        return submit(OpCode.SET_ACL, path, new SetAcl(server(path), List.copyOf(acl), aclVersion), Replies.STAT);
    }

    @Override
    public CompletableFuture<Void> sync(String path) {
        return submit(OpCode.SYNC, path, new Sync(server(path)), ReplyReader.nothing());
    }

    @Override
    public CompletableFuture<TransactionResult> commit(Transaction transaction) {
        TransactionReply reply = new TransactionReply(transaction, chroot);
        return submit(OpCode.MULTI, null, reply.request(), reply);
    }

    @Override
    public CompletableFuture<ReadBatchResult> read(ReadBatch batch) {
        ReadBatchReply reply = new ReadBatchReply(batch, chroot);
        return submit(OpCode.MULTI_READ, null, reply.request(), reply);
    }

    @Override
    public CompletableFuture<List<String>> getEphemerals(String pathPrefix) {
        Objects.requireNonNull(pathPrefix, "pathPrefix");
        String prefix = chroot.isRoot() || !isAll(pathPrefix) ? chroot.prefix() + pathPrefix : chroot.prefix();
        return submit(
                OpCode.GET_EPHEMERALS,
                pathPrefix,
                new GetEphemerals(Path.of(prefix)),
                (body, zxid) -> Replies.ephemerals(body, chroot));
    }

    /** As servers understand it: client protocol 3.8. */
    private static boolean isAll(String pathPrefix) {
        String text = pathPrefix.trim();
        return text.isEmpty() || text.equals("/");
    }

    @Override
    public CompletableFuture<Integer> getAllChildrenNumber(String path) {
        return submit(
                OpCode.GET_ALL_CHILDREN_NUMBER,
                path,
                new GetAllChildrenNumber(server(path)),
                (body, zxid) -> body.int32());
    }

    @Override
    public CompletableFuture<List<AuthId>> whoAmI() {
        return submit(OpCode.WHO_AM_I, null, new WhoAmI(), (body, zxid) -> Replies.identities(body));
    }

    @Override
    public CompletableFuture<Void> addAuth(String scheme, byte[] auth) {
        Objects.requireNonNull(scheme, "scheme");
        return submit(OpCode.AUTH, null, new Auth(0, scheme, auth.clone()), ReplyReader.nothing());
    }

    @Override
    public CompletableFuture<NodeData> getConfig() {
        return submit(OpCode.GET_DATA, CONFIG_PATH, new GetData(Path.of(CONFIG_PATH), false), Replies.DATA);
    }

    @Override
    public CompletableFuture<NodeData> getConfig(Watcher watcher) {
        return getData(CONFIG_PATH, CONFIG_PATH, watcher);
    }

    @Override
    public CompletableFuture<NodeData> reconfig(Reconfiguration change) {
        Reconfig request = new Reconfig(change.joining(), change.leaving(), change.members(), change.configVersion());
        return submit(OpCode.RECONFIG, null, request, Replies.DATA);
    }

    @Override
    public CompletableFuture<Watch> addWatch(String path, AddWatchMode mode, Watcher watcher) {
        Objects.requireNonNull(watcher, "watcher");
        String serverPath = chroot.toServer(path);
        PersistentWatch behind = new PersistentWatch(serverPath, mode, watcher);
        AddWatch request = new AddWatch(Path.of(serverPath), mode);
        Watch watch = new Watch() {
            @Override
            public String path() {
                return path;
            }

            @Override
            public AddWatchMode mode() {
                return mode;
            }

            @Override
            public CompletableFuture<Void> remove() {
                return removeWatch(path, behind, request);
            }
        };
        return submit(
                call(OpCode.ADD_WATCH, path, request, (body, zxid) -> watch).watching((code, table) -> {
                    if (code == 0) {
                        table.add(behind);
                    }
                }));
    }

    private CompletableFuture<Void> removeWatch(String path, PersistentWatch watch, AddWatch sameWatch) {
        RemoveWatches request = new RemoveWatches(sameWatch.path(), watch.type());
        return submit(call(OpCode.REMOVE_WATCHES, path, request, Replies.REMOVED)
                .acceptedBy(() -> session.watches().remove(watch))
                .unless(() -> session.watches().isNeeded(watch, sameWatch)));
    }

    @Override
    public Flow.Publisher<WatchEvent> events(String path, AddWatchMode mode) {
        chroot.toServer(path);
        Objects.requireNonNull(mode, "mode");
        return subscriber -> new EventStream(this, path, mode, subscriber).start();
    }

    @Override
    public CompletableFuture<Boolean> hasWatch(String path, WatchType type) {
        return submit(OpCode.CHECK_WATCHES, path, new CheckWatches(server(path), type), Replies.HAS_WATCH);
    }

    @Override
    public CompletableFuture<Void> removeWatches(String path, WatchType type) {
        String serverPath = chroot.toServer(path);
        RemoveWatches request = new RemoveWatches(Path.of(serverPath), type);
        return submit(call(OpCode.REMOVE_WATCHES, path, request, ReplyReader.nothing())
                .watching((code, table) -> {
                    if (code == 0) {
                        session.watches().removeAll(serverPath, type);
                    }
                }));
    }

    @Override
    public CompletableFuture<Void> forgetWatches(String path, WatchType type) {
        String serverPath = chroot.toServer(path);
        return session.forgetWatches(
                serverPath, type, RefusedException.of(ErrorCode.NO_WATCHER.code(), OpCode.REMOVE_WATCHES, path));
    }

    @Override
    public void forgetWatcher(String path, Watcher watcher) {
        session.forgetWatcher(chroot.toServer(path), Objects.requireNonNull(watcher, "watcher"));
    }

    @Override
    public SessionState state() {
        return session.state();
    }

    @Override
    public boolean isEnded() {
        return closing.get() != null
                || switch (session.state()) {
                    case AUTH_FAILED, CLOSED -> true;
                    case EXPIRED -> !session.options().renewed();
                    case CONNECTING, CONNECTED, CONNECTED_READ_ONLY -> false;
                };
    }

    @Override
    public CompletableFuture<Void> connected() {
        return session.connected();
    }

    @Override
    public Optional<SessionInfo> session() {
        return Optional.ofNullable(session.info());
    }

    @Override
    public void addListener(SessionListener listener) {
        if (!session.listeners().contains(listener)) {
            session.listeners().add(Objects.requireNonNull(listener));
        }
    }

    @Override
    public void removeListener(SessionListener listener) {
        session.listeners().remove(listener);
    }

    @Override
    public void updateServers(String connectString) {
        ConnectString update = ConnectString.parse(connectString);
        if (!update.chroot().equals(chroot.prefix())) {
            throw new IllegalArgumentException("The chroot of a client cannot change: it is \"" + chroot.prefix()
                    + "\", not \"" + update.chroot() + "\"");
        }
        session.updateServers(update);
    }

    @Override
    public boolean isCallbackThread() {
        return session.callbacks().isDelivering();
    }

    @Override
    public String chroot() {
        return chroot.prefix();
    }

    @Override
    public CompletableFuture<Void> closeAsync() {
        Call<Void> call = call(OpCode.CLOSE_SESSION, null, new CloseSession(), ReplyReader.nothing());
        if (closing.compareAndSet(null, call)) {
            outstanding.incrementAndGet();
            call.acceptedBy(() -> session.onClose(call));
            session.submit(call);
        }
        return closing.get();
    }

    @Override
    public CompletableFuture<Void> abandon() {
        CallbackFuture<Void> done = new CallbackFuture<>(session.callbacks());
        if (closing.compareAndSet(null, done)) {
            session.abandon(() -> done.complete(null));
        }
        return closing.get();
    }

    @Override
    public void close() {
        closeAsync();
        if (isCallbackThread()) {
            return;
        }
        try {
            session.end().await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public String toString() {
        return "Client of " + session.options().connectString().servers() + chroot.prefix() + ", " + state();
    }

    private Path server(String path) {
        return Path.of(chroot.toServer(path));
    }

    private static Call.WatchHook oneShot(OneShot kind, String serverPath, Watcher watcher) {
        Objects.requireNonNull(watcher, "watcher");
        return (int code, WatchTable table) -> {
            if (code == 0) {
                table.add(kind, serverPath, watcher);
            }
        };
    }

    private <T> Call<T> call(OpCode op, String path, ClientRequest request, ReplyReader<T> reader) {
        return new Call<>(session.callbacks(), op, path, request, reader, onDelivered);
    }

    private <T> Call<T> submit(OpCode op, String path, ClientRequest request, ReplyReader<T> reader) {
        return submit(call(op, path, request, reader));
    }

    private <T> Call<T> submit(Call<T> call) {
        if (closing.get() != null) {
            return call.failedAtOnce(ErrorCode.SESSION_EXPIRED, "the client is closed");
        }
        SessionState now = session.state();
        if (now == SessionState.AUTH_FAILED) {
            return call.failedAtOnce(ErrorCode.AUTH_FAILED, "the server refused an identity of this client");
        }
        if (now == SessionState.EXPIRED && !session.options().renewed()) {
            return call.failedAtOnce(ErrorCode.SESSION_EXPIRED, "the session has expired");
        }
        int tooLarge = RequestSize.over(call.request(), session.options().requestBytesMax());
        if (tooLarge > 0) {
            return call.failedAtOnce(
                    ErrorCode.MARSHALLING_ERROR,
                    "the request has " + tooLarge + " bytes, and the client sends at most "
                            + session.options().requestBytesMax() + " (ClientBuilder.requestBytesMax)");
        }
        if (outstanding.incrementAndGet() > outstandingMax) {
            outstanding.decrementAndGet();
            return call.failedAtOnce(
                    ErrorCode.THROTTLED_OP,
                    outstandingMax + " requests are waiting for their answers (ClientBuilder.outstandingMax)");
        }
        session.submit(call);
        return call;
    }
}
