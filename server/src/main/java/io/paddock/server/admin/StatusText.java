package io.paddock.server.admin;

import io.paddock.server.metrics.Metric;
import io.paddock.server.metrics.Metrics;

/** The words {@code srvr} and {@code stat}: the state of the server, in the latter with its connections. */
final class StatusText {

    private StatusText() {}

    static String srvr(Mode mode, ServerView server, Metrics metrics) {
        return head(mode) + numbers(mode, server, metrics);
    }

    static String stat(Mode mode, ServerView server, Metrics metrics) {
        StringBuilder text = new StringBuilder(head(mode)).append("Clients:\n");
        for (ConnectionView connection : server.connections()) {
            text.append(connection.brief()).append('\n');
        }
        return text.append('\n').append(numbers(mode, server, metrics)).toString();
    }

    private static String head(Mode mode) {
        String readOnly = mode == Mode.READ_ONLY ? "READ-ONLY mode; serving only read-only clients\n" : "";
        return "Zookeeper version: " + Version.full() + "\n" + readOnly;
    }

    private static String numbers(Mode mode, ServerView server, Metrics metrics) {
        ServerView.StatusView status = server.status();
        Metrics.Latency latency = metrics.latency();
        StringBuilder text = new StringBuilder();
        text.append("Latency min/avg/max: ").append(latency.min());
        text.append('/').append(MonitorText.number(latency.avg()));
        text.append('/').append(latency.max()).append('\n');
        text.append("Received: ")
                .append(metrics.counter(Metric.PACKETS_RECEIVED))
                .append('\n');
        text.append("Sent: ").append(metrics.counter(Metric.PACKETS_SENT)).append('\n');
        text.append("Connections: ").append(status.connections()).append('\n');
        text.append("Outstanding: ").append(status.outstanding()).append('\n');
        text.append("Zxid: 0x").append(Long.toHexString(status.lastZxid())).append('\n');
        text.append("Mode: ").append(mode.text()).append('\n');
        text.append("Node count: ").append(status.nodes()).append('\n');
        if (mode == Mode.LEADER) {
            text.append("Proposal sizes last/min/max: ")
                    .append(server.proposalSizes())
                    .append('\n');
        }
        return text.toString();
    }
}
