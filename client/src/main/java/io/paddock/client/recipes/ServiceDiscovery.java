package io.paddock.client.recipes;

import io.paddock.client.Client;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where services are: instances register under a name and go with their session, clients follow the name and choose.
 *
 * <p>Usable by any thread.
 */
public final class ServiceDiscovery {

    private static final Logger LOG = LoggerFactory.getLogger(ServiceDiscovery.class);

    private final Client client;
    private final String path;

    /** The registry is below this path, which is made when needed: {@code <path>/<service>/<id>}. */
    public ServiceDiscovery(Client client, String path) {
        this.client = client;
        this.path = path;
    }

    /** Offers a service until the registration is closed or the client ends. */
    public Registration register(String service, ServiceInstance instance) {
        return new Registration(
                instance, GroupMembership.join(client, Znodes.join(path, service), instance.id(), instance.toBytes()));
    }

    /** Follows the instances of a service. */
    public Service follow(String service, Balancer balancer) {
        return new Service(service, GroupMembership.follow(client, Znodes.join(path, service)), balancer);
    }

    /** An instance in the registry. Usable by any thread. */
    public static final class Registration implements AutoCloseable {

        private final GroupMembership.Member member;
        private volatile ServiceInstance instance;

        private Registration(ServiceInstance instance, GroupMembership.Member member) {
            this.instance = instance;
            this.member = member;
        }

        /** Completes when the instance is in the registry for the first time. */
        public CompletableFuture<Void> registered() {
            return member.joined();
        }

        /** Shows what is different now; the id must be the same. */
        public CompletableFuture<Void> update(ServiceInstance changed) {
            if (!changed.id().equals(instance.id())) {
                throw new IllegalArgumentException("the id of a registration cannot change");
            }
            instance = changed;
            return member.update(changed.toBytes());
        }

        /** Says how busy it is. Every report is a write that all clients hear of: once in seconds, not per request. */
        public CompletableFuture<Void> reportLoad(long load) {
            return update(instance.withLoad(load));
        }

        /** Offers the service no more; it is done when clients can know. */
        public CompletableFuture<Void> withdraw() {
            return member.leave();
        }

        /** {@link #withdraw}, without waiting for it. */
        @Override
        public void close() {
            withdraw();
        }
    }

    /** The instances of a service as they come and go. Usable by any thread. */
    public static final class Service implements AutoCloseable {

        private final String name;
        private final GroupMembership group;
        private final Balancer balancer;
        private final List<Consumer<List<ServiceInstance>>> listeners = new CopyOnWriteArrayList<>();

        private volatile List<ServiceInstance> instances = List.of();

        private Service(String name, GroupMembership group, Balancer balancer) {
            this.name = name;
            this.group = group;
            this.balancer = balancer;
            group.addListener(members -> refresh());
            refresh(); // The group may have been known before we listened.
        }

        /** Completes when the instances are known for the first time; fails if following ends before. */
        public CompletableFuture<Service> ready() {
            return group.ready().thenApply(known -> this);
        }

        /** See {@link TreeCache#ended}. */
        public CompletableFuture<Void> ended() {
            return group.ended();
        }

        /** All instances as last heard of, sorted by id; unmodifiable. */
        public List<ServiceInstance> instances() {
            return instances;
        }

        /** The balancer's choice; empty if there is no instance. */
        public Optional<ServiceInstance> choose() {
            List<ServiceInstance> now = instances;
            return now.isEmpty() ? Optional.empty() : Optional.of(balancer.choose(now));
        }

        /** Told of each change, on the client's callback executor. */
        public void addListener(Consumer<List<ServiceInstance>> listener) {
            listeners.add(listener);
        }

        /** Follows no more. */
        @Override
        public void close() {
            group.close();
        }

        private void refresh() {
            List<ServiceInstance> before;
            List<ServiceInstance> now;
            synchronized (this) {
                before = instances;
                now = parse(group.members());
                instances = now;
            }
            if (!now.equals(before)) {
                listeners.forEach(listener -> Listeners.tell(() -> listener.accept(now)));
            }
        }

        private List<ServiceInstance> parse(Map<String, byte[]> members) {
            List<ServiceInstance> found = new ArrayList<>();
            members.forEach((id, data) -> {
                try {
                    found.add(ServiceInstance.parse(id, data));
                } catch (IllegalArgumentException e) {
                    LOG.warn("An instance of the service {} is passed over: {}.", name, e.getMessage());
                }
            });
            return List.copyOf(found);
        }
    }
}
