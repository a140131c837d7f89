package io.paddock.interop;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.Op;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.Stat;

/**
 * What a program of the 3.4 days does, run in a process of its own with the client of those days. It uses only what that
 * release had; each line it prints is a result that {@code OldApacheClientTest} knows.
 */
final class OldClientProgram {

    private OldClientProgram() {}

    public static void main(String[] arguments) throws Exception {
        CountDownLatch connected = new CountDownLatch(1);
        CountDownLatch watched = new CountDownLatch(2);
        ZooKeeper client = new ZooKeeper(arguments[0], 15_000, event -> {
            if (event.getState() == Watcher.Event.KeeperState.SyncConnected) {
                connected.countDown();
            }
        });
        say("connected", connected.await(20, TimeUnit.SECONDS));
        client.addAuthInfo("digest", bytes("bob:secret"));

        say("create", client.create("/old", bytes("1"), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT));
        say("sequential", client.create("/old/s", null, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL_SEQUENTIAL));
        client.exists("/old/later", event -> watched.countDown());
        client.getChildren("/old", event -> watched.countDown());
        say("creator", client.create("/old/later", bytes("x"), Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT));
        say("watches", watched.await(20, TimeUnit.SECONDS));
        List<ACL> acl = client.getACL("/old/later", new Stat());
        say("acl", acl.get(0).getId().getId());
        Stat stat = new Stat();
        say("data", new String(client.getData("/old", false, stat), StandardCharsets.UTF_8));
        say("stat", stat.getVersion() + " " + stat.getNumChildren() + " " + stat.getCversion());
        say("set", client.setData("/old", bytes("22"), 0).getVersion());
        List<String> children = client.getChildren("/old", false);
        Collections.sort(children);
        say("children", children);
        try {
            client.delete("/old", -1);
        } catch (KeeperException refusal) {
            say("delete", refusal.code());
        }
        List<OpResult> results = client.multi(Arrays.asList(
                Op.check("/old", 1),
                Op.create("/old/m", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                Op.delete("/old/later", 0)));
        say("multi", results.size());
        try {
            client.multi(Arrays.asList(Op.delete("/old/m", 0), Op.check("/old", 9)));
        } catch (KeeperException refusal) {
            say("failed multi", refusal.code() + " " + refusal.getResults().size());
        }
        say("still there", client.exists("/old/m", false) != null);
        CountDownLatch synced = new CountDownLatch(1);
        client.sync("/old", (rc, path, context) -> synced.countDown(), null);
        say("synced", synced.await(20, TimeUnit.SECONDS));
        client.close();
        say("closed", client.getState());
    }

    private static void say(String what, Object result) {
        System.out.println(what + ": " + result);
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
