package io.paddock.interop.client.examples;

import io.paddock.client.Client;
import io.paddock.client.recipes.LeaderElection;
import io.paddock.client.recipes.Lock;
import java.util.concurrent.CountDownLatch;

/** Takes a lock and elects a leader: the lines of the README. */
public final class ReadmeExample {

    private static final CountDownLatch ELECTED = new CountDownLatch(1);

    private ReadmeExample() {}

    public static void main(String[] args) throws Exception {
        try (Client client = Client.open(args[0])) {
            try (Lock.Held held = new Lock(client, "/locks/ledger").acquire()) {
                append("an entry", held.token()); // The token grows: the ledger can refuse a late writer.
            }
            LeaderElection.Listener work = new LeaderElection.Listener() {
                @Override
                public void onElected(long token) {
                    startWorking();
                }

                @Override
                public void onDeposed() {
                    stopWorking();
                }
            };
            LeaderElection election = LeaderElection.stand(client, "/election", "host-1", work);
            awaitShutdown();
            stopWorking(); // First: as soon as the election is closed, another may lead.
            election.close();
        }
    }

    private static void append(String entry, long token) {
        System.out.println("alone with the ledger: " + entry + ", token " + token);
    }

    private static void startWorking() {
        System.out.println("leading");
        ELECTED.countDown();
    }

    private static void stopWorking() {
        System.out.println("not leading any more");
    }

    private static void awaitShutdown() throws InterruptedException {
        ELECTED.await();
    }
}
