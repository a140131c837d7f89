package io.paddock.interop.client.examples;

import io.paddock.client.Client;
import io.paddock.client.recipes.Barrier;
import io.paddock.client.recipes.DoubleBarrier;
import java.time.Duration;

/** Waits at a gate, and begins and ends together with others. */
public final class BarrierExample {

    private BarrierExample() {}

    public static void main(String[] args) throws Exception {
        try (Client client = Client.open(args[0])) {
            run(client);
        }
    }

    static void run(Client client) throws Exception {
        Barrier maintenance = new Barrier(client, "/barriers/maintenance");
        maintenance.raise().get();
        maintenance.lower().get();
        if (maintenance.await(Duration.ofSeconds(10))) {
            System.out.println("open for work");
        }

        DoubleBarrier round = new DoubleBarrier(client, "/barriers/round", "host-1", 1);
        round.enter().get(); // All are there.
        round.leave().get(); // All are done.
    }
}
