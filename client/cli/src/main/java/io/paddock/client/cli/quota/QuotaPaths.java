package io.paddock.client.cli.quota;

/** Where the quota of a path is kept. */
final class QuotaPaths {

    static final String ROOT = "/zookeeper/quota";
    private static final String LIMITS = "/zookeeper_limits";
    private static final String USAGE = "/zookeeper_stats";

    private QuotaPaths() {}

    static String folder(String path) {
        return ROOT + path;
    }

    static String limits(String path) {
        return folder(path) + LIMITS;
    }

    static String usage(String path) {
        return folder(path) + USAGE;
    }
}
