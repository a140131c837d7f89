package io.paddock.client.recipes;

import io.paddock.client.Client;
import io.paddock.client.NewNode;
import io.paddock.client.RefusedException;
import io.paddock.client.Transaction;
import io.paddock.client.TransactionRefusedException;
import io.paddock.client.WatchEvent;
import io.paddock.client.Watcher;
import io.paddock.common.ErrorCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * A queue of work: first in, first out. Whoever takes an item claims it, and says when it is done; if the process dies
 * before, its claim goes with its session and the item comes to somebody else. So each item is done at least once, and put
 * exactly once.
 *
 * <p>Meant for hundreds of items that wait, not for millions: a service of this kind is no message broker.
 *
 * <p>Usable by any thread.
 */
public final class Queue {

    private final Client client;
    private final String items;
    private final String claims;

    /** Items and claims are below this path, which is made when needed. */
    public Queue(Client client, String path) {
        this.client = client;
        this.items = Znodes.join(path, "items");
        this.claims = Znodes.join(path, "claims");
    }

    /** Puts an item at the end, exactly once. */
    public CompletableFuture<Void> put(byte[] data) {
        return Znodes.createMarked(
                        client,
                        NewNode.persistent(Znodes.join(items, "item-"))
                                .sequential()
                                .data(data))
                .thenApply(created -> null);
    }

    /** The number of items that are not done, as the connected server knows it. */
    public CompletableFuture<Integer> size() {
        return Retry.idempotent(() -> Znodes.children(client, items))
                .thenApply(children -> children.names().size());
    }

    /**
     * Completes with the first item that nobody has claimed, as soon as there is one. Fails if the session ends before.
     * Cancelling it stops waiting; an item claimed at the last moment is released.
     */
    public CompletableFuture<Item> take() {
        CompletableFuture<Item> taken = new CompletableFuture<>();
        Znodes.ensure(client, NewNode.container(items))
                .thenCompose(there -> Znodes.ensure(client, NewNode.container(claims)))
                .whenComplete((there, failure) -> {
                    if (failure == null) {
                        new Taking(taken).look();
                    } else {
                        taken.completeExceptionally(Retry.cause(failure));
                    }
                });
        return taken;
    }

    /** An item that this process has claimed. Usable by any thread. */
    public final class Item {

        private final String name;
        private final byte[] data;

        private Item(String name, byte[] data) {
            this.name = name;
            this.data = data;
        }

        public byte[] data() {
            return data;
        }

        /**
         * The work is done: the item goes. Fails with {@link RefusedException} if the claim was lost meanwhile, so that
         * somebody else may be at it.
         */
        public CompletableFuture<Void> done() {
            return end(true);
        }

        /** The work is for somebody else: the item is free again, at its old place. */
        public CompletableFuture<Void> release() {
            return Znodes.delete(client, Znodes.join(claims, name));
        }

        /** The answer to the first attempt may be lost: then the second finds nothing, and that is good. */
        private CompletableFuture<Void> end(boolean first) {
            Transaction transaction = new Transaction();
            transaction.delete(Znodes.join(claims, name), Client.ANY_VERSION);
            transaction.delete(Znodes.join(items, name), Client.ANY_VERSION);
            return client.commit(transaction)
                    .handle((result, failure) -> {
                        if (failure == null) {
                            return CompletableFuture.<Void>completedFuture(null);
                        }
                        if (Retry.isConnectionLoss(failure)) {
                            return end(false);
                        }
                        return !first && Retry.is(failure, ErrorCode.NO_NODE)
                                ? requireItemGone(Retry.cause(failure))
                                : CompletableFuture.<Void>failedFuture(Retry.cause(failure));
                    })
                    .thenCompose(next -> next);
        }

