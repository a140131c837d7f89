package io.paddock.server.clientport;

/**
 * @param frameBytesMax the longest frame that is taken ({@code jute.maxbuffer})
 * @param sessionlessMs a connection that has sent nothing for so long is closed
 * @param connectionsPerAddressMax 0 = no limit
 * @param connectionsMax 0 = no limit
 * @param backlog of the listening socket; -1 = the platform's
 * @param ioThreads event loops
 */
public record ClientPortOptions(
        int frameBytesMax,
        int sessionlessMs,
        int connectionsPerAddressMax,
        int connectionsMax,
        int backlog,
        int ioThreads,
        boolean keepAlive) {}
