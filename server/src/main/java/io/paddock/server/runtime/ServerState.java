package io.paddock.server.runtime;

import io.paddock.common.Path;
import io.paddock.common.Zxid;
import io.paddock.server.admin.ConnectionView;
import io.paddock.server.admin.EnsembleView;
import io.paddock.server.admin.Mode;
import io.paddock.server.admin.ServerView;
import io.paddock.server.clientport.ClientPort;
import io.paddock.server.replica.PeerReplica;
import io.paddock.server.replica.Stepped;
import io.paddock.server.session.Connection;
import io.paddock.server.session.ConnectionStats;
import io.paddock.server.session.SessionShard;
import io.paddock.server.storage.DataDirs;
import io.paddock.server.tree.Tree;
import io.paddock.server.zab.Leading;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;

/** What operators may see of a running server: each question is asked where its answer is owned. Any thread. */
final class ServerState implements ServerView {

    private static final long ANSWER_MS_MAX = 4_000;

    /** What {@code cons} shows for a socket that waits for requests. */
    private static final int INTEREST_READ = 1;

    private final PaddockServer server;

    ServerState(PaddockServer server) {
        this.server = server;
    }

    @Override
    public Mode mode() {
        return server.mode();
    }

    @Override
    public String whyNotServing() {
        return server.whyNotServing();
    }

    @Override
    public String proposalSizes() {
        return server.proposalSizes();
    }

    @Override
    public EnsembleView ensemble() {
        return server.ensemble();
    }

    /** The original has the root under two names and counts both: whoever compares members sees equal numbers. */
    static long reportedNodes(Tree tree) {
        return tree.size() + 1L;
    }

    @Override
    public StatusView status() {
        long[] ofTree = replica(replica -> new long[] {shownZxid(replica), reportedNodes(replica.tree())});
        long outstanding = shards(SessionShard::outstanding).stream()
                .mapToLong(Integer::longValue)
                .sum();
        InetSocketAddress address = server.clientAddress();
        return new StatusView(
                ofTree[0],
                server.clientPort().connections(),
                outstanding,
                ofTree[1],
                address == null ? -1 : address.getPort(),
                -1);
    }

    /** A leader is where its epoch begins before its first transaction is: the tree learns of that only with this one. */
    private static long shownZxid(Stepped replica) {
        long lastZxid = replica.tree().lastZxid();
        return replica instanceof PeerReplica peer && peer.role() instanceof Leading leading
                ? Math.max(lastZxid, Zxid.of(leading.epoch(), 0))
                : lastZxid;
    }

    @Override
    public List<ConnectionView> connections() {
        Map<Long, Long> deadlines = new TreeMap<>();
        sessions().forEach(session -> deadlines.put(session.id(), session.expiresAtMs()));
        List<ConnectionView> views = new ArrayList<>();
        shards(this::connectionsOf).forEach(views::addAll);
        return views.stream().map(view -> withDeadline(view, deadlines)).toList();
    }

    private static ConnectionView withDeadline(ConnectionView view, Map<Long, Long> deadlines) {
        long expiresAtMs = view.session() == null
                ? view.expiresAtMs()
                : deadlines.getOrDefault(view.session().id(), view.expiresAtMs());
        return new ConnectionView(
                view.remote(),
                view.interest(),
                view.queued(),
                view.received(),
                view.sent(),
                expiresAtMs,
                view.session());
    }

    private List<ConnectionView> connectionsOf(SessionShard shard) {
        List<ConnectionView> views = new ArrayList<>();
        for (Connection connection : shard.connections()) {
            ConnectionStats stats = connection.stats();
            ConnectionView.Session session = connection.sessionId() == 0
                    ? null
                    : new ConnectionView.Session(
                            connection.sessionId(),
                            stats.lastOperation(),
                            stats.establishedWallMs(),
                            connection.timeoutMs(),
                            stats.lastCxid(),
                            stats.lastZxid(),
                            stats.lastResponseMs(),
                            stats.lastLatencyMs(),
                            stats.latencyMsMin(),
                            stats.latencyMsAverage(),
                            stats.latencyMsMax());
            views.add(new ConnectionView(
                    ClientPort.remoteOf(connection),
                    connection.isRead() ? INTEREST_READ : 0,
                    connection.queued(),
                    stats.receivedCount(),
                    stats.sentCount(),
                    session == null
                            ? stats.establishedWallMs() + server.sessionlessMs()
                            : System.currentTimeMillis() + connection.timeoutMs(),
                    session));
        }
        return views;
    }

