package io.paddock.server.ensemble;

import io.paddock.common.wire.MalformedRecord;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A configuration as text, the form in which notifications, NEWLEADER and {@code /zookeeper/config} carry it: a line per
 * peer, the groups and weights if there are any, and the version in hexadecimal (specification, quorum protocol 3.2).
 */
public final class EnsembleText {

    private static final String SERVER = "server.";
    private static final String GROUP = "group";
    private static final String WEIGHT = "weight";
    private static final String VERSION = "version";

    private EnsembleText() {}

    public static String write(Ensemble ensemble) {
        StringBuilder text = new StringBuilder();
        for (Peer peer : ensemble.peers()) {
            text.append(SERVER)
                    .append(peer.sid())
                    .append('=')
                    .append(line(peer))
                    .append('\n');
        }
        for (Group group : ensemble.groups()) {
            String sids = group.sids().stream().map(String::valueOf).collect(Collectors.joining(":"));
            text.append(GROUP + ".")
                    .append(group.number())
                    .append('=')
                    .append(sids)
                    .append('\n');
        }
        ensemble.weights()
                .forEach((sid, weight) -> text.append(WEIGHT + ".")
                        .append(sid)
                        .append('=')
                        .append(weight)
                        .append('\n'));
        return text.append(VERSION + "=")
                .append(Long.toHexString(ensemble.version()))
                .toString();
    }

    /** One peer, as it stands behind {@code server.N=}: the role once, behind all addresses. */
    public static String line(Peer peer) {
        String role = peer.voter() ? "participant" : "observer";
        String addresses = peer.addresses().stream()
                .sorted(Comparator.comparing(Peer.Address::host))
                .map(at -> bracketed(at.host()) + ":" + at.quorumPort() + ":" + at.electionPort())
                .collect(Collectors.joining("|", "", ":" + role));
        Peer.ClientAddress client = peer.client();
        return client == null ? addresses : addresses + ";" + bracketed(client.host()) + ":" + client.port();
    }

    /**
     * Reads a configuration whose lines may stand in any order.
     *
     * @throws MalformedRecord if the text is none
     */
    public static Ensemble read(String text) {
        List<Peer> peers = new ArrayList<>();
        TreeMap<Long, List<Long>> groups = new TreeMap<>();
        TreeMap<Long, Long> weights = new TreeMap<>();
        long version = 0;
        for (String raw : text.split("\r\n|[\r\n]")) {
            String line = raw.strip();
            if (line.isEmpty() || line.startsWith("#") || line.startsWith("!")) {
                continue;
            }
            int equals = line.indexOf('=');
            if (equals < 0) {
                throw new MalformedRecord("a line of a configuration has no '=': " + line);
            }
            String key = line.substring(0, equals).strip();
            String value = line.substring(equals + 1).strip();
            if (key.startsWith(SERVER)) {
                peers.add(peer(number(key.substring(SERVER.length()), line), value));
            } else if (key.startsWith(GROUP)) {
                List<Long> sids = new ArrayList<>();
                for (String sid : value.split(":")) {
                    sids.add(number(sid, line));
                }
                groups.put(number(behindDot(key), line), sids);
            } else if (key.startsWith(WEIGHT)) {
                weights.put(number(behindDot(key), line), number(value, line));
            } else if (key.equals(VERSION)) {
                version = hexadecimal(value, line);
            } else {
                throw new MalformedRecord("a configuration holds the unknown key " + key);
            }
        }
        return ensemble(version, peers, groups, weights);
    }

    private static Ensemble ensemble(
            long version, List<Peer> peers, TreeMap<Long, List<Long>> groups, TreeMap<Long, Long> weights) {
        if (groups.isEmpty() && weights.isEmpty()) {
            return Ensemble.majority(version, peers);
        }
        List<Group> list = new ArrayList<>();
        groups.forEach((number, sids) -> list.add(new Group(number, sids)));
        try {
            return Ensemble.grouped(version, peers, list, weights);
        } catch (IllegalArgumentException e) {
            throw new MalformedRecord(e.getMessage());
        }
    }

    /** Reads what stands behind {@code server.N=}. */
    public static Peer peer(long sid, String value) {
        String[] halves = value.split(";", -1);
        if (halves.length > 2) {
            throw malformed(value);
        }
        List<Peer.Address> addresses = new ArrayList<>();
        Boolean voter = null;
        for (String part : halves[0].split("\\|", -1)) {
            List<String> fields = fields(part);
            if (fields.size() < 3 || fields.size() > 4) {
                throw malformed(value);
            }
            addresses.add(new Peer.Address(fields.get(0), port(fields.get(1), value), port(fields.get(2), value)));
            Boolean votes = fields.size() == 3 ? voter : (Boolean) votes(fields.get(3), value);
            if (voter != null && !voter.equals(votes)) {
                throw new MalformedRecord("the addresses of server " + sid + " have different roles: " + value);
            }
            voter = votes;
        }
        return new Peer(sid, addresses, voter == null || voter, halves.length == 1 ? null : client(halves[1], value));
    }

    private static boolean votes(String role, String value) {
        return switch (role.strip().toLowerCase(Locale.ROOT)) {
            case "participant" -> true;
            case "observer" -> false;
            default -> throw malformed(value);
        };
    }

    private static Peer.ClientAddress client(String text, String value) {
        List<String> fields = fields(text);
        return switch (fields.size()) {
            case 1 -> new Peer.ClientAddress("0.0.0.0", port(fields.get(0), value));
            case 2 -> new Peer.ClientAddress(fields.get(0), port(fields.get(1), value));
            default -> throw malformed(value);
        };
    }

    /** Splits at colons, except within the brackets of an IPv6 address. */
    private static List<String> fields(String text) {
        List<String> fields = new ArrayList<>();
        String rest = text;
        if (text.startsWith("[")) {
            int end = text.indexOf("]:");
            if (end < 0) {
                throw malformed(text);
            }
            fields.add(text.substring(1, end));
            rest = text.substring(end + 2);
        }
        fields.addAll(List.of(rest.split(":", -1)));
        return fields;
    }

    private static String bracketed(String host) {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    private static String behindDot(String key) {
        return key.substring(key.lastIndexOf('.') + 1);
    }

    private static int port(String text, String value) {
        long port = number(text.strip(), value);
        if (port < 0 || port > 65_535) {
            throw malformed(value);
        }
        return (int) port;
    }

    private static long number(String text, String line) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException e) {
            throw malformed(line);
        }
    }

    private static long hexadecimal(String text, String line) {
        try {
            return Long.parseLong(text, 16);
        } catch (NumberFormatException e) {
            throw malformed(line);
        }
    }

    private static MalformedRecord malformed(String text) {
        return new MalformedRecord("this is no line of a configuration: " + text);
    }
}
