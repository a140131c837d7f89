package io.paddock.client.session;

import io.paddock.client.ClientBuilder.Credential;
import io.paddock.client.ClientException;
import io.paddock.client.ClientOptions;
import io.paddock.client.ConnectString;
import io.paddock.client.ConnectString.Server;
import io.paddock.client.DidNotHappenException;
import io.paddock.client.SessionInfo;
import io.paddock.client.SessionListener;
import io.paddock.client.SessionState;
import io.paddock.client.Watcher;
import io.paddock.client.transport.ClientLoop;
import io.paddock.client.transport.SharedLoop;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.protocol.AddWatch;
import io.paddock.common.protocol.Auth;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.ConnectRequest;
import io.paddock.common.protocol.ConnectResponse;
import io.paddock.common.protocol.WatchType;
import io.paddock.common.wire.WireInput;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The session of one client: keeps it alive, finds it another server when a connection is lost, and carries its requests.
 *
 * <p>At any time there is at most one {@link Link}; between links a timer waits for the next attempt. Requests that come
 * meanwhile wait, in order, for the next open link. What was sent over a link that broke has failed: it is never sent
 * again. So in each session the executed requests are in the order of the calls, with gaps where the caller was told so.
 *
 * <p>Owned by the I/O thread, except for what says otherwise.
 */
final class Session {

    /** Also a long session is shown to live as often as this. */
    static final long PING_MS_MAX = 10_000;

    private static final Logger LOG = LoggerFactory.getLogger(Session.class);

    private static final long RETRY_MS_MAX = 5_000;
    /** Within the timeout of a session: so many servers can be asked, or one so often. */
    private static final int TRIES_MIN = 3;

    private static final long ATTEMPT_MS_MIN = 5;

    private final ClientOptions options;
    private final ClientLoop loop;
    private final Chroot chroot;
    private final CallbackQueue callbacks;
    private final Servers servers;
    private final SplittableRandom luck = new SplittableRandom();
    private final SessionWatches watches;
    private final List<Credential> credentials;
    private final WaitingCalls waiting;
    private final ConnectionWaiters connectionWaiters;

    /** Used by any thread. */
    private final Outbox outbox = new Outbox();

    /** Used by any thread. */
    private final List<SessionListener> listeners;

    /** Written by the I/O thread, read by any. */
    private volatile SessionState state = SessionState.CONNECTING;

    private final SessionIdentity identity;
    private final Silence silence;
    private final Ticker ticker;

    /** False until the first connection: then nothing can have been missed. */
    private boolean wasConnected;

    private boolean over;
    private boolean abandoned;
    private Link link;

    /** True from when a connection was left for another server until the attempt there has ended. */
    private boolean moving;

    private String lastFailure = "no attempt to connect has ended yet";
    private ScheduledFuture<?> retry;

    /** Null unless the client is at a read-only server. */
    private WriterSearch writerSearch;

    private Call<Void> closing;

    private final SessionEnd end;

    Session(ClientOptions options) {
        this.options = options;
        boolean loopIsShared = options.loop() == null;
        this.loop = loopIsShared ? SharedLoop.acquire() : options.loop();
        this.chroot = new Chroot(options.connectString().chroot());
        this.callbacks = new CallbackQueue(
                options.callbackExecutor() == null ? loop.workerPool() : options.callbackExecutor(),
                loop.workerPool(),
                () -> execute(this::resumeReading));
        this.watches = new SessionWatches(chroot, callbacks);
        this.servers = new Servers(options.connectString().servers(), luck, RETRY_MS_MAX);
        this.credentials = new ArrayList<>(options.credentials());
        this.listeners = new CopyOnWriteArrayList<>(options.listeners());
        this.identity = new SessionIdentity(options);
        this.silence = new Silence(identity);
        this.ticker = new Ticker(loop.eventLoop(), this::onTick);
        this.connectionWaiters = new ConnectionWaiters(callbacks);
        this.waiting = new WaitingCalls(options.connectionWait().toMillis());
        this.end = new SessionEnd(loop, loopIsShared, callbacks, this::endWithLoop);
    }

    /** Begins to connect. By the thread that made it. */
    void start() {
        execute(() -> {
            end.join();
            if (!over) {
                silence.heardAt(nowMs());
                ticker.set(identity.timeoutMs());
                attempt();
            }
        });
    }

    // ---- What any thread may use.

    ClientOptions options() {
        return options;
    }

    ClientLoop loop() {
        return loop;
    }

