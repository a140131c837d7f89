package io.paddock.server.config;

/**
 * How much clients may take (server semantics, section 12). Zero or less means no limit where that is said.
 *
 * @param connectionsPerAddressMax per client address; zero or less: no limit
 * @param connectionsMax per port; 0: no limit
 * @param recordBytesMax longest request
 * @param recordExtraBytesMax what the server itself may add to a record that it reads back
 * @param outstandingRequestsMax unanswered requests before the server stops reading
 * @param largeRequestBytes length from which a request is large; -1: none is
 * @param largeRequestsBytesMax sum of the large requests in work
 * @param sessionlessMsMax how long a connection may exist without a session
 */
public record LimitConfig(
        int connectionsPerAddressMax,
        int connectionsMax,
        int recordBytesMax,
        int recordExtraBytesMax,
        int outstandingRequestsMax,
        int largeRequestBytes,
        long largeRequestsBytesMax,
        int sessionlessMsMax) {

    static LimitConfig read(Settings settings) {
        int recordBytesMax = settings.int32(Keys.JUTE_MAXBUFFER);
        return new LimitConfig(
                settings.int32(Keys.MAX_CLIENT_CNXNS),
                connectionsMax(settings),
                recordBytesMax,
                settings.int32(Keys.JUTE_EXTRASIZE, recordBytesMax),
                settings.int32(Keys.OUTSTANDING_LIMIT),
                settings.int32(Keys.LARGE_REQUEST_THRESHOLD),
                largeRequestsBytesMax(settings),
                settings.int32(Keys.SESSIONLESS_TIMEOUT));
    }

    private static int connectionsMax(Settings settings) {
        int connections = settings.int32(Keys.MAX_CNXNS);
        if (connections < 0) {
            settings.warn(settings.find(Keys.MAX_CNXNS), "maxCnxns is negative; no limit is set", "0 or more");
        }
        return Math.max(0, connections);
    }

    private static long largeRequestsBytesMax(Settings settings) {
        long bytes = settings.int64(Keys.LARGE_REQUEST_BYTES);
        if (bytes > 0) {
            return bytes;
        }
        String fallback = Keys.LARGE_REQUEST_BYTES.fallback();
        settings.warn(
                settings.find(Keys.LARGE_REQUEST_BYTES),
                "largeRequestMaxBytes must be positive; the default " + fallback + " is used",
                "bytes, 1 or more");
        return Long.parseLong(fallback);
    }
}
