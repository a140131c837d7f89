package io.paddock.interop;

import io.paddock.testsupport.ServerProcess;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.apache.zookeeper.WatchedEvent;
import org.apache.zookeeper.Watcher;
import org.apache.zookeeper.ZooKeeper;

/** Apache's client, connected, with the events it got, in order. Owned by the test that closes it. */
final class ConnectedClient implements AutoCloseable {

    static final int SESSION_MS = 30_000;

    private static final Duration LIMIT = Duration.ofSeconds(30);

    private final BlockingQueue<WatchedEvent> states = new LinkedBlockingQueue<>();
    private final ZooKeeper client;

    ConnectedClient(ServerProcess server) throws IOException, InterruptedException {
        this(server.connectString(), SESSION_MS);
    }

    ConnectedClient(String connectString, int sessionMs) throws IOException, InterruptedException {
        client = new ZooKeeper(connectString, sessionMs, states::add);
        awaitState(Watcher.Event.KeeperState.SyncConnected);
    }

    /** Resumes a session that another client opened. */
    ConnectedClient(String connectString, long sessionId, byte[] password) throws IOException, InterruptedException {
        client = new ZooKeeper(connectString, SESSION_MS, states::add, sessionId, password);
        awaitState(Watcher.Event.KeeperState.SyncConnected);
    }

    ZooKeeper zk() {
        return client;
    }

    /** Waits for this state of the connection, past others. */
    void awaitState(Watcher.Event.KeeperState wanted) throws InterruptedException {
        List<WatchedEvent> seen = new ArrayList<>();
        while (true) {
            WatchedEvent event = states.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new AssertionError("no " + wanted + " within " + LIMIT.toSeconds() + " s, only " + seen);
            }
            if (event.getState() == wanted) {
                return;
            }
            seen.add(event);
        }
    }

    @Override
    public void close() {
        try {
            client.close();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A watcher that keeps what it is told about znodes, in order. */
    static final class Events implements Watcher {

        private final BlockingQueue<WatchedEvent> events = new LinkedBlockingQueue<>();

        @Override
        public void process(WatchedEvent event) {
            if (event.getType() != Event.EventType.None) {
                events.add(event);
            }
        }

        /** The next event as "type path". */
        String next() throws InterruptedException {
            WatchedEvent event = events.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
            if (event == null) {
                throw new AssertionError("no event within " + LIMIT.toSeconds() + " s");
            }
            return event.getType() + " " + event.getPath();
        }

        boolean isEmpty() {
            return events.isEmpty();
        }
    }
}
