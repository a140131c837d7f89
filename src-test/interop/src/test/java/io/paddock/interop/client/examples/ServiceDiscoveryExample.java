package io.paddock.interop.client.examples;

import io.paddock.client.Client;
import io.paddock.client.recipes.Balancer;
import io.paddock.client.recipes.ServiceDiscovery;
import io.paddock.client.recipes.ServiceInstance;

/** Offers a service, finds it and chooses an instance. */
public final class ServiceDiscoveryExample {

    private ServiceDiscoveryExample() {}

    public static void main(String[] args) throws Exception {
        try (Client client = Client.open(args[0])) {
            run(client);
        }
    }

    static void run(Client client) throws Exception {
        ServiceDiscovery registry = new ServiceDiscovery(client, "/services");
        ServiceDiscovery.Registration offered =
                registry.register("billing", new ServiceInstance("billing-1", "10.0.0.1", 8080));
        offered.registered().get();
        offered.reportLoad(12).get();

        ServiceDiscovery.Service billing = registry.follow("billing", Balancer.leastLoaded());
        billing.ready().get();
        billing.choose().ifPresent(instance -> System.out.println("call " + instance.host() + ":" + instance.port()));
        billing.close();
        offered.withdraw().get();
    }
}
