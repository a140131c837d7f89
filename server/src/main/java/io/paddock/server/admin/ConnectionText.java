package io.paddock.server.admin;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** The words {@code cons} and {@code dump}: connections, sessions, and when they end. */
final class ConnectionText {

    private ConnectionText() {}

    static String cons(List<ConnectionView> connections) {
        StringBuilder text = new StringBuilder();
        for (ConnectionView connection : connections) {
            text.append(connection.full()).append('\n');
        }
        return text.append('\n').toString();
    }

    static String dump(ServerView server, int tickMs) {
        Buckets sessions = new Buckets(tickMs);
        for (ServerView.SessionView session : server.sessions()) {
            sessions.add(session.expiresAtMs(), "0x" + Long.toHexString(session.id()));
        }
        Buckets connections = new Buckets(tickMs);
        for (ConnectionView connection : server.connections()) {
            long sessionId =
                    connection.session() == null ? 0 : connection.session().id();
            String line = "ip: " + connection.remoteText() + " sessionId: 0x" + Long.toHexString(sessionId);
            connections.add(connection.expiresAtMs(), line);
        }
        return "SessionTracker dump:\n" + sessions.text("Session Sets") + "ephemeral nodes dump:\n"
                + ephemerals(server.ephemerals()) + "Connections dump:\n" + connections.text("Connections Sets");
    }

    private static String ephemerals(Map<Long, ? extends Collection<String>> bySession) {
        StringBuilder text = new StringBuilder("Sessions with Ephemerals (" + bySession.size() + "):\n");
        bySession.forEach((session, paths) -> {
            text.append("0x").append(Long.toHexString(session)).append(":\n");
            paths.forEach(path -> text.append('\t').append(path).append('\n'));
        });
        return text.toString();
    }

    /** Things that end, by the tick in which they do. */
    private static final class Buckets {

        private final int tickMs;
        private final SortedMap<Long, List<String>> linesByEndMs = new TreeMap<>();
        private int size;

        Buckets(int tickMs) {
            this.tickMs = tickMs;
        }

        void add(long endMs, String line) {
            long tickEndMs = Math.floorDiv(endMs + tickMs - 1, tickMs) * tickMs;
            linesByEndMs.computeIfAbsent(tickEndMs, absent -> new ArrayList<>()).add(line);
            size++;
        }

        String text(String title) {
            StringBuilder text = new StringBuilder(title);
            text.append(" (")
                    .append(linesByEndMs.size())
                    .append(")/(")
                    .append(size)
                    .append("):\n");
            linesByEndMs.forEach((endMs, lines) -> {
                text.append(lines.size())
                        .append(" expire at ")
                        .append(new Date(endMs))
                        .append(":\n");
                lines.forEach(line -> text.append('\t').append(line).append('\n'));
            });
            return text.toString();
        }
    }
}
