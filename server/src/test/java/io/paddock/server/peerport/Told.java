package io.paddock.server.peerport;

import io.paddock.server.election.Notification;
import io.paddock.server.storage.ReceivedSnapshot;
import io.paddock.server.zab.QuorumPacket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

/** What a {@link PeerPort} has told, in order. Any thread may look and wait. */
final class Told implements PeerEvents {

    sealed interface Event {}

    record Heard(long from, Notification notification) implements Event {}

    record Reachable(long sid, boolean reachable) implements Event {}

    record Linked(long link, long dialled) implements Event {}

    record DialFailed() implements Event {}

    record Unlinked(long link, String why) implements Event {}

    record PartMoved(long link) implements Event {}

    record Packet(long link, QuorumPacket packet, ReceivedSnapshot snapshot) implements Event {}

    private static final long LIMIT_NANOS = TimeUnit.SECONDS.toNanos(20);

    private final List<Event> events = new ArrayList<>();
    /** How many events there were when a burst of packets last ended. */
    private int endOfBurst;

    private synchronized void add(Event event) {
        events.add(event);
        notifyAll();
    }

    synchronized List<Event> events() {
        return List.copyOf(events);
    }

    /** Waits until a burst has ended behind that many events. */
    synchronized void awaitEndOfBurst(int behind) throws InterruptedException {
        long startNanos = System.nanoTime();
        while (endOfBurst < behind) {
            long leftMs = TimeUnit.NANOSECONDS.toMillis(LIMIT_NANOS - (System.nanoTime() - startNanos));
            if (leftMs <= 0) {
                throw new AssertionError("no burst has ended behind event " + behind + " of " + events.size());
            }
            wait(leftMs);
        }
    }

    <T extends Event> List<T> all(Class<T> type) {
        return events().stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Waits for it. */
    <T extends Event> T await(Class<T> type, Predicate<T> such) {
        return await(1, type, such);
    }

    /** Waits for the n-th. */
    synchronized <T extends Event> T await(int n, Class<T> type, Predicate<T> such) {
        long startNanos = System.nanoTime();
        int found = 0;
        for (int i = 0; ; ) {
            while (i < events.size()) {
                Event event = events.get(i++);
                if (type.isInstance(event) && such.test(type.cast(event)) && ++found == n) {
                    return type.cast(event);
                }
            }
            long leftMs = TimeUnit.NANOSECONDS.toMillis(LIMIT_NANOS - (System.nanoTime() - startNanos));
            if (leftMs <= 0) {
                throw new AssertionError(
                        "no such " + type.getSimpleName() + " among " + events.subList(0, Math.min(20, events.size())));
            }
            try {
                wait(leftMs);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    Heard awaitHeard(long from, Predicate<Notification> such) {
        return await(Heard.class, heard -> heard.from == from && such.test(heard.notification));
    }

    void awaitReachable(long sid, boolean reachable) {
        await(Reachable.class, told -> told.equals(new Reachable(sid, reachable)));
    }

    @Override
    public void onNotification(long from, Notification notification) {
        add(new Heard(from, notification));
    }

    @Override
    public void onReachable(long sid, boolean reachable) {
        add(new Reachable(sid, reachable));
    }

    @Override
    public void onLinked(long link, long dialled) {
        add(new Linked(link, dialled));
    }

    @Override
    public void onDialFailed() {
        add(new DialFailed());
    }

    @Override
    public void onUnlinked(long link, String why) {
        add(new Unlinked(link, why));
    }

    @Override
    public void onPartMoved(long link) {
        add(new PartMoved(link));
    }

    @Override
    public void onPacket(long link, QuorumPacket packet, ReceivedSnapshot snapshot) {
        add(new Packet(link, packet, snapshot));
    }

    @Override
    public synchronized void onBurstEnd() {
        endOfBurst = events.size();
        notifyAll();
    }
}
