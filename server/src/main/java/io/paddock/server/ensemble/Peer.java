package io.paddock.server.ensemble;

import java.util.List;

/**
 * One peer as the configuration describes it. Hosts stay as written, nothing is resolved.
 *
 * @param sid the number in its {@code myid} file
 * @param addresses for other peers, at least one
 * @param voter false for an observer
 * @param client where clients connect; null if the configuration of the ensemble does not say
 */
public record Peer(long sid, List<Address> addresses, boolean voter, ClientAddress client) {

    /** Where other peers connect: the quorum port is open while the peer leads, the election port always. */
    public record Address(String host, int quorumPort, int electionPort) {}

    public record ClientAddress(String host, int port) {}

    public Peer {
        addresses = List.copyOf(addresses);
    }
}
