package io.paddock.interop.client.examples;

import io.paddock.client.Client;
import io.paddock.client.recipes.GroupMembership;
import java.nio.charset.StandardCharsets;

/** Joins a group and watches who else is there. */
public final class GroupMembershipExample {

    private GroupMembershipExample() {}

    public static void main(String[] args) throws Exception {
        try (Client client = Client.open(args[0])) {
            run(client);
        }
    }

    static void run(Client client) throws Exception {
        GroupMembership workers = GroupMembership.follow(client, "/workers");
        workers.addListener(members -> System.out.println("now there: " + members.keySet()));
        GroupMembership.Member me = workers.join("host-1", "10.0.0.1:7000".getBytes(StandardCharsets.UTF_8));
        me.joined().get();
        me.update("10.0.0.1:7001".getBytes(StandardCharsets.UTF_8)).get();
        me.leave().get();
        workers.close();
    }
}
