package io.paddock.server.runtime;

import io.paddock.server.election.Notification;
import io.paddock.server.peerport.PeerEvents;
import io.paddock.server.replica.PeerReplica;
import io.paddock.server.storage.ReceivedSnapshot;
import io.paddock.server.tree.Tree;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.QuorumPacket;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * What the peer port tells, between two steps of the replica thread: it is posted, for the next one, with all the packets that
 * were found together as one entry.
 *
 * <p>Owned by the replica thread, which drives the peer port.
 */
final class LinkEvents implements PeerEvents {

    private final ReplicaThread replicaThread;
    private final RoleTimes times;
    private final Supplier<PeerReplica> replica;

    /** Trees that were received, by link, until they are saved. */
    private final Map<Long, Tree> received = new HashMap<>();

    /** Links that were dialled and have not ended. A dial that was given up may still bring one beside the one in use. */
    private final Set<Long> dialledLinks = new HashSet<>();

    /** Packets, and what was told behind them, since the port began to look at its connections. */
    private List<Runnable> burst = new ArrayList<>();

    /** @param replica asked for when something is told to it */
    LinkEvents(ReplicaThread replicaThread, RoleTimes times, Supplier<PeerReplica> replica) {
        this.replicaThread = replicaThread;
        this.times = times;
        this.replica = replica;
    }

    /** The tree that came over that link, which is kept here no longer. */
    Tree takeReceived(long link) {
        return received.remove(link);
    }

    @Override
    public void onNotification(long from, Notification notification) {
        tell(() -> replica.get().onNotification(from, notification));
    }

    @Override
    public void onReachable(long peer, boolean reachable) {
        tell(() -> replica.get().onReachable(peer, reachable));
    }

    @Override
    public void onLinked(long link, long dialled) {
        tell(() -> {
            if (dialled != EnsembleRole.INBOUND) {
                dialledLinks.add(link);
            }
            replica.get().onLinked(link, dialled);
        });
    }

    @Override
    public void onDialFailed() {
        tell(() -> replica.get().onDialFailed());
    }

    @Override
    public void onUnlinked(long link, String why) {
        tell(() -> {
            discard(link);
            replica.get().onUnlinked(link, why);
        });
    }

    @Override
    public void onPartMoved(long link) {
        tell(() -> replica.get().onPartMoved(link));
    }

    @Override
    public void onPacket(long link, QuorumPacket packet, ReceivedSnapshot snapshot) {
        burst.add(() -> {
            if (snapshot != null && !dialledLinks.contains(link)) {
                return; // The link was ended while it was on its way.
            } else if (snapshot != null) {
                received.put(link, snapshot.tree());
            }
            times.received(packet);
            replica.get().onPacket(link, packet);
        });
    }

    /** One entry, however many they are: all of it is done in the next step, before more is read. */
    @Override
    public void onBurstEnd() {
        if (!burst.isEmpty()) {
            List<Runnable> events = burst;
            burst = new ArrayList<>();
            replicaThread.post(() -> events.forEach(Runnable::run));
        }
    }

    /** Behind the packets that came before. */
    void tell(Runnable event) {
        if (burst.isEmpty()) {
            replicaThread.post(event);
        } else {
            burst.add(event);
        }
    }

    /** The link has ended, here or there: what is still on its way over it is nobody's. */
    void discard(long link) {
        dialledLinks.remove(link);
        received.remove(link);
    }
}
