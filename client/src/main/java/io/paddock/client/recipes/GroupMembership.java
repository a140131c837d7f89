package io.paddock.client.recipes;

import io.paddock.client.Client;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Who is there: members come and go, each with a name and some data. A member is an ephemeral znode, so a process that dies
 * leaves within its session timeout.
 *
 * <p>Usable by any thread; listeners run on the client's callback executor, in order.
 */
public final class GroupMembership implements AutoCloseable {

    private final Client client;
    private final String path;
    private final TreeCache cache;
    private final CopyOnWriteArrayList<Listener> listeners = new CopyOnWriteArrayList<>();

    /** Told when members come, go, or change their data. */
    @FunctionalInterface
    public interface Listener {

        /** All members by name, with their data; unmodifiable. */
        void onMembers(Map<String, byte[]> members);
    }

    private GroupMembership(Client client, String path) {
        this.client = client;
        this.path = path;
        this.cache = TreeCache.follow(client, path);
        cache.addListener((now, changes) -> {
            if (changes.stream().allMatch(change -> change.path().equals(path))) {
                return; // The place itself, not a member.
            }
            Map<String, byte[]> members = members(now);
            listeners.forEach(listener -> Listeners.tell(() -> listener.onMembers(members)));
        });
    }

    /** Follows the group at this path, which need not exist. */
    public static GroupMembership follow(Client client, String path) {
        return new GroupMembership(client, path);
    }

    /**
     * Joins a group without following it. The member stays until it leaves or its client ends; it comes back when its znode
     * is deleted by others and, with {@link io.paddock.client.ClientBuilder#renewSession}, when its session expires. If the
     * name is taken, it joins when the other has gone.
     */
    public static Member join(Client client, String path, String name, byte[] data) {
        return new Member(KeptNode.keep(client, Znodes.join(path, name), data));
    }

    /** {@link #join(Client, String, String, byte[])} to the group that this follows. */
    public Member join(String name, byte[] data) {
        return join(client, path, name, data);
    }

    /** Completes when the members are known for the first time; fails if following ends before. */
    public CompletableFuture<GroupMembership> ready() {
        return cache.ready().thenApply(known -> this);
    }

    /** See {@link TreeCache#ended}. */
    public CompletableFuture<Void> ended() {
        return cache.ended();
    }

    /** All members by name, with their data, as last heard of; unmodifiable. */
    public Map<String, byte[]> members() {
        return members(cache.snapshot());
    }

    public void addListener(Listener listener) {
        listeners.add(listener);
    }

    public void removeListener(Listener listener) {
        listeners.remove(listener);
    }

    /** Follows no more. Members that joined stay. */
    @Override
    public void close() {
        cache.close();
    }

    private Map<String, byte[]> members(TreeSnapshot tree) {
        Map<String, byte[]> members = new TreeMap<>();
        for (String name : tree.children(path)) {
            members.put(name, tree.nodes().get(Znodes.join(path, name)).data());
        }
        return Collections.unmodifiableMap(members);
    }

    /** One member. Usable by any thread. */
    public static final class Member implements AutoCloseable {

        private final KeptNode node;

        private Member(KeptNode node) {
            this.node = node;
        }

        /**
         * Completes when the member is in the group for the first time. Fails if a server refuses it or the client ends
         * before, and is cancelled if the member leaves before; then it does not join any more.
         */
        public CompletableFuture<Void> joined() {
            return node.first();
        }

        /** Shows other data from now on, or, while the name is somebody else's, from the moment when it joins. */
        public CompletableFuture<Void> update(byte[] data) {
            return node.update(data);
        }

        /** Leaves the group; it is done when the others can know. A member of somebody else stays. */
        public CompletableFuture<Void> leave() {
            return node.leave();
        }

        /** {@link #leave}, without waiting for it. */
        @Override
        public void close() {
            leave();
        }
    }
}
