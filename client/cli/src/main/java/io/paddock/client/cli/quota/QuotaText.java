package io.paddock.client.cli.quota;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * Limits or usage as a quota znode holds them: {@code count=5,bytes=-1=;byteHardLimit=-1;countHardLimit=-1}. The odd {@code
 * =;} is part of the format. Immutable.
 *
 * @param count znodes, -1 for no limit
 * @param bytes -1 for no limit
 * @param hard what is there besides: the hard limits; empty for usage
 */
record QuotaText(long count, long bytes, Map<String, Long> hard) {

    static final String COUNT_HARD = "countHardLimit";
    static final String BYTES_HARD = "byteHardLimit";

    static final QuotaText NO_LIMITS = new QuotaText(-1, -1, new TreeMap<>(Map.of(COUNT_HARD, -1L, BYTES_HARD, -1L)));

    /** @throws NumberFormatException if it is none */
    static QuotaText parse(byte[] data) {
        long count = -1;
        long bytes = -1;
        Map<String, Long> others = new TreeMap<>();
        String text = data == null ? "" : new String(data, StandardCharsets.UTF_8);
        for (String field : text.split("[,;]")) {
            String[] parts = field.split("=");
            if (parts.length < 2) {
                throw new NumberFormatException("\"" + field + "\" is no part of a quota");
            }
            long value = Long.parseLong(parts[1]);
            switch (parts[0]) {
                case "count" -> count = value;
                case "bytes" -> bytes = value;
                default -> others.put(parts[0], value);
            }
        }
        return new QuotaText(count, bytes, others);
    }

    QuotaText withCount(long limit) {
        return new QuotaText(limit, bytes, hard);
    }

    QuotaText withBytes(long limit) {
        return new QuotaText(count, limit, hard);
    }

    QuotaText withHard(String name, long limit) {
        Map<String, Long> more = new TreeMap<>(hard);
        more.put(name, limit);
        return new QuotaText(count, bytes, more);
    }

    /** One option of {@code setquota}: {@code n}, {@code b}, {@code N} or {@code B}. */
    QuotaText with(String option, long limit) {
        return switch (option) {
            case "n" -> withCount(limit);
            case "b" -> withBytes(limit);
            case "N" -> withHard(COUNT_HARD, limit);
            default -> withHard(BYTES_HARD, limit);
        };
    }

    byte[] encoded() {
        return toString().getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder("count=" + count + ",bytes=" + bytes);
        if (!hard.isEmpty()) {
            text.append('=');
            hard.forEach(
                    (name, value) -> text.append(';').append(name).append('=').append(value));
        }
        return text.toString();
    }
}
