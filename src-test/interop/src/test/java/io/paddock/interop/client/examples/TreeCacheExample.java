package io.paddock.interop.client.examples;

import io.paddock.client.Client;
import io.paddock.client.NewNode;
import io.paddock.client.recipes.TreeCache;
import io.paddock.client.recipes.TreeSnapshot;

/** Keeps a subtree in memory. */
public final class TreeCacheExample {

    private TreeCacheExample() {}

    public static void main(String[] args) throws Exception {
        try (Client client = Client.open(args[0])) {
            run(client);
        }
    }

    static void run(Client client) throws Exception {
        TreeCache cache = TreeCache.follow(client, "/settings");
        cache.addListener((now, changes) -> changes.forEach(change -> System.out.println("changed: " + change.path())));
        cache.ready().get();
        client.create(NewNode.container("/settings")).get();
        TreeSnapshot settings = cache.snapshot();
        for (String name : settings.children("/settings")) {
            System.out.println(name + " = "
                    + settings.get("/settings/" + name).orElseThrow().text());
        }
        cache.close();
    }
}
