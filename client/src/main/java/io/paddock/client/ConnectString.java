package io.paddock.client;

import io.paddock.common.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Where the servers are, and below which znode a client works (specification, client protocol 6.5).
 *
 * @param servers at least one, as written
 * @param chroot a valid path, or {@code ""} for none
 */
public record ConnectString(List<Server> servers, String chroot) {

    public static final int DEFAULT_PORT = 2181;

    /**
     * A server by name or address.
     *
     * @param host without brackets; resolved at each attempt
     */
    public record Server(String host, int port) {

        @Override
        public String toString() {
            return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * Reads {@code host:port,host:port/chroot}.
     *
     * @throws IllegalArgumentException if it is none; the message says where
     */
    public static ConnectString parse(String text) {
        int slash = text.indexOf('/');
        String chroot = slash < 0 || slash == text.length() - 1 ? "" : text.substring(slash);
        if (!chroot.isEmpty()) {
            String problem = Path.of(chroot).problem();
            if (problem != null) {
                throw refusal(text, "of the chroot " + chroot + ": " + problem);
            }
        }
        List<Server> servers = new ArrayList<>();
        for (String item : (slash < 0 ? text : text.substring(0, slash)).split(",")) {
            if (!item.isBlank()) {
                servers.add(server(item.strip(), text));
            }
        }
        if (servers.isEmpty()) {
            throw refusal(text, "it names no server");
        }
        return new ConnectString(List.copyOf(servers), chroot);
    }

    private static Server server(String item, String text) {
        if (item.startsWith("[")) {
            int bracket = item.indexOf(']');
            if (bracket < 0) {
                throw refusal(text, "a ] is missing in " + item);
            }
            String rest = item.substring(bracket + 1);
            if (!rest.isEmpty() && !rest.startsWith(":")) {
                throw refusal(text, "after the ] of " + item + " there is no :port");
            }
            return new Server(
                    item.substring(1, bracket), rest.isEmpty() ? DEFAULT_PORT : port(rest.substring(1), text));
        }
        int colon = item.lastIndexOf(':');
        if (colon < 0) {
            return new Server(item, DEFAULT_PORT);
        }
        if (colon == 0) {
            throw refusal(text, item + " has no host");
        }
        if (item.indexOf(':') != colon) {
            throw refusal(text, "an IPv6 address stands in brackets, unlike " + item);
        }
        return new Server(item.substring(0, colon), port(item.substring(colon + 1), text));
    }

    private static int port(String digits, String text) {
        try {
            int port = Integer.parseInt(digits);
            if (port >= 1 && port <= 65_535) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Refused below like a number out of range.
        }
        throw refusal(text, "the port " + digits + " is not a number from 1 to 65535");
    }

    private static IllegalArgumentException refusal(String text, String why) {
        return new IllegalArgumentException("The connect string \"" + text + "\" cannot be used: " + why);
    }
}
