package io.paddock.server.admin;

import io.paddock.server.metrics.Metrics;
import java.math.BigDecimal;
import java.math.RoundingMode;

/** The word {@code mntr}: all metrics, a line each. */
final class MonitorText {

    private MonitorText() {}

    static String mntr(Mode mode, Metrics metrics) {
        StringBuilder text = new StringBuilder();
        line(text, "version", Version.full());
        line(text, "server_state", mode.text());
        metrics.forEach((name, value) -> line(text, name, number(value)));
        return text.toString();
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
