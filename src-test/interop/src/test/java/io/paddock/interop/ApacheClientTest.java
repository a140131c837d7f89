package io.paddock.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.interop.ConnectedClient.Events;
import io.paddock.testsupport.Eventually;
import io.paddock.testsupport.Installation;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.ServerProcess;
import io.paddock.testsupport.ServerSetup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.AddWatchMode;
import org.apache.zookeeper.CreateMode;
import org.apache.zookeeper.KeeperException;
import org.apache.zookeeper.OpResult;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooDefs.Ids;
import org.apache.zookeeper.ZooDefs.Perms;
import org.apache.zookeeper.ZooKeeper;
import org.apache.zookeeper.data.ACL;
import org.apache.zookeeper.data.ClientInfo;
import org.apache.zookeeper.data.Id;
import org.apache.zookeeper.data.Stat;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Apache's Java client of the release that we follow, unchanged, against the running server. */
class ApacheClientTest {

    private static final Duration SOON = Duration.ofSeconds(20);
    private static final int TICK_MS = 500;

    @TempDir
    private Path directory;

    private ServerProcess server;

    @BeforeEach
    void startServer() throws IOException {
        server = ServerSetup.of(Installation.underTest(), directory)
                .config("tickTime", Integer.toString(TICK_MS))
                .config("maxSessionTimeout", "60000")
                .property("zookeeper.extendedTypesEnabled", "true")
                .property("znode.container.checkIntervalMs", "300")
                .start();
    }

    @AfterEach
    void stopServer() throws IOException {
        server.close();
    }

    @Test
    void itCreatesReadsChangesAndDeletes() throws Exception {
        try (ConnectedClient client = new ConnectedClient(server)) {
            ZooKeeper zk = client.zk();
            Stat stat = new Stat();
            assertThat(zk.create("/a", bytes("one"), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT, stat))
                    .isEqualTo("/a");
            assertThat(stat.getVersion()).isZero();
            assertThat(zk.create("/a/s-", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL))
                    .isEqualTo("/a/s-0000000000");
            assertThat(zk.create("/a/e", new byte[0], Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL))
                    .isEqualTo("/a/e");
            assertThat(zk.getData("/a/s-0000000000", false, null)).isNull();
            assertThat(zk.getData("/a/e", false, stat)).isEmpty();
            assertThat(stat.getEphemeralOwner()).isEqualTo(zk.getSessionId());
            assertThat(zk.setData("/a", bytes("two"), 0).getVersion()).isEqualTo(1);
            assertThatThrownBy(() -> zk.setData("/a", bytes("three"), 0))
                    .isInstanceOf(KeeperException.BadVersionException.class);
            assertThat(zk.getChildren("/a", false, stat)).containsExactlyInAnyOrder("s-0000000000", "e");
            assertThat(stat.getCversion()).isEqualTo(2);
            assertThat(zk.getAllChildrenNumber("/a")).isEqualTo(2);
            assertThat(zk.getEphemerals("/a")).containsExactly("/a/e");
            assertThatThrownBy(() -> zk.delete("/a", -1)).isInstanceOf(KeeperException.NotEmptyException.class);
            assertThatThrownBy(() -> zk.create("/a/e/x", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT))
                    .isInstanceOf(KeeperException.NoChildrenForEphemeralsException.class);
            zk.delete("/a/e", -1);
            assertThat(zk.exists("/a/e", false)).isNull();
            assertThat(zk.getConfig(false, null)).isNotNull();
        }
    }

