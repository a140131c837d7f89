package io.paddock.server.admin;

import io.paddock.server.metrics.Family;
import io.paddock.server.metrics.Metrics;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.stream.Collectors;

/** The word {@code mntr}: all metrics, a line each. */
final class MonitorText {

    /** Whom an observer has that has just lost its leader. */
    private static final long NOBODY = -1;

    private MonitorText() {}

    static String mntr(Mode mode, ServerView server, Metrics metrics) {
        StringBuilder text = head(mode, server);
        metrics.forEach((name, value) -> line(text, name, number(value)));
        return text.toString();
    }

    /** The names and numbers that the Prometheus provider of the original shows (operations, section 10.5). */
    static String prometheus(Mode mode, ServerView server, Metrics metrics) {
        StringBuilder text = head(mode, server);
        for (Family family : metrics.families()) {
            for (Family.Sample sample : family.samples()) {
                String labels = sample.labels().stream().map(Family.Label::text).collect(Collectors.joining(","));
                String name = family.name() + sample.suffix() + (labels.isEmpty() ? "" : "{" + labels + "}");
                line(text, name, Double.toString(sample.value()));
            }
        }
        return text.toString();
    }

    /** What is text: the metrics follow. */
    private static StringBuilder head(Mode mode, ServerView server) {
        StringBuilder text = new StringBuilder();
        line(text, "version", Version.full());
        line(text, "server_state", mode.text());
        if (mode.peerState() != null) {
            line(text, "peer_state", mode.peerState());
        }
        if (mode == Mode.OBSERVER) {
            EnsembleView ensemble = server.ensemble();
            line(text, "observer_master_id", Long.toString(ensemble == null ? NOBODY : ensemble.leader()));
        }
        return text;
    }

    private static void line(StringBuilder text, String name, String value) {
        text.append("zk_").append(name).append('\t').append(value).append('\n');
    }

    /** Integers plain; fractions with one to four decimals, never with an exponent, which scripts do not read. */
    static String number(Number value) {
        if (!(value instanceof Double)) {
            return Long.toString(value.longValue());
        }
        BigDecimal rounded = BigDecimal.valueOf(value.doubleValue()).setScale(4, RoundingMode.HALF_UP);
        BigDecimal shortest = rounded.stripTrailingZeros();
        return (shortest.scale() < 1 ? shortest.setScale(1) : shortest).toPlainString();
    }
}
