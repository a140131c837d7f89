package io.paddock.interop.client.examples;

import io.paddock.client.Client;
import io.paddock.client.recipes.Lock;
import java.time.Duration;
import java.util.Optional;

/** Takes a lock, shows its token to what it protects, and gives it back. */
public final class LockExample {

    private LockExample() {}

    public static void main(String[] args) throws Exception {
        try (Client client = Client.open(args[0])) {
            run(client);
        }
    }

    static void run(Client client) throws Exception {
        Lock lock = new Lock(client, "/locks/ledger");
        try (Lock.Held held = lock.acquire()) {
            append("an entry", held.token());
        }

        Optional<Lock.Held> soon = lock.tryAcquire(Duration.ofSeconds(5));
        soon.ifPresent(held -> {
            held.lost().thenRun(() -> System.out.println("stop at once"));
            held.close();
        });
    }

    /** Stands for a store that refuses a token lower than it has seen. */
    private static void append(String entry, long token) {
        System.out.println(entry + " with token " + token);
    }
}