    Chroot chroot() {
        return chroot;
    }

    CallbackQueue callbacks() {
        return callbacks;
    }

    SessionState state() {
        return state;
    }

    SessionInfo info() {
        return identity.info();
    }

    List<SessionListener> listeners() {
        return listeners;
    }

    static long nowMs() {
        return System.nanoTime() / 1_000_000;
    }

    /** Hands a call over. */
    void submit(Call<?> call) {
        if (outbox.push(call)) {
            try {
                loop.eventLoop().execute(this::acceptAll);
            } catch (RejectedExecutionException e) {
                failAllHere();
            }
        }
    }

    /** Completes when connected, or fails when the session ends. */
    CallbackFuture<Void> connected() {
        CallbackFuture<Void> future = new CallbackFuture<>(callbacks);
        execute(() -> {
            if (over) {
                future.completeExceptionally(ended());
            } else if (state.isConnected()) {
                callbacks.add(() -> future.complete(null));
                callbacks.publish();
            } else {
                connectionWaiters.add(future);
            }
        });
        return future;
    }

    /** Takes watches away without the server; fails with this if there are none. */
    CallbackFuture<Void> forgetWatches(String path, WatchType type, ClientException none) {
        CallbackFuture<Void> future = new CallbackFuture<>(callbacks);
        execute(() -> {
            if (over) {
                future.completeExceptionally(ended());
                return;
            }
            boolean removed = watches.removeAll(path, type);
            callbacks.add(() -> {
                if (removed) {
                    future.complete(null);
                } else {
                    future.completeExceptionally(none);
                }
            });
            callbacks.publish();
        });
        return future;
    }

    /** Takes one one-shot watcher away, without the server. */
    void forgetWatcher(String path, Watcher watcher) {
        execute(() -> watches.table().forget(path, watcher));
    }

    /** Replaces the servers; moves if the connected one is not among them. */
    void updateServers(ConnectString update) {
        execute(() -> {
            servers.replace(update.servers());
            if (link != null && !servers.contains(link.server())) {
                link.leave("the server is no longer in the list");
            }
        });
    }

    SessionEnd end() {
        return end;
    }

    /** Leaves the session to its timeout. */
    void abandon(Runnable done) {
        execute(() -> {
            abandoned = true;
            finish(SessionState.CLOSED, "the client was closed");
            callbacks.add(done::run);
            callbacks.publish();
        });
    }

    private void execute(Runnable task) {
        try {
            loop.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            runHere(task);
        }
    }

    /** The loop has ended, and with it every session that ever ran on it; one that never did ends here. */
    private synchronized void runHere(Runnable task) {
        if (!over) {
            over = true;
            state = SessionState.CLOSED;
            end.neverBegan();
        }
        task.run();
    }

    /** The loop is gone: nobody else will empty the outbox. */
    private synchronized void failAllHere() {
        for (Call<?> call = outbox.takeAll(); call != null; call = call.next) {
            call.failedAtOnce(ErrorCode.SESSION_EXPIRED, "the client is closed");
        }
    }

    // ---- Requests.

    private void acceptAll() {
        Call<?> call = outbox.takeAll();
        while (call != null) {
            Call<?> following = call.next;
            call.next = null;
            accept(call);
            call = following;
        }
        if (link != null && link.isOpen()) {
            link.flush();
        }
        callbacks.publish();
    }

    private void accept(Call<?> call) {
        call.onAccepted();
        if (over) {
            call.settleUnsent(ErrorCode.SESSION_EXPIRED, "the session is over: " + state);
        } else if (waiting.isEmpty() && link != null && link.isSendable()) {
            send(call);
        } else {
            waiting.add(call, nowMs());
        }
    }

    private void send(Call<?> call) {
        if (call.isNeedless()) {
            call.settleLocally(null);
            return;
        }
        if (call.request() instanceof AddWatch add) {
            watches.onAddSent(add);
        } else if (call.request() instanceof Auth auth) {
            credentials.add(new Credential(auth.scheme(), auth.auth()));
        }
        link.send(call);
    }

    /** Sends what waits, as far as the connection takes it. */
    void pump() {
        while (!waiting.isEmpty() && link != null && link.isSendable()) {
            send(waiting.remove());
        }
        if (link != null && link.isOpen()) {
            link.flush();
        }
        callbacks.publish();
    }

