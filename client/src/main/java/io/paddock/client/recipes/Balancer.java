package io.paddock.client.recipes;

import java.util.Comparator;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;

/** Chooses among the instances of a service. Called by any thread, with at least one instance, sorted by id. */
@FunctionalInterface
public interface Balancer {

    ServiceInstance choose(List<ServiceInstance> instances);

    /** One after the other. */
    static Balancer roundRobin() {
        AtomicInteger next = new AtomicInteger();
        return instances -> instances.get(Math.floorMod(next.getAndIncrement(), instances.size()));
    }

    /** Any of them. */
    static Balancer random() {
        return instances -> instances.get(ThreadLocalRandom.current().nextInt(instances.size()));
    }

    /**
     * The one with the lowest load in the registry ({@link ServiceDiscovery.Registration#reportLoad}); among equals at
     * random, so that not all clients choose the same.
     */
    static Balancer leastLoaded() {
        Balancer anyOf = random();
        return instances -> {
            long lowest = instances.stream()
                    .min(Comparator.comparingLong(ServiceInstance::load))
                    .orElseThrow()
                    .load();
            return anyOf.choose(instances.stream()
                    .filter(instance -> instance.load() == lowest)
                    .toList());
        };
    }
}
