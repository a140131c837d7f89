package io.paddock.server.metrics;

import io.paddock.server.metrics.Family.Label;
import io.paddock.server.metrics.Family.Sample;
import java.util.List;
import java.util.Set;

/** Families in the text format of Prometheus, version 0.0.4. */
public final class PrometheusText {

    public static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private PrometheusText() {}

    /** @param names of the families or samples that are wanted; empty: all */
    public static String of(List<Family> families, Set<String> names) {
        StringBuilder text = new StringBuilder(1 << 15);
        for (Family family : families) {
            boolean whole = names.isEmpty() || names.contains(family.name());
            List<Sample> wanted = family.samples().stream()
                    .filter(sample -> whole || names.contains(family.name() + sample.suffix()))
                    .toList();
            if (whole || !wanted.isEmpty()) {
                append(text, family, wanted);
            }
        }
        return text.toString();
    }

    private static void append(StringBuilder text, Family family, List<Sample> samples) {
        String name = family.name();
        text.append("# HELP ").append(name).append(' ').append(name).append('\n');
        text.append("# TYPE ").append(name).append(' ').append(family.type()).append('\n');
        for (Sample sample : samples) {
            text.append(name).append(sample.suffix());
            if (!sample.labels().isEmpty()) {
                text.append('{');
                for (Label label : sample.labels()) {
                    text.append(label.text()).append(',');
                }
                text.append('}');
            }
            text.append(' ').append(sample.value()).append('\n');
        }
    }
}