    @Override
    public List<SessionView> sessions() {
        return replica(replica -> {
            long wallOffsetMs = System.currentTimeMillis() - TimeUnit.NANOSECONDS.toMillis(System.nanoTime());
            List<SessionView> views = new ArrayList<>();
            replica.sessionsByDeadline()
                    .forEach((deadlineMs, ids) -> ids.forEach(id -> {
                        int timeoutMs = replica.tree().sessions().getOrDefault(id, 0);
                        views.add(new SessionView(id, timeoutMs, deadlineMs + wallOffsetMs));
                    }));
            return views;
        });
    }

    @Override
    public SortedMap<Long, Integer> globalSessions() {
        return replica(replica -> new TreeMap<>(replica.tree().sessions()));
    }

    @Override
    public Map<Long, ? extends Collection<String>> ephemerals() {
        return replica(replica -> {
            Tree tree = replica.tree();
            Map<Long, List<String>> bySession = new LinkedHashMap<>();
            for (long session : tree.ephemeralOwners()) {
                bySession.put(
                        session,
                        tree.ephemeralsOf(session).stream().map(Path::toString).toList());
            }
            return bySession;
        });
    }

    @Override
    public Map<Long, ? extends Collection<String>> watches() {
        Map<Long, List<String>> bySession = new LinkedHashMap<>();
        shards(ServerState::watchesOf).forEach(bySession::putAll);
        return bySession;
    }

    private static Map<Long, List<String>> watchesOf(SessionShard shard) {
        Map<Long, List<String>> bySession = new LinkedHashMap<>();
        shard.watches()
                .dataPathsByWatcher()
                .forEach((connection, paths) -> bySession.put(
                        connection.sessionId(),
                        paths.stream().map(Path::toString).sorted().toList()));
        return bySession;
    }

    @Override
    public List<DigestView> digests() {
        return replica(replica -> replica.digests().stream()
                .map(mark -> new DigestView(mark.zxid(), mark.digest()))
                .toList());
    }

    @Override
    public DiskView disk() {
        DataDirs directories = server.directories();
        return new DiskView(size(directories.snapshots()), size(directories.logs()));
    }

    private static long size(java.nio.file.Path directory) {
        long bytes = 0;
        try (DirectoryStream<java.nio.file.Path> files = Files.newDirectoryStream(directory)) {
            for (java.nio.file.Path file : files) {
                bytes += Files.size(file);
            }
        } catch (IOException gone) {
            return bytes; // A file was purged while we looked: the sum is of what is left.
        }
        return bytes;
    }

    @Override
    public void resetConnections() {
        shards(shard -> {
            shard.connections().forEach(connection -> connection.stats().reset());
            return true;
        });
    }

    long watchCount() {
        return shards(shard -> shard.watches().watchCount()).stream()
                .mapToLong(Integer::longValue)
                .sum();
    }

    /** Ids of the threads of the event loops. */
    List<Long> loopThreads() {
        return shards(shard -> Thread.currentThread().getId());
    }

    <T> T replica(Function<Stepped, T> question) {
        return join(server.replicaThread().ask(question));
    }

    private <T> List<T> shards(Function<SessionShard, T> question) {
        return join(server.clientPort().ask(question));
    }

    private static <T> T join(CompletableFuture<T> answer) {
        try {
            return answer.get(ANSWER_MS_MAX, TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while asking the server", e);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the server did not answer within " + ANSWER_MS_MAX + " ms", e);
        }
    }
}
