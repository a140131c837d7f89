package io.paddock.interop.client.examples;

import io.paddock.client.Client;
import io.paddock.client.NodeData;
import io.paddock.client.recipes.ConfigNode;
import java.nio.charset.StandardCharsets;

/** Follows a piece of configuration and changes it. */
public final class ConfigNodeExample {

    private ConfigNodeExample() {}

    public static void main(String[] args) throws Exception {
        try (Client client = Client.open(args[0])) {
            run(client);
        }
    }

    static void run(Client client) throws Exception {
        ConfigNode limit = ConfigNode.follow(client, "/config/limit");
        limit.addListener(value ->
                System.out.println("limit is now " + value.map(NodeData::text).orElse("none")));
        limit.ready().get();
        limit.updateAndWait(old -> {
            int before = old == null ? 0 : Integer.parseInt(new String(old, StandardCharsets.UTF_8));
            return Integer.toString(before + 10).getBytes(StandardCharsets.UTF_8);
        });
        limit.close();
    }
}
