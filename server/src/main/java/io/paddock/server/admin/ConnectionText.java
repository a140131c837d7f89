package io.paddock.server.admin;

import io.paddock.server.config.ServerConfig;
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

    /** A learner knows which sessions there are; when they end is known to who decides it. */
    static String dump(Mode mode, ServerView server, ServerConfig config) {
        boolean learner = mode == Mode.FOLLOWER || mode == Mode.OBSERVER;
        String sessions = learner
                ? globalSessions(server.globalSessions())
                : sessions(server.sessions(), config.sessions().tickMs());
        return "SessionTracker dump:\n" + sessions + "ephemeral nodes dump:\n" + ephemerals(server.ephemerals())
                + "Connections dump:\n"
                + connections(server.connections(), config.limits().sessionlessMsMax());
    }

    private static String globalSessions(SortedMap<Long, Integer> timeouts) {
        StringBuilder text = new StringBuilder("Global Sessions(" + timeouts.size() + "):\n");
        timeouts.forEach((id, timeoutMs) -> text.append("0x")
                .append(Long.toHexString(id))
                .append('\t')
                .append(timeoutMs)
                .append("ms\n"));
        return text.toString();
    }

    private static String sessions(List<ServerView.SessionView> all, int tickMs) {
        Buckets sessions = new Buckets(tickMs);
        for (ServerView.SessionView session : all) {
            sessions.add(session.expiresAtMs(), "0x" + Long.toHexString(session.id()));
        }
        return sessions.text("Session Sets");
    }

    /** In steps of what a connection may last without a session, as the original looks at them. */
    private static String connections(List<ConnectionView> all, int sessionlessMs) {
        Buckets connections = new Buckets(Math.max(1, sessionlessMs));
        for (ConnectionView connection : all) {
            long sessionId =
                    connection.session() == null ? 0 : connection.session().id();
            String line = "ip: " + connection.remoteText() + " sessionId: 0x" + Long.toHexString(sessionId);
            connections.add(connection.expiresAtMs(), line);
        }
        return connections.text("Connections Sets");
    }

    private static String ephemerals(Map<Long, ? extends Collection<String>> bySession) {
        StringBuilder text = new StringBuilder("Sessions with Ephemerals (" + bySession.size() + "):\n");
        bySession.forEach((session, paths) -> {
            text.append("0x").append(Long.toHexString(session)).append(":\n");
            paths.forEach(path -> text.append('\t').append(path).append('\n'));
        });
        return text.toString();
    }

    /** Things that end, by the step of time in which they do. */
    private static final class Buckets {

        private final int stepMs;
        private final SortedMap<Long, List<String>> linesByEndMs = new TreeMap<>();
        private int size;

        Buckets(int stepMs) {
            this.stepMs = stepMs;
        }

        void add(long endMs, String line) {
            long stepEndMs = Math.floorDiv(endMs + stepMs - 1, stepMs) * stepMs;
            linesByEndMs.computeIfAbsent(stepEndMs, absent -> new ArrayList<>()).add(line);
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
