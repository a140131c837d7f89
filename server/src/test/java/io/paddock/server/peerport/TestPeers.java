package io.paddock.server.peerport;

import io.paddock.server.election.Notification;
import io.paddock.server.election.PeerState;
import io.paddock.server.election.Vote;
import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.Peer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/** Peer ports of one ensemble on free ports of the loopback address. Owned by the test, which closes it. */
final class TestPeers implements AutoCloseable {

    static final String LOOPBACK = "127.0.0.1";

    private final Map<Long, Peer> peers = new LinkedHashMap<>();
    private final List<PeerPort> open = new ArrayList<>();
    private final AtomicLong lateMs = new AtomicLong();
    private int identifyMsMax = 20_000;
    private int cnxTimeoutMs = PeerPortOptions.CNX_TIMEOUT_MS;
    private boolean listenOnAllIps;
    private long outboundBytesMax = 64 << 20;
    private long catchUpBytesMax;

    TestPeers(long... sids) {
        for (long sid : sids) {
            at(sid, freePort(), freePort());
        }
    }

    /** Where that peer is. */
    TestPeers at(long sid, int quorumPort, int electionPort) {
        Peer.Address address = new Peer.Address(LOOPBACK, quorumPort, electionPort);
        peers.put(sid, new Peer(sid, List.of(address), true, null));
        return this;
    }

    /** Another address of that peer. */
    TestPeers alsoAt(long sid, int quorumPort, int electionPort) {
        List<Peer.Address> addresses = new ArrayList<>(peers.get(sid).addresses());
        addresses.add(new Peer.Address(LOOPBACK, quorumPort, electionPort));
        peers.put(sid, new Peer(sid, addresses, true, null));
        return this;
    }

    /** The same ports at another host. */
    TestPeers named(long sid, String host) {
        Peer.Address address = new Peer.Address(host, quorumPort(sid), electionPort(sid));
        peers.put(sid, new Peer(sid, List.of(address), true, null));
        return this;
    }

    TestPeers identifyMsMax(int newIdentifyMsMax) {
        identifyMsMax = newIdentifyMsMax;
        return this;
    }

    TestPeers cnxTimeoutMs(int newCnxTimeoutMs) {
        cnxTimeoutMs = newCnxTimeoutMs;
        return this;
    }

    TestPeers listenOnAllIps() {
        listenOnAllIps = true;
        return this;
    }

    TestPeers outboundBytesMax(long newOutboundBytesMax) {
        outboundBytesMax = newOutboundBytesMax;
        return this;
    }

    TestPeers catchUpBytesMax(long newCatchUpBytesMax) {
        catchUpBytesMax = newCatchUpBytesMax;
        return this;
    }

    /** It is later by so much, for what the election ports judge by the clock. */
    void pass(long ms) {
        lateMs.addAndGet(ms);
    }

    int electionPort(long sid) {
        return peers.get(sid).addresses().get(0).electionPort();
    }

    int quorumPort(long sid) {
        return peers.get(sid).addresses().get(0).quorumPort();
    }

    /** A port that only dials. */
    PeerPort prepared(long sid, PeerEvents events) {
        PeerPort port = new PeerPort(
                new PeerPortOptions(
                        sid,
                        Ensemble.majority(0, peers.values()),
                        2_000,
                        10,
                        5,
                        cnxTimeoutMs,
                        listenOnAllIps,
                        false,
                        PeerPortOptions.PACKET_BYTES_MAX,
                        identifyMsMax,
                        1,
                        outboundBytesMax,
                        catchUpBytesMax),
                PeerLoop.drivenBy("peers of " + sid),
                events,
                () -> TimeUnit.NANOSECONDS.toMillis(System.nanoTime()) + lateMs.get());
        open.add(port);
        return port;
    }

    PeerPort started(long sid, PeerEvents events) {
        PeerPort port = prepared(sid, events);
        try {
            port.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return port;
    }

    static Notification looking(long leader, long round) {
        return Notification.of(PeerState.LOOKING, new Vote(leader, 0, 0), round, "version=0");
    }

    /** Not one of those that the system gives to connections: it is bound a moment later. */
    static int freePort() {
        Random random = new Random();
        while (true) {
            int port = 11_000 + random.nextInt(20_000);
            try (ServerSocket probe = new ServerSocket(port, 1, InetAddress.getByName(LOOPBACK))) {
                return probe.getLocalPort();
            } catch (BindException taken) {
                // Another one.
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    @Override
    public void close() {
        open.forEach(PeerPort::close);
    }
}
