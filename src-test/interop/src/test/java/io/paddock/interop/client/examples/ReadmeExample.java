package io.paddock.interop.client.examples;

import io.paddock.client.Client;
import io.paddock.client.recipes.LeaderElection;
import io.paddock.client.recipes.Lock;

/** Takes a lock and elects a leader: the twenty lines of the README. */
public final class ReadmeExample {

    private ReadmeExample() {}

    public static void main(String[] args) throws Exception {
        try (Client client = Client.open(args[0])) {
            Lock lock = new Lock(client, "/locks/ledger");
            try (Lock.Held held = lock.acquire()) {
                System.out.println("alone with the ledger, token " + held.token());
            }
            LeaderElection.Listener listener = new LeaderElection.Listener() {
                @Override
                public void onElected(long token) {
                    System.out.println("leading");
                }

                @Override
                public void onDeposed() {
                    System.out.println("not leading any more");
                }
            };
            try (LeaderElection election = LeaderElection.stand(client, "/election", "host-1", listener)) {
                System.out.println("the leader is " + election.leader().join());
            }
        }
    }
}
