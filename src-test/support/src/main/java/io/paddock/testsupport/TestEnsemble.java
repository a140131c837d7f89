package io.paddock.testsupport;

import io.paddock.testsupport.network.Network;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Servers of an ensemble, each a process of whatever release, in directories of their own. Owned by the test, which closes
 * it. A server that is replaced by another release keeps its directory, its number and its ports.
 */
public final class TestEnsemble implements AutoCloseable {

    private static final byte[] SRVR = "srvr".getBytes(StandardCharsets.US_ASCII);
    private static final Duration ANSWER_LIMIT = Duration.ofMillis(500);

    private final Path directory;
    private final int observers;
    private final Network network;
    private final Consumer<ServerSetup> more;
    private final TreeMap<Long, Ports> ports = new TreeMap<>();
    private final TreeMap<Long, ServerProcess> servers = new TreeMap<>();

    private record Ports(int quorum, int election, int client) {}

    private TestEnsemble(
            Path directory, List<Installation> members, int observers, Network network, Consumer<ServerSetup> more)
            throws IOException {
        this.directory = directory;
        this.observers = observers;
        this.network = network;
        this.more = more;
        List<Integer> free = FreePorts.some(3 * members.size());
        for (int i = 0; i < members.size(); i++) {
            ports.put(i + 1L, new Ports(free.get(3 * i), free.get(3 * i + 1), free.get(3 * i + 2)));
        }
        for (int i = 0; i < members.size(); i++) {
            servers.put(i + 1L, process(i + 1L, members.get(i)));
        }
    }

    /** Voters of these releases, numbered from 1. Nothing runs yet. */
    public static TestEnsemble of(Path directory, Installation... voters) throws IOException {
        return of(directory, List.of(voters), 0, setup -> {});
    }

    /**
     * @param observers how many of the last members do not vote
     * @param more settings for each server
     */
    public static TestEnsemble of(Path directory, List<Installation> members, int observers, Consumer<ServerSetup> more)
            throws IOException {
        return new TestEnsemble(directory, members, observers, Network.LOOPBACK, more);
    }

    /** Voters only, which find each other in this network. The network is not closed with the ensemble. */
    public static TestEnsemble in(
            Network network, Path directory, List<Installation> members, Consumer<ServerSetup> more)
            throws IOException {
        return new TestEnsemble(directory, members, 0, network, more);
    }

    private ServerProcess process(long sid, Installation installation) throws IOException {
        ServerSetup setup = ServerSetup.of(installation, directory.resolve("server" + sid));
        for (Map.Entry<Long, Ports> peer : ports.entrySet()) {
            Ports at = peer.getValue();
            String line = network.line(sid, peer.getKey(), at.quorum(), at.election());
            setup.config("server." + peer.getKey(), line + (isObserver(peer.getKey()) ? ":observer" : ""));
        }
        if (isObserver(sid)) {
            setup.config("peerType", "observer");
        }
        setup.config("clientPortAddress", network.clientHost(sid));
        setup.wrappedIn(network.command(sid));
        more.accept(setup);
        Files.createDirectories(setup.dataDir());
        Files.writeString(setup.dataDir().resolve("myid"), sid + "\n");
        ServerProcess process = setup.prepared();
        process.usePort(ports.get(sid).client());
        return process;
    }

    private boolean isObserver(long sid) {
        return sid > ports.size() - observers;
    }

    public Collection<Long> sids() {
        return servers.keySet();
    }

    public ServerProcess server(long sid) {
        return servers.get(sid);
    }

    public Path directoryOf(long sid) {
        return directory.resolve("server" + sid);
    }

    /** Another release on the same data from the next start on. The server must not run. */
    public void replace(long sid, Installation installation) throws IOException {
        if (servers.get(sid).isAlive()) {
            throw new IllegalStateException("server " + sid + " still runs");
        }
        servers.put(sid, process(sid, installation));
    }

    public String connectString() {
        List<String> all = new ArrayList<>();
        servers.values().forEach(server -> all.add(server.connectString()));
        return String.join(",", all);
    }

    /** Begins all that do not run, and returns when every one of them serves. */
    public void start(Duration limit) throws IOException {
        for (ServerProcess server : servers.values()) {
            if (!server.isAlive()) {
                server.begin();
            }
        }
        awaitServing(limit);
    }

    /** Returns when every server that runs serves. */
    public void awaitServing(Duration limit) throws IOException {
        for (Map.Entry<Long, ServerProcess> server : servers.entrySet()) {
            if (server.getValue().isAlive()) {
                awaitServing(server.getKey(), limit);
            }
        }
    }

    public void awaitServing(long sid, Duration limit) throws IOException {
        long deadline = System.nanoTime() + limit.toNanos();
        while (mode(sid) == null) {
            if (!servers.get(sid).isAlive()) {
                throw new IOException("server " + sid + " has ended:\n" + lastWords(sid));
            } else if (System.nanoTime() - deadline > 0) {
                StringBuilder all = new StringBuilder("server " + sid + " does not serve after " + limit);
                for (long each : servers.keySet()) {
                    all.append("\n--- server ").append(each).append('\n').append(lastWords(each));
                }
                throw new IOException(all.toString());
            }
            java.util.concurrent.locks.LockSupport.parkNanos(5_000_000);
        }
    }

    public String lastWords(long sid) throws IOException {
        String log = servers.get(sid).log();
        return log.substring(Math.max(0, log.length() - 4_000));
    }

    /** {@code leader}, {@code follower}, {@code observer}, or null while the server does not serve. */
    public String mode(long sid) {
        try {
            String answer = servers.get(sid).ask(SRVR, ANSWER_LIMIT);
            int at = answer.indexOf("Mode: ");
            return at < 0 ? null : answer.substring(at + 6).lines().findFirst().orElse(null);
        } catch (IOException notThere) {
            return null;
        }
    }

    /** The one that says so; 0 if none does. */
    public long leader() {
        for (long sid : servers.keySet()) {
            if ("leader".equals(mode(sid))) {
                return sid;
            }
        }
        return 0;
    }

    @Override
    public void close() throws IOException {
        for (ServerProcess server : servers.values()) {
            server.close();
        }
    }
}
