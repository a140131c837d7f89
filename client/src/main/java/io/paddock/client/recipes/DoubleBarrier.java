package io.paddock.client.recipes;

import io.paddock.client.Client;
import io.paddock.client.Created;
import io.paddock.client.NewNode;
import io.paddock.client.NodeData;
import io.paddock.client.RefusedException;
import io.paddock.client.Transaction;
import io.paddock.client.TransactionRefusedException;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/**
 * Lets a number of processes begin together and end together, round after round. Each has a name of its own.
 *
 * <p>Whoever enters makes a znode of its own below the barrier. When there are enough, one of them writes the names of the
 * znodes that are there into the barrier: that is the round, and those have entered. A round is over when none of its znodes
 * is there any more, and the next one begins only then. No znode has a name twice, so whoever leaves waits for those of its
 * own round, whoever comes meanwhile; and a round whose members have all died holds up nobody.
 *
 * <p>A process whose session ends counts no more. One that was started again enters anew; until its former session has ended
 * it counts once all the same. Usable by any thread.
 */
public final class DoubleBarrier {

    private static final int MARK_LENGTH = "_c_".length() + 36 + "-".length();
    private static final int SEQUENCE_DIGITS = 10;

    private final Client client;
    private final String path;
    private final String name;
    private final int members;

    /** From enter to leave; null between. Guarded by this. */
    private Stay stay;

    /**
     * A place at the barrier at this path, which is made when needed and whose data is the barrier's own.
     *
     * @param name unlike that of every other process
     * @param members so many begin together; more only if more came at the same moment
     */
    public DoubleBarrier(Client client, String path, String name, int members) {
        this.client = client;
        this.path = path;
        this.name = name;
        this.members = members;
    }

    /**
     * Completes when all have entered; fails if the session ends before. While the members of the round before have not all
     * left, it waits for that too. Cancelling it leaves.
     *
     * @throws IllegalStateException if it has entered already, or is about to, and has not left
     */
    public CompletableFuture<Void> enter() {
        Stay next;
        synchronized (this) {
            if (stay != null) {
                throw new IllegalStateException("\"" + name + "\" is at the barrier " + path + " already: leave first");
            }
            next = new Stay();
            stay = next;
        }
        try {
            next.begin();
        } catch (RuntimeException e) {
            forget(next); // No valid path.
            throw e;
        }
        return next.entered;
    }

    /**
     * Completes when all of the round have left; fails if the session ends before, or has ended since. Whoever has not
     * entered has nobody to wait for. Either way it can enter again.
     */
    public CompletableFuture<Void> leave() {
        Stay last;
        synchronized (this) {
            last = stay;
            stay = null;
        }
        return last == null ? CompletableFuture.completedFuture(null) : last.leave();
    }

    private synchronized void forget(Stay over) {
        if (stay == over) {
            stay = null;
        }
    }

    /** One time at the barrier. */
    private final class Stay {

        private final CompletableFuture<Void> entered = new RecipeFuture<>(client);
        private final CompletableFuture<Void> left = new RecipeFuture<>(client);
        private CompletableFuture<Created> created;

        /** What the present wait has set; null before. Written by callbacks, read by whoever ends the wait. */
        private volatile Wakeup wakeup;

        /** The znodes of the round, ours among them; empty before. Written before {@link #entered} completes. */
        private volatile Set<String> round = Set.of();

        void begin() {
            created = Znodes.createMarked(
                    client, NewNode.ephemeral(Znodes.join(path, name + "-")).sequential());
            entered.whenComplete((done, failure) -> {
                forgetWakeup();
                if (failure != null) {
                    forget(this);
                    goAway();
                }
            });
            left.whenComplete((done, failure) -> forgetWakeup());
            created.whenComplete((own, failure) -> {
                if (failure == null) {
                    look();
                } else {
                    entered.completeExceptionally(Retry.cause(failure));
                }
            });
        }