    /** A reply is there. */
    void settle(Call<?> call, int code, long zxid, WireInput body) {
        if (call.request() instanceof AddWatch add) {
            watches.onAddAnswered(add);
        }
        if (call == closing) {
            finish(SessionState.CLOSED, "the client was closed");
            return;
        }
        call.settle(code, zxid, body, watches.table());
        if (code == ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH.code()) {
            onAuthRefused(code);
        }
    }

    void onZxid(long zxid) {
        identity.onZxid(zxid);
    }

    // ---- Watches.

    SessionWatches watches() {
        return watches;
    }

    void onWatchesSet(int code) {
        if (code != 0) {
            LOG.warn("The server did not set the watches again, error {}: events will be missing.", code);
        }
    }

    // ---- The connection.

    ConnectRequest connectRequest() {
        return identity.connectRequest();
    }

    private void attempt() {
        retry = null;
        // The only server may be one that has just started and forgets who came too early: a session must outlive that.
        int tries = Math.max(servers.count(), identity.isResumable() ? TRIES_MIN : 1);
        long limitMs = Math.max(identity.timeoutMs() / tries, ATTEMPT_MS_MIN);
        link = new Link(this, servers.next(), nowMs() + limitMs);
        link.start();
    }

    void onConnectResponse(Link from, ConnectResponse response) {
        if (response.isRefusal()) {
            if (identity.isResumable()) {
                expire("the server " + from.server() + " does not know it any more");
            } else {
                from.close("it refused a new session");
            }
            return;
        }
        silence.onConnected(nowMs());
        moving = false;
        servers.onConnected();
        identity.onConnected(response, from.address());
        ticker.set(identity.timeoutMs());
        LOG.info(
                "Connected to {}: session {}, timeout {} ms{}.",
                from.server(),
                identity.name(),
                identity.timeoutMs(),
                response.readOnly() ? ", read-only" : "");
        for (Credential credential : credentials) {
            from.sendAuth(new Auth(0, credential.scheme(), credential.auth()));
        }
        watches.resets(identity.lastZxid()).forEach(from::sendWatches);
        setState(response.readOnly() ? SessionState.CONNECTED_READ_ONLY : SessionState.CONNECTED);
        if (wasConnected) {
            watches.tellMissed();
        }
        wasConnected = true;
        connectionWaiters.connected();
        if (response.readOnly()) {
            searchWriter();
        }
        ClientRequest lostSync = waiting.takeLostSync();
        if (lostSync != null) {
            from.send(new Call<>(callbacks, OpCode.SYNC, null, lostSync, ReplyReader.nothing(), () -> {}));
        }
        pump();
    }

    void onBurstEnd(Link from) {
        callbacks.publish();
        if (callbacks.isFull()) {
            from.setReading(false);
        }
    }

    private void resumeReading() {
        if (link != null) {
            link.setReading(true);
        }
    }

    void onClosed(Link from, boolean wasOpen, String why) {
        if (from != link) {
            return;
        }
        link = null;
        moving = from.isLeft();
        watches.onConnectionLost();
        stopSearch();
        lastFailure = from.server() + ": " + why;
        waiting.noteLost(from.pendingSync());
        from.failPending(ErrorCode.CONNECTION_LOSS, "the connection to " + from.server() + " broke: " + why);
        if (over) {
            return;
        }
        if (closing != null) {
            finish(SessionState.CLOSED, "the client was closed");
            return;
        }
        if (wasOpen) {
            silence.heardAt(from.lastHeardMs());
            LOG.warn(
                    "The connection to {} is lost: {}. Session {} is looking for a server.",
                    from.server(),
                    why,
                    identity.name());
            setState(SessionState.CONNECTING);
        } else {
            silence.onAttemptFailed();
            LOG.debug("No connection to {}: {}.", from.server(), why);
            if (from.hasAsked()) {
                forgetZxidIfNoServerHasIt();
            }
        }
        if (!expireIfTooLate()) {
            retry = loop.eventLoop().schedule(this::attempt, servers.pauseMs(), TimeUnit.MILLISECONDS);
        }
        callbacks.publish();
    }

    /**
     * A server that is behind what the client has seen hangs up. If all of them do so for long after the session expired,
     * it is not that they are behind: their data was set back.
     */
    private void forgetZxidIfNoServerHasIt() {
        if (identity.lastZxid() > 0 && silence.isRenewingInVain(nowMs())) {
            LOG.warn(
                    "No server takes a client that has seen zxid 0x{}: it begins anew.",
                    Long.toHexString(identity.lastZxid()));
            identity.forgetZxid();
        }
    }

