package io.paddock.testsupport.network;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A network namespace for each server, with two cables: one to the other servers, one to the clients. Whoever makes it
 * must be in a namespace of its own, where it may do as it likes; see {@link Namespaces}. Nothing is left when the
 * processes in the namespaces have ended.
 *
 * <p>A server is made silent towards another by a wrong hardware address for it: its packets are sent and nobody takes
 * them. That works in one direction too, and both ends keep their connections. Owned by the test.
 */
public final class NamespaceNetwork implements FragileNetwork {

    private static final String NOBODY = "02:00:00:00:00:01";

    /** A namespace lives as long as this process is in it; it ends with its input. */
    private record Server(long sid, Process process) {

        String[] inside(String... command) {
            List<String> all = new ArrayList<>(List.of("nsenter", "-t", Long.toString(process.pid()), "-n"));
            all.addAll(List.of(command));
            return all.toArray(String[]::new);
        }
    }

    private record Silence(Server from, long to) {}

    private final List<Server> servers = new ArrayList<>();
    private final List<Silence> silences = new ArrayList<>();

    public NamespaceNetwork(int size) throws IOException {
        run("ip", "link", "set", "lo", "up");
        run("ip", "link", "add", "name", "peers", "type", "bridge");
        run("ip", "link", "add", "name", "clients", "type", "bridge");
        run("ip", "addr", "add", clientHost(0) + "/24", "dev", "clients");
        run("ip", "link", "set", "peers", "up");
        run("ip", "link", "set", "clients", "up");
        for (long sid = 1; sid <= size; sid++) {
            Server server = new Server(sid, inNewNamespace());
            servers.add(server);
            run(server.inside("ip", "link", "set", "lo", "up"));
            cable(server, "peers", peerHost(sid));
            cable(server, "clients", clientHost(sid));
        }
    }

    private static Process inNewNamespace() throws IOException {
        Process process = new ProcessBuilder("unshare", "--net", "cat")
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        process.getOutputStream().write('x');
        process.getOutputStream().flush();
        if (process.getInputStream().read() != 'x') { // It has come so far that it repeats: it is in its namespace.
            throw new IOException("there is no other network namespace to be had");
        }
        return process;
    }

    private static void cable(Server server, String bridge, String address) throws IOException {
        String near = bridge + server.sid();
        String pid = Long.toString(server.process().pid());
        run("ip", "link", "add", near, "type", "veth", "peer", "name", bridge, "netns", pid);
        run("ip", "link", "set", near, "master", bridge, "up");
        run(server.inside("ip", "addr", "add", address + "/24", "dev", bridge));
        run(server.inside("ip", "link", "set", bridge, "up"));
    }

    private static String peerHost(long sid) {
        return "10.1.0." + (10 + sid);
    }

    @Override
    public String clientHost(long sid) {
        return "10.2.0." + (10 + sid);
    }

    @Override
    public String line(long at, long peer, int quorumPort, int electionPort) {
        return peerHost(peer) + ":" + quorumPort + ":" + electionPort;
    }

    @Override
    public String[] command(long sid) {
        return servers.get((int) sid - 1).inside();
    }

    @Override
    public void silence(long from, long to) throws IOException {
        Silence silence = new Silence(servers.get((int) from - 1), to);
        silences.add(silence);
        run(silence.from()
                .inside("ip", "neigh", "replace", peerHost(to), "lladdr", NOBODY, "dev", "peers", "nud", "permanent"));
    }

    @Override
    public void heal() throws IOException {
        for (Silence silence : silences) {
            run(silence.from().inside("ip", "neigh", "del", peerHost(silence.to()), "dev", "peers"));
        }
        silences.clear();
    }

    @Override
    public void close() {
        servers.forEach(server -> server.process().destroyForcibly());
    }

    private static void run(String... command) throws IOException {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        int code = process.onExit().join().exitValue();
        if (code != 0) {
            throw new IOException(String.join(" ", command) + " ended with code " + code + ": " + said.strip());
        }
    }
}