        CompletableFuture<Void> leave() {
            entered.cancel(false);
            goAway().whenComplete((gone, failure) -> {
                if (failure == null) {
                    awaitOthers();
                } else {
                    left.completeExceptionally(Retry.cause(failure));
                }
            });
            return left;
        }

        private CompletableFuture<Void> goAway() {
            return created.handle((own, failure) -> own)
                    .thenCompose(own -> own == null
                            ? CompletableFuture.<Void>completedFuture(null)
                            : Znodes.deleteOwn(client, own));
        }

        private <T> CompletableFuture<T> inSession(Supplier<CompletableFuture<T>> operation) {
            return Retry.inSession(client, created.join().stat().ephemeralOwner(), operation);
        }

        private Wakeup nextWakeup(Runnable then) {
            Wakeup next = new Wakeup(client, then, path);
            wakeup = next;
            return next;
        }

        private void forgetWakeup() {
            Wakeup last = wakeup;
            if (last != null) {
                last.forget();
            }
        }

        /** The round first: whoever of it is not among the children that are read after it is gone for good. */
        private void look() {
            if (entered.isDone()) {
                return;
            }
            Wakeup next = nextWakeup(this::look);
            inSession(() -> client.getData(path, next))
                    .thenCompose(barrier -> inSession(() -> client.getChildren(path, next))
                            .thenAccept(children -> judge(barrier, children.names())))
                    .whenComplete((done, failure) -> {
                        if (entered.isDone()) {
                            next.forget();
                        } else if (failure != null) {
                            entered.completeExceptionally(Retry.cause(failure));
                        }
                    });
        }

        private void judge(NodeData barrier, List<String> present) {
            Set<String> last = new HashSet<>(List.of(barrier.text().split("\n")));
            String own = created.join().name();
            if (last.contains(own)) {
                round = last;
                entered.complete(null);
            } else if (!present.contains(own)) {
                entered.completeExceptionally(RefusedException.of(
                        ErrorCode.NO_NODE.code(), OpCode.CREATE2, created.join().path()));
            } else if (present.stream().noneMatch(last::contains)) {
                List<String> next = newestOfEachName(present);
                if (next.size() >= members) {
                    begin(next, barrier.version());
                }
            }
        }

        /** Begins a round with these, if they are all there still and nobody else has begun one. Then we look again. */
        private void begin(List<String> those, int version) {
            Transaction transaction = new Transaction();
            transaction.setData(path, String.join("\n", those).getBytes(StandardCharsets.UTF_8), version);
            those.forEach(znode -> transaction.check(Znodes.join(path, znode), Client.ANY_VERSION));
            inSession(() -> client.commit(transaction)).whenComplete((done, failure) -> {
                if (failure == null || Retry.cause(failure) instanceof TransactionRefusedException) {
                    look();
                } else {
                    entered.completeExceptionally(Retry.cause(failure));
                }
            });
        }

        private void awaitOthers() {
            if (left.isDone()) {
                return;
            }
            Wakeup next = nextWakeup(this::awaitOthers);
            inSession(() -> client.getChildren(path, next)).whenComplete((children, failure) -> {
                if (failure != null && !Retry.is(failure, ErrorCode.NO_NODE)) {
                    left.completeExceptionally(Retry.cause(failure));
                } else if (failure != null || children.names().stream().noneMatch(round::contains)) {
                    left.complete(null);
                }
                if (left.isDone()) {
                    next.forget();
                }
            });
        }

        private List<String> newestOfEachName(List<String> znodes) {
            TreeMap<String, String> newest = new TreeMap<>();
            for (String znode : znodes) {
                int digits = znode.length() - SEQUENCE_DIGITS;
                if (znode.startsWith("_c_") && digits > MARK_LENGTH) {
                    newest.merge(
                            znode.substring(MARK_LENGTH, digits),
                            znode,
                            (a, b) -> a.substring(a.length() - SEQUENCE_DIGITS)
                                                    .compareTo(b.substring(b.length() - SEQUENCE_DIGITS))
                                            > 0
                                    ? a
                                    : b);
                }
            }
            return new ArrayList<>(newest.values());
        }
    }
}
