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
        client.create(NewNode.container("/settings")).get();
        client.create(NewNode.ephemeral("/settings/colour").data("blue")).get();
        TreeCache cache = TreeCache.follow(client, "/settings").ready().get();
        cache.addListener((now, changes) -> changes.forEach(change -> System.out.println("changed: " + change.path())));
        TreeSnapshot settings = cache.snapshot();
        for (String name : settings.children("/settings")) {
            System.out.println(name + " = "
                    + settings.get("/settings/" + name).orElseThrow().text());
        }
        cache.close();
    }
}
