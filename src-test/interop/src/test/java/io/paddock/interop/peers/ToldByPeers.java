package io.paddock.interop.peers;

import io.paddock.server.election.Notification;
import io.paddock.server.peerport.PeerEvents;
import io.paddock.server.storage.ReceivedSnapshot;
import io.paddock.server.zab.QuorumPacket;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What a port between servers tells, each kind in a queue of its own. */
final class ToldByPeers implements PeerEvents {

    private static final Duration LIMIT = Duration.ofSeconds(60);

    record Heard(long from, Notification notification) {}

    record Received(long link, QuorumPacket packet, ReceivedSnapshot snapshot) {}

    private final LinkedBlockingQueue<Heard> heard = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Received> received = new LinkedBlockingQueue<>();
    /** Links that were made; -1 for a dial that has failed. */
    private final LinkedBlockingQueue<Long> linked = new LinkedBlockingQueue<>();

    private final LinkedBlockingQueue<String> unlinked = new LinkedBlockingQueue<>();

    Heard awaitHeard(Predicate<Heard> such) throws InterruptedException {
        while (true) {
            Heard next = take(heard, "notification");
            if (such.test(next)) {
                return next;
            }
        }
    }

    /** The newest. Fails if nothing is heard for longer than Apache's servers wait for a better vote. */
    Heard newestHeard() throws InterruptedException {
        Heard newest = heard.poll(400, TimeUnit.MILLISECONDS);
        if (newest == null) {
            throw new AssertionError("nothing was heard");
        }
        for (Heard next = heard.poll(); next != null; next = heard.poll()) {
            newest = next;
        }
        return newest;
    }

    Received awaitPacket() throws InterruptedException {
        return take(received, "packet");
    }

    long awaitLink() throws InterruptedException {
        return take(linked, "link");
    }

    private <T> T take(LinkedBlockingQueue<T> queue, String what) throws InterruptedException {
        T next = queue.poll(LIMIT.toMillis(), TimeUnit.MILLISECONDS);
        if (next == null) {
            throw new AssertionError("no " + what + " within " + LIMIT + "; links have ended: " + unlinked);
        }
        return next;
    }

    @Override
    public void onNotification(long from, Notification notification) {
        heard.add(new Heard(from, notification));
    }

    @Override
    public void onReachable(long sid, boolean reachable) {}

    @Override
    public void onLinked(long link, long dialled) {
        linked.add(link);
    }

    @Override
    public void onDialFailed() {
        linked.add(-1L);
    }

    @Override
    public void onUnlinked(long link, String why) {
        unlinked.add(why);
    }

    @Override
    public void onPacket(long link, QuorumPacket packet, ReceivedSnapshot snapshot) {
        received.add(new Received(link, packet, snapshot));
    }
}