    @Test
    void multisSucceedOrFailAsAWhole() throws Exception {
        try (ConnectedClient client = new ConnectedClient(server)) {
            ZooKeeper zk = client.zk();
            List<OpResult> results = zk.multi(List.of(
                    org.apache.zookeeper.Op.create("/m", bytes("x"), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT),
                    org.apache.zookeeper.Op.create("/m/s", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_SEQUENTIAL),
                    org.apache.zookeeper.Op.setData("/m", bytes("y"), 0),
                    org.apache.zookeeper.Op.check("/m", 1)));
            assertThat(results).hasSize(4);
            assertThat(((OpResult.CreateResult) results.get(1)).getPath()).isEqualTo("/m/s0000000000");
            assertThatThrownBy(() -> zk.transaction()
                            .create("/m/t", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT)
                            .delete("/m", 7)
                            .commit())
                    .isInstanceOfSatisfying(
                            KeeperException.BadVersionException.class,
                            failure -> assertThat(failure.getResults()).hasSize(2));
            assertThat(zk.exists("/m/t", false)).isNull();
            List<OpResult> reads = zk.multi(List.of(
                    org.apache.zookeeper.Op.getData("/m"),
                    org.apache.zookeeper.Op.getChildren("/m"),
                    org.apache.zookeeper.Op.getData("/missing")));
            assertThat(((OpResult.GetDataResult) reads.get(0)).getData()).isEqualTo(bytes("y"));
            assertThat(((OpResult.GetChildrenResult) reads.get(1)).getChildren())
                    .containsExactly("s0000000000");
            assertThat(((OpResult.ErrorResult) reads.get(2)).getErr())
                    .isEqualTo(KeeperException.Code.NONODE.intValue());
        }
    }

    @Test
    void permissionsHoldForIdentitiesOfTheConnection() throws Exception {
        try (ConnectedClient owner = new ConnectedClient(server);
                ConnectedClient stranger = new ConnectedClient(server)) {
            owner.zk().addAuthInfo("digest", bytes("bob:secret"));
            owner.zk().create("/p", bytes("x"), Ids.CREATOR_ALL_ACL, CreateMode.PERSISTENT);
            assertThat(owner.zk().getACL("/p", null))
                    .containsExactly(new ACL(Perms.ALL, new Id("digest", "bob:fyVmFCwVbTJYrznoSu1koqYEYF0=")));
            assertThatThrownBy(() -> stranger.zk().getData("/p", false, null))
                    .isInstanceOf(KeeperException.NoAuthException.class);
            owner.zk().setACL("/p", Ids.READ_ACL_UNSAFE, 0);
            assertThat(stranger.zk().getData("/p", false, null)).isEqualTo(bytes("x"));
            assertThat(owner.zk().whoAmI().stream().map(ClientInfo::getAuthScheme))
                    .containsExactlyInAnyOrder("ip", "digest");
        }
    }

