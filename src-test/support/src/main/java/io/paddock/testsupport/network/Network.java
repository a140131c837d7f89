package io.paddock.testsupport.network;

import java.io.IOException;

/** Where the servers of an ensemble find each other, and where clients find them. Sids count from 1. */
public interface Network {

    /** All servers beside each other on this machine. */
    Network LOOPBACK = (at, peer, quorumPort, electionPort) -> "127.0.0.1:" + quorumPort + ":" + electionPort;

    /** What stands in the configuration of the server {@code at} behind {@code server.<peer>=}, without a role. */
    String line(long at, long peer, int quorumPort, int electionPort) throws IOException;

    /** The address at which the server waits for clients. Clients always reach it. */
    default String clientHost(long sid) {
        return "127.0.0.1";
    }

    /** A command in front of the server's command line; empty for none. */
    default String[] command(long sid) {
        return new String[0];
    }
}
