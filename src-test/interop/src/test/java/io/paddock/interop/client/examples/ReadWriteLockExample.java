package io.paddock.interop.client.examples;

import io.paddock.client.Client;
import io.paddock.client.recipes.Lock;
import io.paddock.client.recipes.ReadWriteLock;

/** Reads together with others, then writes alone. */
public final class ReadWriteLockExample {

    private ReadWriteLockExample() {}

    public static void main(String[] args) throws Exception {
        try (Client client = Client.open(args[0])) {
            run(client);
        }
    }

    static void run(Client client) throws Exception {
        ReadWriteLock lock = new ReadWriteLock(client, "/locks/catalogue");
        try (Lock.Held reading = lock.read().acquire()) {
            System.out.println("reading with token " + reading.token());
        }
        try (Lock.Held writing = lock.write().acquire()) {
            System.out.println("writing with token " + writing.token());
        }
    }
}
