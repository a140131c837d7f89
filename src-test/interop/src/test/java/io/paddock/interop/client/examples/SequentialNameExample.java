package io.paddock.interop.client.examples;

import io.paddock.client.Client;
import io.paddock.client.recipes.SequentialName;

/** Draws names and numbers that nobody else gets. */
public final class SequentialNameExample {

    private SequentialNameExample() {}

    public static void main(String[] args) throws Exception {
        try (Client client = Client.open(args[0])) {
            run(client);
        }
    }

    static void run(Client client) throws Exception {
        SequentialName orders = new SequentialName(client, "/orders", "order-");
        String name = orders.next().get();
        long id = orders.nextId().get();
        System.out.println(name + " and " + id);
    }
}
