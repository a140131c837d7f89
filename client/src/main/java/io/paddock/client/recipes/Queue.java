package io.paddock.client.recipes;

import io.paddock.client.Client;
import io.paddock.client.Created;
import io.paddock.client.MayHaveHappenedException;
import io.paddock.client.NewNode;
import io.paddock.client.NodeData;
import io.paddock.client.Part;
import io.paddock.client.RefusedException;
import io.paddock.client.Transaction;
import io.paddock.client.TransactionRefusedException;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

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

    /**
     * Puts an item at the end, exactly once. Fails with {@link MayHaveHappenedException} if the answer was lost and it could
     * not be found out in time what became of it; every other failure says that there is no such item.
     */
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
        return Retry.read(client, () -> Znodes.children(client, items))
                .thenApply(children -> children.names().size());
    }

    /**
     * Completes with the first item that nobody has claimed, as soon as there is one. Fails if the session ends before.
     * Cancelling it stops waiting; an item claimed at the last moment is released.
     */
    public CompletableFuture<Item> take() {
        RecipeFuture<Item> taken = new RecipeFuture<>(client);
        new Taking(taken).begin();
        return taken;
    }

    /**
     * An item that this process has claimed. Every claim raises the item's version, so what is left of an earlier claim
     * changes nothing any more once somebody else has claimed the item. Usable by any thread.
     */
    public final class Item {

        private final String name;
        private final byte[] data;
        private final int version;
        private final long session;

        /**
         * Claimed.
         *
         * @param version that the claim has given to the item
         * @param session to which the claim belongs
         */
        private Item(String name, byte[] data, int version, long session) {
            this.name = name;
            this.data = data;
            this.version = version;
            this.session = session;
        }

        public byte[] data() {
            return data;
        }

        /**
         * The work is done: the item goes. Fails with {@link RefusedException} if the claim was lost meanwhile, so that
         * somebody else may be at it, and with {@link MayHaveHappenedException} if the answer was lost and it could not be
         * found out whether it was this call by which the item went.
         */
        public CompletableFuture<Void> done() {
            Transaction transaction = new Transaction();
            transaction.delete(claim(), Client.ANY_VERSION);
            transaction.delete(item(), version);
            return client.commit(transaction)
                    .handle((result, failure) -> {
                        if (failure == null) {
                            return CompletableFuture.<Void>completedFuture(null);
                        }
                        return Retry.isLoss(failure)
                                ? settle(failure)
                                : CompletableFuture.<Void>failedFuture(Retry.cause(failure));
                    })
                    .thenCompose(next -> next);
        }

        /** The answer was lost. While our session lives, nobody else can have taken the item away. */
        private CompletableFuture<Void> settle(Throwable lost) {
            return Retry.read(client, () -> Znodes.synced(client, item(), () -> client.exists(item())))
                    .handle((stat, failure) -> {
                        if (failure != null) {
                            return CompletableFuture.<Void>failedFuture(Retry.unsettled(lost, failure));
                        }
                        if (stat.isPresent()) {
                            return done(); // Not yet; refused if the version is another one.
                        }
                        return Znodes.sessionId(client) == session
                                ? CompletableFuture.<Void>completedFuture(null)
                                : CompletableFuture.<Void>failedFuture(new MayHaveHappenedException(
                                        ErrorCode.SESSION_EXPIRED,
                                        OpCode.MULTI,
                                        item(),
                                        "the answer was lost, and somebody else may have taken the item away since"));
                    })
                    .thenCompose(next -> next);
        }

        /**
         * The work is for somebody else: the item is free again, at its old place. That takes until there is a connection;
         * that the claim was lost meanwhile is as good.
         */
        public CompletableFuture<Void> release() {
            Transaction transaction = new Transaction();
            transaction.check(item(), version);
            transaction.delete(claim(), Client.ANY_VERSION);
            return Retry.inSession(client, session, () -> client.commit(transaction))
                    .handle((result, failure) -> {
                        boolean good = Znodes.isGone(failure) || Retry.is(failure, ErrorCode.BAD_VERSION);
                        return good
                                ? CompletableFuture.<Void>completedFuture(null)
                                : CompletableFuture.<Void>failedFuture(Retry.cause(failure));
                    })
                    .thenCompose(next -> next);
        }

        private String item() {
            return Znodes.join(items, name);
        }

        private String claim() {
            return Znodes.join(claims, name);
        }
    }

    /** One take, from look to look. Each look has its own wake-up, so that a late event of an earlier one does no harm. */
    private final class Taking {

        private final CompletableFuture<Item> taken;

        /** Stands in our claims: others of our session can claim too. */
        private final String mark = UUID.randomUUID().toString();

        /** Of which the claim will be; 0 before it is known. Written and read by callbacks, one after the other. */
        private volatile long session;

        /** What the present wait has set; null before. Written by callbacks, read by whoever ends the wait. */
        private volatile Wakeup wakeup;

        Taking(CompletableFuture<Item> taken) {
            this.taken = taken;
            taken.whenComplete((item, failure) -> {
                Wakeup last = wakeup;
                if (last != null) {
                    last.forget();
                }
            });
        }

        void begin() {
            Znodes.ensure(client, NewNode.container(items))
                    .thenCompose(there -> Znodes.ensure(client, NewNode.container(claims)))
                    .whenComplete((there, failure) -> {
                        if (failure == null) {
                            session = session == 0 ? Znodes.sessionId(client) : session;
                            look();
                        } else {
                            fail(failure);
                        }
                    });
        }

        private void fail(Throwable failure) {
            taken.completeExceptionally(Retry.cause(failure));
        }

        private void look() {
            if (taken.isDone()) {
                return;
            }
            Wakeup next = new Wakeup(client, this::look, items, claims);
            wakeup = next;
            inSession(() -> client.getChildren(items, next))
                    .thenCombine(
                            inSession(() -> client.getChildren(claims, next)),
                            (all, claimed) -> free(all.names(), claimed.names()))
                    .whenComplete((free, failure) -> {
                        if (taken.isDone()) {
                            next.forget();
                        } else if (failure == null) {
                            claimFirst(free.iterator());
                        } else if (Retry.is(failure, ErrorCode.NO_NODE)) {
                            next.forget();
                            begin(); // An empty container went: make it again.
                        } else {
                            fail(failure);
                        }
                    });
        }

        private <T> CompletableFuture<T> inSession(Supplier<CompletableFuture<T>> operation) {
            return Retry.inSession(client, session, operation);
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
            if (!free.hasNext() || taken.isDone()) {
                return;
            }
            String name = free.next();
            inSession(() -> client.getData(Znodes.join(items, name))).whenComplete((item, failure) -> {
                if (failure == null) {
                    claim(name, item, free);
                } else if (Retry.is(failure, ErrorCode.NO_NODE)) {
                    claimFirst(free);
                } else {
                    fail(failure);
                }
            });
        }

        private void claim(String name, NodeData item, Iterator<String> others) {
            if (taken.isDone()) {
                return;
            }
            Transaction transaction = new Transaction();
            Part<Created> claim = transaction.create(
                    NewNode.ephemeral(Znodes.join(claims, name)).data(mark));
            transaction.setData(Znodes.join(items, name), item.data(), item.version());
            client.commit(transaction).whenComplete((result, failure) -> {
                if (failure == null) {
                    hand(name, item, result.of(claim).stat().ephemeralOwner());
                } else if (Retry.isLoss(failure)) {
                    claimAgain(name, item, others, failure);
                } else if (Retry.cause(failure) instanceof TransactionRefusedException) {
                    claimFirst(others);
                } else {
                    fail(failure);
                }
            });
        }

        /** The answer was lost: the claim is ours if it has our mark. */
        private void claimAgain(String name, NodeData item, Iterator<String> others, Throwable lost) {
            String claim = Znodes.join(claims, name);
            inSession(() -> Znodes.synced(client, claim, () -> client.getData(claim)))
                    .whenComplete((found, failure) -> {
                        if (failure == null && found.text().equals(mark)) {
                            hand(name, item, found.stat().ephemeralOwner());
                        } else if (failure == null) {
                            claimFirst(others);
                        } else if (Retry.is(failure, ErrorCode.NO_NODE)) {
                            claim(name, item, others);
                        } else {
                            // With the session, the claim has gone too.
                            fail(
                                    Retry.is(failure, ErrorCode.SESSION_EXPIRED)
                                            ? failure
                                            : Retry.unsettled(lost, failure));
                        }
                    });
        }

        private void hand(String name, NodeData item, long owner) {
            Item claimed = new Item(name, item.data(), item.version() + 1, owner);
            if (!taken.complete(claimed)) {
                claimed.release();
            }
        }
    }
}
