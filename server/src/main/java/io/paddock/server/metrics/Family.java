package io.paddock.server.metrics;

import java.util.List;

/**
 * One metric as Prometheus knows it: a name, a type and samples.
 *
 * @param type {@code gauge}, {@code counter} or {@code summary}
 */
public record Family(String name, String type, List<Sample> samples) {

    /**
     * @param suffix behind the name of the family; empty for most
     * @param value NaN if nothing was measured
     */
    public record Sample(String suffix, List<Label> labels, double value) {}

    public record Label(String name, String value) {

        /** {@code name="value"}, with what would end the value escaped. */
        public String text() {
            String escaped = value.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
            return name + "=\"" + escaped + "\"";
        }
    }

    static Family gauge(String name, double value) {
        return new Family(name, "gauge", List.of(new Sample("", List.of(), value)));
    }

    static Family counter(String name, double value) {
        return new Family(name, "counter", List.of(new Sample("", List.of(), value)));
    }
}
