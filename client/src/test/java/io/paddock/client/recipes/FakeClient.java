package io.paddock.client.recipes;

import io.paddock.client.Client;
import io.paddock.client.ClientException;
import io.paddock.client.DidNotHappenException;
import io.paddock.client.MayHaveHappenedException;
import io.paddock.client.NewNode;
import io.paddock.client.ReadBatch;
import io.paddock.client.SessionInfo;
import io.paddock.client.SessionState;
import io.paddock.client.Transaction;
import io.paddock.client.Watch;
import io.paddock.client.WatchEvent;
import io.paddock.client.Watcher;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.protocol.AddWatchMode;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * A client of a {@link FakeService} whose requests are answered at once, on the thread that asks, except where a test has
 * planned something else. Guarded by itself.
 */
final class FakeClient {

    /** What becomes of a request. */
    enum Fate {
        ANSWERED,
        /** The connection breaks before it reaches the server. */
        LOST_BEFORE,
        /** The connection breaks before the answer reaches the client. */
        LOST_AFTER,
        /** No connection comes up in time. */
        UNCONNECTED,
        THROTTLED,
        /** The session has ended before. */
        EXPIRED
    }

    /** A watch that stays. */
    private final class Lasting implements Watch {

        private final String path;
        private final AddWatchMode mode;
        private final Watcher watcher;

        Lasting(String path, AddWatchMode mode, Watcher watcher) {
            this.path = path;
            this.mode = mode;
            this.watcher = watcher;
        }

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
            if (lasting.remove(this)) {
                watcher.onEvent(new WatchEvent(WatchEvent.Kind.WATCH_ENDED, path, -1));
            }
            return CompletableFuture.completedFuture(null);
        }

