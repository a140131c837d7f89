package io.paddock.interop.client.examples;

import io.paddock.client.Client;
import io.paddock.client.recipes.LeaderElection;
import java.util.concurrent.CountDownLatch;

/** Stands for election and leads. */
public final class LeaderElectionExample {

    private LeaderElectionExample() {}

    public static void main(String[] args) throws Exception {
        try (Client client = Client.open(args[0])) {
            run(client);
        }
    }

    static void run(Client client) throws Exception {
        CountDownLatch elected = new CountDownLatch(1);
        LeaderElection.Listener work = new LeaderElection.Listener() {
            @Override
            public void onElected(long token) {
                elected.countDown(); // Start working, on a thread of our own.
            }

            @Override
            public void onDeposed() {
                System.out.println("stop working"); // Somebody else leads, or soon will.
            }
        };
        try (LeaderElection election = LeaderElection.stand(client, "/election", "host-1", work)) {
            elected.await();
            System.out.println(election.leader().get() + " leads");
        }
    }
}
