package io.paddock.server.runtime;

import io.paddock.server.admin.Mode;
import io.paddock.server.config.ConfigResult;
import io.paddock.server.config.ServerConfig;
import io.paddock.server.config.ServerConfigReader;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.locks.LockSupport;

/**
 * Three servers of this process elect a leader and serve, lose it, go on, and get it back as a follower: what a member
 * needs of the library and of Java for that is then in the archive, and not looked for while clients wait for a leader.
 */
final class EnsembleRehearsal {

    private static final int SERVERS = 3;
    private static final Duration LIMIT = Duration.ofSeconds(60);
    private static final long LOOK_AGAIN_NANOS = 5_000_000;

    private final List<ServerConfig> configs = new ArrayList<>();
    private final PaddockServer[] servers = new PaddockServer[SERVERS];

    private EnsembleRehearsal(Path folder) throws IOException {
        String members = members();
        for (int i = 0; i < SERVERS; i++) {
            Path data = Files.createDirectories(folder.resolve("server" + (i + 1)));
            Files.writeString(data.resolve("myid"), Integer.toString(i + 1));
            Path config = Files.writeString(folder.resolve("zoo" + (i + 1) + ".cfg"), """
                    dataDir=%s
                    clientPort=0
                    clientPortAddress=127.0.0.1
                    tickTime=2000
                    initLimit=10
                    syncLimit=5
                    %s""".formatted(data, members));
            if (!(ServerConfigReader.read(config, new Properties()) instanceof ConfigResult.Accepted accepted)) {
                throw new IOException(config + " was refused");
            }
            configs.add(accepted.config());
        }
    }

    /** @param folder exists, and is the caller's to remove */
    static void play(Path folder) throws IOException, InterruptedException {
        new EnsembleRehearsal(folder).play();
    }

    private void play() throws IOException, InterruptedException {
        for (int i = 0; i < SERVERS; i++) {
            start(i);
        }
        for (int i = 0; i < SERVERS; i++) {
            awaitServing();
            converse();
            int leader = leader();
            if (leader < 0) {
                throw new IOException("the leader is gone by itself");
            }
            stop(leader);
            awaitServing();
            converse();
            start(leader);
        }
        awaitServing();
        for (int i = 0; i < SERVERS; i++) {
            stop(i);
        }
    }

    private void start(int i) throws IOException {
        servers[i] = new PaddockServer(
                configs.get(i), (thread, cause) -> Runtime.getRuntime().halt(1));
        servers[i].start();
    }

    private void stop(int i) throws InterruptedException {
        servers[i].stop();
        servers[i] = null;
    }

    private void converse() throws IOException {
        for (PaddockServer server : servers) {
            if (server != null) {
                converse(server.clientAddress().getPort());
            }
        }
    }

    /** Who has just begun to serve may still turn the first one away. */
    private static void converse(int port) throws IOException {
        long start = System.nanoTime();
        while (true) {
            try {
                Rehearsal.converse(port);
                return;
            } catch (IOException e) {
                if (System.nanoTime() - start > LIMIT.toNanos()) {
                    throw e;
                }
                LockSupport.parkNanos(LOOK_AGAIN_NANOS);
            }
        }
    }

    private int leader() {
        for (int i = 0; i < SERVERS; i++) {
            if (servers[i] != null && servers[i].mode() == Mode.LEADER) {
                return i;
            }
        }
        return -1;
    }

    private void awaitServing() throws IOException {
        long start = System.nanoTime();
        while (leader() < 0 || !allServe()) {
            if (System.nanoTime() - start > LIMIT.toNanos()) {
                throw new IOException("three servers of this machine have no leader after " + LIMIT);
            }
            LockSupport.parkNanos(LOOK_AGAIN_NANOS);
        }
    }

    private boolean allServe() {
        for (PaddockServer server : servers) {
            if (server != null && server.mode() == Mode.NOT_SERVING) {
                return false;
            }
        }
        return true;
    }

    /** The lines of {@code zoo.cfg}, with ports that are free now. */
    private static String members() throws IOException {
        StringBuilder lines = new StringBuilder();
        List<ServerSocket> taken = new ArrayList<>();
        try {
            for (int sid = 1; sid <= SERVERS; sid++) {
                lines.append("server.%d=127.0.0.1:%d:%d%n".formatted(sid, freePort(taken), freePort(taken)));
            }
        } finally {
            for (ServerSocket socket : taken) {
                socket.close();
            }
        }
        return lines.toString();
    }

    private static int freePort(List<ServerSocket> taken) throws IOException {
        ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        taken.add(socket);
        return socket.getLocalPort();
    }
}
