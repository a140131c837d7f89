package io.paddock.server.tree;

import java.nio.charset.StandardCharsets;

/**
 * The limits of a quota, as the data of its {@code zookeeper_limits} say (server semantics, section 7): {@code key=value}
 * pairs between commas or semicolons, of which the first value behind each key counts. What is missing or empty is no
 * limit. Whoever may write there writes what he likes: text that does not parse is no limit at all.
 */
record QuotaLimits(long count, long bytes, long countHard, long bytesHard) {

    static final QuotaLimits NONE = new QuotaLimits(Quota.UNLIMITED, Quota.UNLIMITED, Quota.UNLIMITED, Quota.UNLIMITED);

    static QuotaLimits parse(byte[] text, int from, int length) {
        try {
            return parse(new String(text, from, length, StandardCharsets.UTF_8));
        } catch (NumberFormatException e) {
            return NONE;
        }
    }

    private static QuotaLimits parse(String text) {
        QuotaLimits limits = NONE;
        for (String pair : text.split("[,;]")) {
            String[] parts = pair.split("=");
            if (parts.length > 1 && !parts[1].isEmpty()) {
                limits = limits.with(parts[0], Long.parseLong(parts[1]));
            }
        }
        return limits;
    }

    private QuotaLimits with(String key, long value) {
        return switch (key) {
            case "count" -> new QuotaLimits(value, bytes, countHard, bytesHard);
            case "bytes" -> new QuotaLimits(count, value, countHard, bytesHard);
            case "countHardLimit" -> new QuotaLimits(count, bytes, value, bytesHard);
            case "byteHardLimit" -> new QuotaLimits(count, bytes, countHard, value);
            default -> this;
        };
    }
}