    void onAuthRefused(int code) {
        LOG.warn("The server refused an identity of the client, error {}. The client ends.", code);
        finish(SessionState.AUTH_FAILED, "an identity was refused");
    }

    private void moveTo(Server server) {
        if (servers.contains(server)) {
            servers.prefer(server);
            link.leave("another server takes writes");
        } else {
            searchWriter(); // It was taken off the list meanwhile.
        }
    }

    private void searchWriter() {
        writerSearch = WriterSearch.start(loop, options, servers, this::moveTo);
    }

    private void stopSearch() {
        if (writerSearch != null) {
            writerSearch.stop();
            writerSearch = null;
        }
    }

    // ---- Time.

    private void onTick() {
        long nowMs = nowMs();
        if (callbacks.isStuck(nowMs) && callbacks.isExecutorEnded()) {
            callbacks.rescue();
        }
        if (link != null) {
            link.onTick(nowMs, identity.timeoutMs());
        }
        if (link == null || !link.isOpen()) {
            waiting.failOverdue(nowMs, lastFailure);
            if (!over) {
                expireIfTooLate();
            }
        }
        callbacks.publish();
    }

    private boolean expireIfTooLate() {
        long nowMs = nowMs();
        if (silence.isTooLong(nowMs) && (link == null || !link.isOpen())) {
            expire("no server answered for " + silence.ms(nowMs) + " ms");
            return true;
        }
        return false;
    }

    // ---- The end.

    private void expire(String why) {
        LOG.warn("Session {} has expired: {}.", identity.name(), why);
        if (!options.renewed()) {
            finish(SessionState.EXPIRED, "the session has expired");
            return;
        }
        dropLink();
        waiting.failAll("the session has expired");
        watches.endOneShot();
        identity.forget();
        silence.onRenewing(nowMs());
        setState(SessionState.EXPIRED);
        setState(SessionState.CONNECTING);
        cancel(retry);
        retry = loop.eventLoop().schedule(this::attempt, servers.pauseMs(), TimeUnit.MILLISECONDS);
        callbacks.publish();
    }

    /** The application has closed the loop before its client. */
    private void endWithLoop() {
        finish(SessionState.CLOSED, "the I/O thread of the client was closed");
        end.leave(); // Nobody will look after the callbacks any more.
    }

    private void finish(SessionState last, String why) {
        if (over) {
            return;
        }
        over = true;
        ticker.stop();
        cancel(retry);
        stopSearch();
        dropLink();
        waiting.failAll(why);
        watches.endAll();
        setState(last);
        connectionWaiters.ended(this::ended);
        if (closing != null) {
            closing.settleLocally(null);
        }
        LOG.info(
                "Session {} of {} {}.",
                identity.name(),
                options.connectString().servers(),
                abandoned ? "is left to its timeout" : "has ended: " + last);
        acceptAll(); // Whatever came behind the end fails now.
        callbacks.add(end::leave);
        callbacks.publish();
        end.watch();
    }

    private void dropLink() {
        Link last = link;
        link = null;
        if (last != null) {
            waiting.noteLost(last.pendingSync());
            last.failPending(ErrorCode.SESSION_EXPIRED, "the session has ended");
            last.close("the session has ended");
        }
    }

    /** The application closes the client; the call is the last of this session. On the I/O thread, in its turn. */
    void onClose(Call<Void> call) {
        if (over) {
            call.settleLocally(null);
            return;
        }
        closing = call;
        if (!moving && (link == null || !link.stay())) {
            abandoned = true;
            finish(SessionState.CLOSED, "the client was closed");
        } else {
            pump(); // What waited for another server comes first.
            loop.eventLoop()
                    .schedule(
                            () -> {
                                finish(SessionState.CLOSED, "the client was closed");
                                callbacks.publish();
                            },
                            Math.max(identity.timeoutMs() / 3, 1),
                            TimeUnit.MILLISECONDS);
        }
    }

    private DidNotHappenException ended() {
        return new DidNotHappenException(
                state == SessionState.AUTH_FAILED ? ErrorCode.AUTH_FAILED : ErrorCode.SESSION_EXPIRED,
                OpCode.CREATE_SESSION,
                null,
                "the session is over: " + state);
    }

    private void setState(SessionState next) {
        state = next;
        for (SessionListener listener : listeners) {
            callbacks.add(() -> listener.onSession(next));
        }
    }

    private static void cancel(ScheduledFuture<?> timer) {
        if (timer != null) {
            timer.cancel(false);
        }
    }
}