        void onEvent(WatchEvent event) {
            boolean below = mode == AddWatchMode.PERSISTENT_RECURSIVE
                    && event.path().startsWith(path + "/")
                    && event.kind() != WatchEvent.Kind.CHILDREN_CHANGED;
            if (below || event.path().equals(path)) {
                watcher.onEvent(event);
            }
        }
    }

    /** Decides, request by request. */
    interface Plan {
        Fate of(String operation, String path);
    }

    private static final Map<String, OpCode> OPERATIONS = Map.of(
            "create", OpCode.CREATE2,
            "delete", OpCode.DELETE,
            "exists", OpCode.EXISTS,
            "getData", OpCode.GET_DATA,
            "setData", OpCode.SET_DATA,
            "getChildren", OpCode.GET_CHILDREN2,
            "sync", OpCode.SYNC,
            "addWatch", OpCode.ADD_WATCH,
            "read", OpCode.MULTI_READ,
            "commit", OpCode.MULTI);

    private final FakeService service;
    private final Client client =
            (Client) Proxy.newProxyInstance(Client.class.getClassLoader(), new Class<?>[] {Client.class}, this::invoke);
    private final Map<String, Set<Watcher>> watchers = new LinkedHashMap<>();
    private final List<Lasting> lasting = new CopyOnWriteArrayList<>();
    private final List<String> requests = new ArrayList<>();

    private volatile Plan plan = (operation, path) -> Fate.ANSWERED;
    private volatile long session;
    private volatile boolean inCallback;
    private volatile boolean ended;
    private volatile boolean deaf;

    FakeClient(FakeService service) {
        this.service = service;
        this.session = service.newSession();
    }

    Client client() {
        return client;
    }

    void plan(Plan next) {
        plan = next;
    }

    /** This is the fate of the next request of that kind, and nothing happens to the others. */
    void planNext(String operation, Fate fate) {
        boolean[] done = {false};
        plan = (asked, path) -> {
            if (done[0] || !asked.equals(operation)) {
                return Fate.ANSWERED;
            }
            done[0] = true;
            return fate;
        };
    }

    /** As if a callback were running from now on, or no more. */
    void inCallback(boolean yes) {
        inCallback = yes;
    }

    /** The session ends and another begins, and no callback tells of it, nor of anything else. */
    void renewUnheard() {
        deaf = true;
        long last = session;
        session = service.newSession();
        service.end(last);
    }

    /** The session ends for good; its watchers hear of it. */
    void expire() {
        long last = session;
        session = 0;
        ended = true;
        plan = (operation, path) -> Fate.EXPIRED;
        service.end(last);
        List<Watcher> told = new ArrayList<>();
        synchronized (this) {
            watchers.values().forEach(told::addAll);
            watchers.clear();
        }
        told.forEach(watcher -> watcher.onEvent(new WatchEvent(WatchEvent.Kind.WATCH_ENDED, "/", -1)));
        lasting.forEach(Lasting::remove);
    }

    /** How many watchers wait for something. */
    synchronized int watchers() {
        return watchers.values().stream().mapToInt(Set::size).sum();
    }

    /** All requests so far, as operation and path. */
    synchronized List<String> requests() {
        return List.copyOf(requests);
    }

    void onEvent(WatchEvent event) {
        if (deaf) {
            return;
        }
        List<Watcher> told = new ArrayList<>();
        synchronized (this) {
            String path = event.path();
            take(event.kind() == WatchEvent.Kind.CHILDREN_CHANGED ? "child " + path : "data " + path, told);
            if (event.kind() == WatchEvent.Kind.DELETED) {
                take("child " + path, told);
            }
        }
        told.forEach(watcher -> watcher.onEvent(event));
        lasting.forEach(watch -> watch.onEvent(event));
    }

    private void take(String key, List<Watcher> to) {
        Set<Watcher> found = watchers.remove(key);
        if (found != null) {
            to.addAll(found);
        }
    }

    private Object invoke(Object self, Method method, Object[] arguments) throws Throwable {
        return switch (method.getName()) {
            case "create" ->
                answer(
                        "create",
                        ((NewNode) arguments[0]).path(),
                        () -> service.create((NewNode) arguments[0], session));
            case "delete" ->
                answer("delete", arguments, () -> service.delete((String) arguments[0], (int) arguments[1]));
            case "exists" -> answer("exists", arguments, () -> service.exists((String) arguments[0]));
            case "getData" -> answer("getData", arguments, () -> service.getData((String) arguments[0]));
            case "setData" ->
                answer(
                        "setData",
                        arguments,
                        () -> service.setData((String) arguments[0], (byte[]) arguments[1], (int) arguments[2]));
            case "getChildren" -> answer("getChildren", arguments, () -> service.children((String) arguments[0]));
            case "sync" -> answer("sync", arguments, () -> null);
            case "commit" -> answer("commit", (String) null, () -> service.commit((Transaction) arguments[0], session));
            case "read" -> answer("read", (String) null, () -> service.read((ReadBatch) arguments[0]));
            case "addWatch" ->
                answer("addWatch", (String) arguments[0], () -> {
                    Lasting watch =
                            new Lasting((String) arguments[0], (AddWatchMode) arguments[1], (Watcher) arguments[2]);
                    lasting.add(watch);
                    return watch;
                });
            case "forgetWatcher" -> forget((String) arguments[0], (Watcher) arguments[1]);
            case "session" ->
                session == 0
                        ? Optional.empty()
                        : Optional.of(new SessionInfo(session, new byte[16], Duration.ofSeconds(10), 0, null));
            case "state" -> session == 0 ? SessionState.EXPIRED : SessionState.CONNECTED;
            case "isEnded" -> ended;
            case "isCallbackThread" -> inCallback;
            case "addListener", "removeListener" -> null;
            case "blocking" -> InvocationHandler.invokeDefault(self, method);
            case "toString" -> "a fake client";
            default -> throw new UnsupportedOperationException(method.getName());
        };
    }

    private <T> CompletableFuture<T> answer(String operation, Object[] arguments, Supplier<T> execution) {
        CompletableFuture<T> answer = answer(operation, (String) arguments[0], execution);
        if (arguments.length == 2 && arguments[1] instanceof Watcher watcher && !answer.isCompletedExceptionally()) {
            String kind = operation.equals("getChildren") ? "child " : "data ";
            synchronized (this) {
                watchers.computeIfAbsent(kind + arguments[0], key -> new HashSet<>())
                        .add(watcher);
            }
        }
        return answer;
    }

    private <T> CompletableFuture<T> answer(String operation, String path, Supplier<T> execution) {
        synchronized (this) {
            requests.add(operation + " " + path);
        }
        Fate fate = plan.of(operation, path);
        OpCode op = OPERATIONS.get(operation);
        return switch (fate) {
            case ANSWERED -> execute(execution);
            case LOST_BEFORE -> CompletableFuture.failedFuture(lost(op, path));
            case LOST_AFTER -> {
                execute(execution);
                yield CompletableFuture.failedFuture(lost(op, path));
            }
            case UNCONNECTED ->
                CompletableFuture.failedFuture(
                        new DidNotHappenException(ErrorCode.CONNECTION_LOSS, op, path, "no connection came up"));
            case THROTTLED ->
                CompletableFuture.failedFuture(
                        new DidNotHappenException(ErrorCode.THROTTLED_OP, op, path, "too much is waiting"));
            case EXPIRED ->
                CompletableFuture.failedFuture(
                        new DidNotHappenException(ErrorCode.SESSION_EXPIRED, op, path, "the session is over"));
        };
    }

    private <T> CompletableFuture<T> execute(Supplier<T> execution) {
        try {
            T result = execution.get();
            service.tell();
            return CompletableFuture.completedFuture(result);
        } catch (ClientException e) {
            return CompletableFuture.failedFuture(e);
        }
    }

    private static MayHaveHappenedException lost(OpCode op, String path) {
        return new MayHaveHappenedException(ErrorCode.CONNECTION_LOSS, op, path, "the connection broke");
    }

    private synchronized Object forget(String path, Watcher watcher) {
        for (String kind : List.of("data ", "child ")) {
            watchers.computeIfPresent(kind + path, (key, those) -> {
                those.remove(watcher);
                return those.isEmpty() ? null : those;
            });
        }
        return null;
    }
}
