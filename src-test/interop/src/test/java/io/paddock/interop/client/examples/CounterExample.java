package io.paddock.interop.client.examples;

import io.paddock.client.Client;
import io.paddock.client.recipes.Counter;

/** Counts together with others. */
public final class CounterExample {

    private CounterExample() {}

    public static void main(String[] args) throws Exception {
        try (Client client = Client.open(args[0])) {
            run(client);
        }
    }

    static void run(Client client) throws Exception {
        Counter visits = new Counter(client, "/counters/visits");
        long now = visits.add(1).get();
        System.out.println(
                "visit number " + now + ", and in all " + visits.get().get());
    }
}
