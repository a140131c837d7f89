package io.paddock.client.recipes;

import io.paddock.client.Client;
import io.paddock.client.ClientException;
import io.paddock.client.SessionListener;
import io.paddock.client.SessionState;
import io.paddock.common.ErrorCode;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One of many leads: the one that stands longest. When it goes, the next in line follows.
 *
 * <p>A candidate stands until it is closed or its client ends. With {@link io.paddock.client.ClientBuilder#renewSession}
 * it stands again, at the end of the line, after its session expired.
 *
 * <p>Usable by any thread; the listener runs on the client's callback executor.
 */
public final class LeaderElection implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LeaderElection.class);

    private static final Place.Kind KIND = new Place.Kind("latch-", List.of("latch-"));

    private final Client client;
    private final String path;
    private final String candidate;
    private final Listener listener;
    private final SessionListener sessionListener = this::onSession;

    /** Guarded by this, as the rest. */
    private Place place;

    private boolean leading;
    private boolean closed;

    /** Attempts to stand that failed in a row. */
    private int failures;

    /** What a candidate is told. */
    public interface Listener {

        /**
         * We lead. The token grows from leader to leader: whoever takes orders should refuse one with a lower token than it
         * has seen. Long work belongs on a thread of the application.
         */
        void onElected(long token);

        /** We lead no more: the session ended, or somebody deleted the znode. Told once per election, unless closed. */
        void onDeposed();

        /** The connection is lost while we lead: another may be elected soon. A careful leader pauses here. */
        default void onUncertain() {}

        /** The connection is back and we still lead. */
        default void onCertain() {}

        /**
         * The candidate is refused, for want of access for example. Told of the first of a series of refusals; the candidate
         * tries again, after pauses that grow to 10 s.
         */
        default void onRefused(ClientException why) {}
    }

    private LeaderElection(Client client, String path, String candidate, Listener listener) {
        this.client = client;
        this.path = path;
        this.candidate = candidate;
        this.listener = listener;
    }

    /** Stands for election below this path, which is made when needed; the others can read this candidate's name. */
    public static LeaderElection stand(Client client, String path, String candidate, Listener listener) {
        LeaderElection election = new LeaderElection(client, path, candidate, listener);
        client.addListener(election.sessionListener);
        election.enter();
        return election;
    }

    /** True while we lead and are connected in the session that was elected. Does not depend on callbacks. */
    public synchronized boolean isLeader() {
        return leading && place.isOfPresentSession();
    }

    /** The name of the leader as the servers see it now; empty if nobody stands. */
    public CompletableFuture<Optional<String>> leader() {
        return leaderOf(client, path);
    }

    /** The same for somebody who does not stand. */
    public static CompletableFuture<Optional<String>> leaderOf(Client client, String path) {
        return Retry.read(client, () -> Znodes.children(client, path)).thenCompose(children -> {
            Optional<String> first = children.names().stream()
                    .filter(name -> name.contains(KIND.label()))
                    .min(Comparator.comparing(name -> name.substring(name.length() - 10)));
            if (first.isEmpty()) {
                return CompletableFuture.completedFuture(Optional.<String>empty());
            }
            return Retry.read(client, () -> client.getData(Znodes.join(path, first.get())))
                    .handle((data, failure) -> {
                        if (failure == null) {
                            return CompletableFuture.completedFuture(Optional.of(data.text()));
                        }
                        return Retry.is(failure, ErrorCode.NO_NODE)
                                ? leaderOf(client, path)
                                : CompletableFuture.<Optional<String>>failedFuture(Retry.cause(failure));
                    })
                    .thenCompose(next -> next);
        });
    }

    /** Stands no more; the next in line can lead when it is done. The listener hears nothing of it. */
    public CompletableFuture<Void> closeAsync() {
        Place last;
        synchronized (this) {
            closed = true;
            leading = false;
            last = place;
            place = null;
        }
        client.removeListener(sessionListener);
        return last == null ? CompletableFuture.completedFuture(null) : last.leave();
    }

    /** {@link #closeAsync}, and waits for it, except in a callback and when interrupted. */
    @Override
    public void close() {
        CompletableFuture<Void> done = closeAsync();
        if (client.isCallbackThread()) {
            return;
        }
        try {
            client.blocking().await(done);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void enter() {
        Place next;
        synchronized (this) {
            if (closed) {
                return;
            }
            next = Place.enter(client, path, KIND, candidate.getBytes(StandardCharsets.UTF_8));
            place = next;
        }
        next.turn().whenComplete((self, failure) -> {
            if (failure == null) {
                onTurn(next);
            } else {
                onFailure(next, Retry.cause(failure));
            }
        });
    }

    private void onTurn(Place mine) {
        synchronized (this) {
            if (closed || place != mine) {
                mine.leaveUnseen();
                return;
            }
            leading = true;
            failures = 0;
        }
        Listeners.tell(() -> listener.onElected(mine.token()));
        mine.lost().thenRun(() -> onLost(mine));
    }

    private void onLost(Place mine) {
        if (!giveUp(mine)) {
            return;
        }
        Listeners.tell(listener::onDeposed);
        if (!client.isEnded()) {
            enter();
        }
    }

    /** The turn never came. What lasts is told, and nothing is tried again at full speed. */
    private void onFailure(Place mine, Throwable why) {
        if (!giveUp(mine) || client.isEnded()) {
            return;
        }
        boolean lasting = Retry.isLasting(why);
        int attempts;
        synchronized (this) {
            attempts = lasting ? failures++ : 0;
        }
        if (lasting && attempts == 0) {
            LOG.warn("The candidate {} cannot stand for the election {}: {}.", candidate, path, why.getMessage());
            if (why instanceof ClientException refusal) {
                Listeners.tell(() -> listener.onRefused(refusal));
            }
        }
        Retry.later(attempts, this::enter);
    }

    /** False if this place is not ours to stand on any more. */
    private boolean giveUp(Place mine) {
        synchronized (this) {
            if (closed || place != mine) {
                return false;
            }
            leading = false;
            place = null;
            return true;
        }
    }

    private void onSession(SessionState state) {
        synchronized (this) {
            if (!leading) {
                return;
            }
        }
        if (state == SessionState.CONNECTING) {
            Listeners.tell(listener::onUncertain);
        } else if (state == SessionState.CONNECTED) {
            Listeners.tell(listener::onCertain);
        }
    }
}