    @Test
    void watchesOfAllKindsFireInOrder() throws Exception {
        try (ConnectedClient watching = new ConnectedClient(server);
                ConnectedClient acting = new ConnectedClient(server)) {
            Events once = new Events();
            Events recursive = new Events();
            Events persistent = new Events();
            ZooKeeper zk = acting.zk();
            zk.create("/w", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            watching.zk().exists("/w/x", once);
            watching.zk().addWatch("/w", recursive, AddWatchMode.PERSISTENT_RECURSIVE);
            watching.zk().addWatch("/w/x", persistent, AddWatchMode.PERSISTENT);
            zk.create("/w/x", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            zk.setData("/w/x", bytes("1"), -1);
            zk.create("/w/x/y", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            zk.delete("/w/x/y", -1);
            zk.delete("/w/x", -1);
            assertThat(once.next()).isEqualTo("NodeCreated /w/x");
            assertThat(List.of(
                            recursive.next(), recursive.next(), recursive.next(), recursive.next(), recursive.next()))
                    .containsExactly(
                            "NodeCreated /w/x",
                            "NodeDataChanged /w/x",
                            "NodeCreated /w/x/y",
                            "NodeDeleted /w/x/y",
                            "NodeDeleted /w/x");
            assertThat(List.of(
                            persistent.next(),
                            persistent.next(),
                            persistent.next(),
                            persistent.next(),
                            persistent.next()))
                    .containsExactly(
                            "NodeCreated /w/x",
                            "NodeDataChanged /w/x",
                            "NodeChildrenChanged /w/x",
                            "NodeChildrenChanged /w/x",
                            "NodeDeleted /w/x");
            assertThat(once.isEmpty()).isTrue();
            watching.zk().removeWatches("/w", recursive, Watcher.WatcherType.PersistentRecursive, false);
            watching.zk().removeAllWatches("/w/x", Watcher.WatcherType.Any, false);
            assertThatThrownBy(() -> watching.zk().removeAllWatches("/w/x", Watcher.WatcherType.Any, false))
                    .isInstanceOf(KeeperException.NoWatcherException.class);
        }
    }

    @Test
    void hundredsOfPipelinedCallsAreAnsweredInOrder() throws Exception {
        try (ConnectedClient client = new ConnectedClient(server)) {
            StringBuffer order = new StringBuffer();
            StringBuilder expected = new StringBuilder();
            CompletableFuture<Void> last = new CompletableFuture<>();
            for (int i = 0; i < 500; i++) {
                String path = "/n" + i;
                client.zk()
                        .create(
                                path,
                                bytes(path),
                                Ids.OPEN_ACL_UNSAFE,
                                CreateMode.PERSISTENT,
                                (rc, asked, ctx, name) -> order.append(rc).append(name),
                                null);
                client.zk()
                        .getData(
                                path,
                                false,
                                (rc, asked, ctx, data, stat) ->
                                        order.append(rc).append(new String(data, StandardCharsets.UTF_8)),
                                null);
                expected.append("0").append(path).append("0").append(path);
            }
            client.zk().sync("/", (rc, path, ctx) -> last.complete(null), null);
            last.get(SOON.toMillis(), TimeUnit.MILLISECONDS);
            assertThat(order.toString()).isEqualTo(expected.toString());
        }
    }

    @Test
    void aSessionItsEphemeralsAndWatchesOutliveAKilledServer() throws Exception {
        try (ConnectedClient client = new ConnectedClient(server)) {
            ZooKeeper zk = client.zk();
            Events data = new Events();
            Events recursive = new Events();
            zk.create("/keep", bytes("0"), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            zk.create("/eph", null, Ids.OPEN_ACL_UNSAFE, CreateMode.EPHEMERAL);
            zk.getData("/keep", data, null);
            zk.addWatch("/", recursive, AddWatchMode.PERSISTENT_RECURSIVE);
            server.kill();
            client.awaitState(Watcher.Event.KeeperState.Disconnected);
            server.start();
            client.awaitState(Watcher.Event.KeeperState.SyncConnected);
            assertThat(zk.exists("/eph", false).getEphemeralOwner()).isEqualTo(zk.getSessionId());
            zk.setData("/keep", bytes("1"), 0);
            assertThat(data.next()).isEqualTo("NodeDataChanged /keep");
            assertThat(recursive.next()).isEqualTo("NodeDataChanged /keep");
        }
        try (ConnectedClient other = new ConnectedClient(server)) {
            assertThat(other.zk().exists("/eph", false))
                    .as("closed sessions leave nothing")
                    .isNull();
        }
    }

    @Test
    void aChangeThatWasMissedIsReportedAfterTheReconnect() throws Exception {
        try (ConnectedClient watching = new ConnectedClient(server);
                ConnectedClient acting = new ConnectedClient(server)) {
            Events events = new Events();
            acting.zk().create("/missed", bytes("0"), Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            watching.zk().getData("/missed", events, null);
            RawClient.Session session = new RawClient.Session(
                    ConnectedClient.SESSION_MS,
                    watching.zk().getSessionId(),
                    watching.zk().getSessionPasswd());
            try (RawClient thief = RawClient.resume(server.port(), session, 0)) {
                thief.call(Op.SET_DATA, Requests.setData("/missed", bytes("1"), -1));
            }
            assertThat(events.next()).isEqualTo("NodeDataChanged /missed");
        }
    }

    @Test
    void aSessionThatIsResumedElsewhereEndsItsFirstConnection() throws Exception {
        try (RawClient first = RawClient.session(server.port())) {
            first.call(Op.CREATE, Requests.create("/mine", null, 1));
            try (ConnectedClient second = new ConnectedClient(
                    server.connectString(),
                    first.session().id(),
                    first.session().password())) {
                first.awaitEnd();
                assertThat(second.zk().exists("/mine", false).getEphemeralOwner())
                        .isEqualTo(first.session().id());
            }
            try (ConnectedClient other = new ConnectedClient(server)) {
                assertThat(other.zk().exists("/mine", false)).isNull();
            }
        }
    }

    @Test
    void aSessionExpiresWhenItIsSilentAndNotBefore() throws Exception {
        int timeoutMs = 4 * TICK_MS;
        try (ConnectedClient watching = new ConnectedClient(server)) {
            Events events = new Events();
            RawClient silent = RawClient.open(server.port());
            silent.connect(Requests.connectNew(timeoutMs));
            silent.call(Op.CREATE, Requests.create("/silent", null, 1));
            watching.zk().exists("/silent", events);
            long from = System.nanoTime();
            silent.close();
            assertThat(events.next()).isEqualTo("NodeDeleted /silent");
            assertThat(Duration.ofNanos(System.nanoTime() - from))
                    .isGreaterThan(Duration.ofMillis(timeoutMs - TICK_MS))
                    .isLessThan(Duration.ofMillis(timeoutMs + 2 * TICK_MS + 3000));
            try (RawClient late = RawClient.resume(server.port(), silent.session(), 0)) {
                assertThat(late.session().id()).isZero();
                late.awaitEnd();
            }
        }
    }

    @Test
    void aClientWhoseSessionWasClosedForItIsTold() throws Exception {
        try (ConnectedClient client = new ConnectedClient(server)) {
            RawClient.Session session = new RawClient.Session(
                    ConnectedClient.SESSION_MS,
                    client.zk().getSessionId(),
                    client.zk().getSessionPasswd());
            try (RawClient killer = RawClient.resume(server.port(), session, 0)) {
                killer.call(Op.CLOSE_SESSION, Requests.EMPTY);
            }
            client.awaitState(Watcher.Event.KeeperState.Expired);
        }
    }

    @Test
    void emptyContainersAndAgedTtlNodesDisappear() throws Exception {
        try (ConnectedClient client = new ConnectedClient(server)) {
            ZooKeeper zk = client.zk();
            zk.create("/c", null, Ids.OPEN_ACL_UNSAFE, CreateMode.CONTAINER);
            zk.create("/unused", null, Ids.OPEN_ACL_UNSAFE, CreateMode.CONTAINER);
            zk.create("/c/x", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            zk.create("/t", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, new Stat(), 200);
            zk.create("/old", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT_WITH_TTL, new Stat(), 3_600_000);
            Eventually.eventually(SOON, () -> assertThat(zk.exists("/t", false)).isNull());
            assertThat(zk.exists("/c", false)).isNotNull();
            zk.delete("/c/x", -1);
            Eventually.eventually(SOON, () -> assertThat(zk.exists("/c", false)).isNull());
            assertThat(zk.exists("/unused", false)).isNotNull();
            assertThat(zk.exists("/old", false)).isNotNull();
        }
    }

    @Test
    void aChrootIsInvisibleToItsClient() throws Exception {
        try (ConnectedClient client = new ConnectedClient(server.connectString() + "/root", 30_000);
                ConnectedClient plain = new ConnectedClient(server)) {
            assertThatThrownBy(() -> client.zk().create("/x", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT))
                    .isInstanceOf(KeeperException.NoNodeException.class);
            plain.zk().create("/root", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT);
            Events events = new Events();
            client.zk().exists("/x", events);
            assertThat(client.zk().create("/x", null, Ids.OPEN_ACL_UNSAFE, CreateMode.PERSISTENT))
                    .isEqualTo("/x");
            assertThat(events.next()).isEqualTo("NodeCreated /x");
            assertThat(plain.zk().exists("/root/x", false)).isNotNull();
        }
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
