package io.paddock.client.recipes;

import io.paddock.client.Client;
import io.paddock.client.Created;
import io.paddock.client.DidNotHappenException;
import io.paddock.client.NewNode;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A place in a line: an ephemeral sequential znode whose turn it is when nobody is in its way before it. It watches one
 * znode only, the nearest that is in its way, so that a departure wakes one process.
 *
 * <p>Usable by any thread; its futures complete on the callback executor.
 */
final class Place {

    private static final Logger LOG = LoggerFactory.getLogger(Place.class);

    private static final int SEQUENCE_DIGITS = 10;
    private static final int MARK_LENGTH = "_c_".length() + 36 + "-".length();

    private final Client client;
    private final String line;
    private final Kind kind;
    private final CompletableFuture<Created> entered;
    private final CompletableFuture<Place> turn;
    private final CompletableFuture<Void> lost;

    /** What wakes the wait for another znode; null before. Written by callbacks, read by whoever ends the wait. */
    private volatile Wakeup wakeup;

    /**
     * What stands behind the mark in a name, and who is in the way of whom.
     *
     * @param label for example {@code lock-}
     * @param obstacles the labels that are in the way when they are before it
     */
    record Kind(String label, List<String> obstacles) {}

    /** A znode of the line. */
    private record Entry(String name, String label, long sequence) {

        static Optional<Entry> parse(String name) {
            int digits = name.length() - SEQUENCE_DIGITS;
            int label = name.startsWith("_c_") ? MARK_LENGTH : 0;
            if (digits < label) {
                return Optional.empty();
            }
            try {
                return Optional.of(
                        new Entry(name, name.substring(label, digits), Long.parseLong(name.substring(digits))));
            } catch (NumberFormatException e) {
                return Optional.empty();
            }
        }
    }

    private Place(Client client, String line, Kind kind, byte[] data) {
        this.client = client;
        this.line = line;
        this.kind = kind;
        this.turn = new RecipeFuture<>(client);
        this.lost = new RecipeFuture<>(client);
        this.entered = Znodes.createMarked(
                client,
                NewNode.ephemeral(Znodes.join(line, kind.label())).sequential().data(data));
    }

    /** Goes to the end of the line. */
    static Place enter(Client client, String line, Kind kind, byte[] data) {
        Place place = new Place(client, line, kind, data);
        place.turn.whenComplete((self, failure) -> {
            if (failure != null) {
                place.forgetWakeup();
                place.leaveUnseen();
            }
        });
        place.entered.whenComplete((created, failure) -> {
            if (failure == null) {
                place.look();
            } else {
                place.end(Retry.cause(failure));
            }
        });
        return place;
    }

    /** Completes when it is this one's turn; fails if the place is lost before. Cancelling it leaves the line. */
    CompletableFuture<Place> turn() {
        return turn;
    }

    /** Completes when the znode is gone: it was left, the session ended, or somebody deleted it. */
    CompletableFuture<Void> lost() {
        return lost;
    }

    /** Grows with every place that is ever taken in any line. Only after the turn has come. */
    long token() {
        return own().stat().czxid();
    }

    /**
     * True if the client is connected in the session that this place belongs to: then nobody else can have its turn yet,
     * whatever callbacks are still to come. Only after the place was entered.
     */
    boolean isOfPresentSession() {
        return client.state().isConnected()
                && Znodes.sessionId(client) == own().stat().ephemeralOwner();
    }

    /** Leaves the line, now or as soon as it has been entered. */
    CompletableFuture<Void> leave() {
        return entered.handle((created, failure) -> created)
                .thenCompose(created -> created == null
                        ? CompletableFuture.<Void>completedFuture(null)
                        : Znodes.deleteOwn(client, created));
    }

    /** The same where nobody asks what came of it. */
    void leaveUnseen() {
        leave().whenComplete((gone, failure) -> {
            if (failure != null) {
                LOG.warn(
                        "A place in the line {} stays until its session ends: {}.",
                        line,
                        Retry.cause(failure).getMessage());
            }
        });
    }

    private Created own() {
        return entered.join();
    }

    private <T> CompletableFuture<T> inSession(Supplier<CompletableFuture<T>> operation) {
        return Retry.inSession(client, own().stat().ephemeralOwner(), operation);
    }

    private void look() {
        if (turn.isDone()) {
            return;
        }
        inSession(() -> Znodes.children(client, line)).whenComplete((children, failure) -> {
            if (failure != null) {
                end(failure);
            } else {
                judge(children.names());
            }
        });
    }

    private void judge(List<String> names) {
        if (!names.contains(own().name())) {
            end(gone());
            return;
        }
        long sequence = Entry.parse(own().name()).orElseThrow().sequence();
        Optional<Entry> obstacle = names.stream()
                .map(Entry::parse)
                .flatMap(Optional::stream)
                .filter(entry -> entry.sequence() < sequence && kind.obstacles().contains(entry.label()))
                .max(Comparator.comparingLong(Entry::sequence));
        if (obstacle.isPresent()) {
            waitFor(Znodes.join(line, obstacle.get().name()));
        } else {
            guard();
        }
    }

    /** Reading the data, unlike exists, leaves no watch behind when the znode is gone. */
    private void waitFor(String obstacle) {
        Wakeup next = new Wakeup(client, this::look, obstacle);
        wakeup = next;
        inSession(() -> client.getData(obstacle, next)).whenComplete((data, failure) -> {
            if (turn.isDone()) {
                next.forget();
            } else if (failure != null && Retry.is(failure, ErrorCode.NO_NODE)) {
                look();
            } else if (failure != null) {
                end(failure);
            }
        });
    }

    private void forgetWakeup() {
        Wakeup last = wakeup;
        if (last != null) {
            last.forget();
        }
    }

    /** It is our turn, if we are still there and in the same session; from now on we watch ourselves. */
    private void guard() {
        Wakeup next = new Wakeup(client, this::guard, own().path());
        inSession(() -> client.getData(own().path(), next)).whenComplete((data, failure) -> {
            if (failure != null && !Retry.is(failure, ErrorCode.NO_NODE)) {
                end(failure);
            } else if (failure != null
                    || Znodes.sessionId(client) != own().stat().ephemeralOwner()) {
                end(gone());
            } else {
                turn.complete(this);
            }
        });
    }

    private void end(Throwable why) {
        turn.completeExceptionally(Retry.is(why, ErrorCode.SESSION_EXPIRED) ? gone() : Retry.cause(why));
        lost.complete(null);
    }

    private DidNotHappenException gone() {
        return new DidNotHappenException(
                ErrorCode.SESSION_EXPIRED,
                OpCode.CREATE2,
                line,
                "the place in the line is gone: the session ended, or somebody deleted the znode");
    }
}
