package io.paddock.server.config;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * One member of an ensemble as its line says it (operations, section 4.1):
 * {@code server.<id>=<host>:<port>:<port>[:<role>][|...][;[<host>:]<port>]}. Hosts stay as written,
 * nothing is resolved, but an IPv6 address is spelled out, so that members compare the same text, those of Apache's too.
 *
 * @param client where clients connect, null if the line does not say; its host is null for all interfaces
 */
record MemberLine(Setting at, long id, List<Address> addresses, boolean observer, HostPort client) {

    record Address(String host, int quorumPort, int electionPort) {}

    record HostPort(String host, int port) {}

    /** Says what is wrong with a line, in the words of the original. */
    static final class BadLine extends Exception {
        BadLine(String message) {
            super(message);
        }
    }

    static MemberLine parse(Setting at, boolean severalAddressesAllowed) throws BadLine {
        long id = id(at.key().substring(Keys.SERVER.length()));
        String[] halves = at.value().split(";", -1);
        if (halves.length > 2) {
            throw badForm(at);
        }
        HostPort client = halves.length == 2 ? client(halves[1], at) : null;
        List<Address> addresses = new ArrayList<>();
        String role = null;
        for (String part : halves[0].split("\\|", -1)) {
            List<String> fields = fields(part);
            if (fields.size() < 3 || fields.size() > 4) {
                throw badForm(at);
            }
            addresses.add(address(fields, id));
            String ownRole = fields.size() == 3 ? role : role(fields.get(3));
            if (role != null && !role.equals(ownRole)) {
                throw new BadLine("Multiple addresses should have similar roles: " + role + " vs " + ownRole);
            }
            role = ownRole;
        }
        if (addresses.size() > 1 && !severalAddressesAllowed) {
            throw new BadLine(
                    "Multiple address feature is disabled, but multiple addresses were specified for sid " + id);
        }
        return new MemberLine(at, id, List.copyOf(addresses), "observer".equals(role), client);
    }

    private static long id(String text) throws BadLine {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException notANumber) {
            throw new BadLine("For input string: \"" + text + "\"");
        }
    }

    private static Address address(List<String> fields, long id) throws BadLine {
        String host = fields.get(0);
        int quorumPort = port(host, fields.get(1));
        int electionPort = port(host, fields.get(2));
        if (quorumPort == electionPort) {
            throw new BadLine("Client and election port must be different! Please update the configuration file on "
                    + Keys.SERVER + id);
        }
        return new Address(spelledOut(host), quorumPort, electionPort);
    }

    /** No name has a colon, so nothing is looked up. */
    private static String spelledOut(String host) {
        try {
            return host.indexOf(':') < 0 ? host : InetAddress.getByName(host).getHostAddress();
        } catch (UnknownHostException noAddress) {
            return host;
        }
    }

    private static String role(String text) throws BadLine {
        String role = text.trim().toLowerCase(Locale.ROOT);
        if (!role.equals("participant") && !role.equals("observer")) {
            throw new BadLine("Unrecognised peertype: " + text);
        }
        return role;
    }

    private static HostPort client(String text, Setting at) throws BadLine {
        List<String> fields = fields(text);
        return switch (fields.size()) {
            case 1 -> new HostPort(null, port(null, fields.get(0)));
            case 2 -> new HostPort(fields.get(0), port(fields.get(0), fields.get(1)));
            default -> throw badForm(at);
        };
    }

    /** Splits at colons, except within the brackets of an IPv6 address. */
    private static List<String> fields(String text) throws BadLine {
        if (!text.startsWith("[")) {
            return List.of(text.split(":", -1));
        }
        int end = text.indexOf("]:");
        if (end < 0) {
            throw new BadLine(text + " starts with '[' but has no matching ']:'");
        }
        String rest = text.substring(end + 2);
        if (rest.isEmpty()) {
            throw new BadLine(text + " doesn't have a port after colon");
        }
        List<String> fields = new ArrayList<>();
        fields.add(text.substring(1, end));
        fields.addAll(List.of(rest.split(":", -1)));
        return fields;
    }

    private static int port(String host, String text) throws BadLine {
        try {
            int port = Integer.parseInt(text.trim());
            if (port >= 0 && port <= ListenConfig.PORT_MAX) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            // Answered below, like a number out of range.
        }
        throw new BadLine("Address unresolved: " + host + ":" + text);
    }

    private static BadLine badForm(Setting at) {
        return new BadLine(at.value()
                + " does not have the form server_config or server_config;client_config where server_config is the pipe"
                + " separated list of host:port:port or host:port:port:type and client_config is port or host:port");
    }
}
