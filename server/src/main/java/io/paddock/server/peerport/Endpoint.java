package io.paddock.server.peerport;

import io.netty.util.NetUtil;
import io.paddock.server.ensemble.Peer;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A host as written, by name or by number, and a port. Nothing is resolved. */
record Endpoint(String host, int port) {

    static List<Endpoint> electionPorts(Peer peer) {
        return peer.addresses().stream()
                .map(at -> new Endpoint(at.host(), at.electionPort()))
                .toList();
    }

    static List<Endpoint> quorumPorts(Peer peer) {
        return peer.addresses().stream()
                .map(at -> new Endpoint(at.host(), at.quorumPort()))
                .toList();
    }

    /** Those that are left when the host does not matter. */
    static List<Endpoint> onePerPort(List<Endpoint> endpoints) {
        Map<Integer, Endpoint> byPort = new LinkedHashMap<>();
        endpoints.forEach(endpoint -> byPort.putIfAbsent(endpoint.port(), endpoint));
        return List.copyOf(byPort.values());
    }

    /** Reads {@code host:port}; null if that is none, or one that nobody can be reached at. */
    static Endpoint announced(String text) {
        int colon = text.lastIndexOf(':');
        if (colon <= 0) {
            return null;
        }
        try {
            int port = Integer.parseInt(text.substring(colon + 1));
            String host = text.substring(0, colon);
            if (host.startsWith("[") && host.endsWith("]")) {
                host = host.substring(1, host.length() - 1);
            }
            Endpoint endpoint = new Endpoint(host, port);
            InetAddress literal = endpoint.literal();
            boolean nowhere = host.isEmpty() || literal != null && literal.isAnyLocalAddress();
            return port < 1 || port > 65_535 || nowhere ? null : endpoint;
        } catch (NumberFormatException e) {
            return null;
        }
    }

    /** The address, if the host is written as one; else null. */
    InetAddress literal() {
        return NetUtil.createInetAddressFromIpAddressString(host);
    }

    @Override
    public String toString() {
        return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
    }
}