        private CompletableFuture<Void> requireItemGone(Throwable otherwise) {
            return Retry.idempotent(() -> client.exists(Znodes.join(items, name)))
                    .thenCompose(stat -> stat.isEmpty()
                            ? CompletableFuture.<Void>completedFuture(null)
                            : CompletableFuture.<Void>failedFuture(otherwise));
        }
    }

    /** One take, from look to look. Each look has its own wake-up, so that a late event of an earlier one does no harm. */
    private final class Taking {

        private final CompletableFuture<Item> taken;

        Taking(CompletableFuture<Item> taken) {
            this.taken = taken;
        }

        void look() {
            if (taken.isDone()) {
                return;
            }
            AtomicBoolean awake = new AtomicBoolean();
            Watcher wakeUp = event -> onEvent(event, awake);
            Retry.idempotent(() -> client.getChildren(items, wakeUp))
                    .thenCombine(
                            Retry.idempotent(() -> client.getChildren(claims, wakeUp)),
                            (all, claimed) -> free(all.names(), claimed.names()))
                    .whenComplete((free, failure) -> {
                        if (failure == null) {
                            claimFirst(free.iterator());
                        } else if (Retry.is(failure, ErrorCode.NO_NODE)) {
                            restart(); // An empty container went: make it again.
                        } else {
                            taken.completeExceptionally(Retry.cause(failure));
                        }
                    });
        }

        private void restart() {
            take().whenComplete((item, failure) -> {
                if (failure != null) {
                    taken.completeExceptionally(Retry.cause(failure));
                } else {
                    hand(item);
                }
            });
        }

        private void onEvent(WatchEvent event, AtomicBoolean awake) {
            if (awake.compareAndSet(false, true)) {
                look();
            }
        }

        private List<String> free(List<String> all, List<String> claimed) {
            Set<String> taken = new HashSet<>(claimed);
            List<String> free = new ArrayList<>(all);
            free.removeIf(taken::contains);
            free.sort(Comparator.comparing(name -> name.substring(Math.max(0, name.length() - 10))));
            return free;
        }

        /** Nothing free: one of the two watches wakes us. */
        private void claimFirst(Iterator<String> free) {
            if (free.hasNext() && !taken.isDone()) {
                claim(free.next(), free);
            }
        }

        private void claim(String name, Iterator<String> others) {
            Transaction transaction = new Transaction();
            transaction.check(Znodes.join(items, name), Client.ANY_VERSION);
            transaction.create(NewNode.ephemeral(Znodes.join(claims, name)));
            client.commit(transaction).whenComplete((result, failure) -> {
                if (failure == null) {
                    fetch(name);
                } else if (Retry.isConnectionLoss(failure)) {
                    claimAgain(name, others);
                } else if (Retry.cause(failure) instanceof TransactionRefusedException) {
                    claimFirst(others);
                } else {
                    taken.completeExceptionally(Retry.cause(failure));
                }
            });
        }

        /** The answer was lost: the claim is ours if our session owns it. */
        private void claimAgain(String name, Iterator<String> others) {
            Retry.idempotent(() -> {
                        client.sync(claims);
                        return client.exists(Znodes.join(claims, name));
                    })
                    .whenComplete((stat, failure) -> {
                        if (failure != null) {
                            taken.completeExceptionally(Retry.cause(failure));
                        } else if (stat.isEmpty()) {
                            claim(name, others);
                        } else if (stat.get().ephemeralOwner() == Znodes.sessionId(client)) {
                            fetch(name);
                        } else {
                            claimFirst(others);
                        }
                    });
        }

        private void fetch(String name) {
            Retry.idempotent(() -> client.getData(Znodes.join(items, name))).whenComplete((data, failure) -> {
                if (failure == null) {
                    hand(new Item(name, data.data()));
                } else {
                    Znodes.delete(client, Znodes.join(claims, name));
                    taken.completeExceptionally(Retry.cause(failure));
                }
            });
        }

        private void hand(Item item) {
            if (!taken.complete(item)) {
                item.release();
            }
        }
    }
}
