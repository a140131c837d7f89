package io.paddock.testsupport.network;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;

/**
 * Every server reaches every other one through proxies of its own. Works on any machine. A silent connection differs from
 * a real one in that a dial succeeds: it is accepted, and nothing more. Owned by the test.
 */
public final class ProxiedNetwork implements FragileNetwork {

    private record Way(long from, long to) {}

    private record Door(long at, int port) {}

    private final Map<Way, Gate> gates = new HashMap<>();
    private final Map<Door, Proxy> proxies = new HashMap<>();

    @Override
    public String line(long at, long peer, int quorumPort, int electionPort) throws IOException {
        if (at == peer) {
            return LOOPBACK.line(at, peer, quorumPort, electionPort);
        }
        return LOOPBACK.line(at, peer, portTo(at, peer, quorumPort), portTo(at, peer, electionPort));
    }

    private int portTo(long at, long peer, int port) throws IOException {
        Door door = new Door(at, port);
        Proxy proxy = proxies.get(door);
        if (proxy == null) {
            proxy = new Proxy(port, gate(at, peer), gate(peer, at));
            proxies.put(door, proxy);
        }
        return proxy.port();
    }

    private Gate gate(long from, long to) {
        return gates.computeIfAbsent(new Way(from, to), way -> new Gate());
    }

    @Override
    public void silence(long from, long to) {
        gate(from, to).shut();
    }

    /** As {@link #silence}, but not before so many more bytes have come from one to the other, give or take a buffer. */
    public void silenceAfter(long bytes, long from, long to) {
        gate(from, to).shutAfter(bytes);
    }

    public boolean isSilent(long from, long to) {
        return gate(from, to).isShut();
    }

    @Override
    public void heal() {
        gates.values().forEach(Gate::open);
    }

    @Override
    public void close() throws IOException {
        for (Proxy proxy : proxies.values()) {
            proxy.close();
        }
        heal(); // Who waits at a gate finds its sockets closed.
    }
}
