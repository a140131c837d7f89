package io.paddock.interop.client.examples;

import io.paddock.client.Client;
import io.paddock.client.recipes.Queue;
import java.nio.charset.StandardCharsets;

/** Hands work over. */
public final class QueueExample {

    private QueueExample() {}

    public static void main(String[] args) throws Exception {
        try (Client client = Client.open(args[0])) {
            run(client);
        }
    }

    static void run(Client client) throws Exception {
        Queue jobs = new Queue(client, "/jobs");
        jobs.put("resize picture 7".getBytes(StandardCharsets.UTF_8)).get();

        Queue.Item job = jobs.take().get();
        System.out.println("doing: " + new String(job.data(), StandardCharsets.UTF_8));
        job.done().get();
    }
}
