package io.paddock.simulation;

import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.election.Notification;
import io.paddock.server.zab.QuorumPacket;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What lies between the peers. Notifications are single messages of which the last one counts; a link is ordered and loses
 * only a suffix, at its end. Everything passes as bytes.
 */
final class SimNetwork {

    private static final long DIAL_TIMEOUT_MS = 300;
    /** More than this on one way at once means that somebody does not stop to send. */
    private static final int UNDERWAY_MAX = 5_000;

    /** From one peer to another. */
    private record Way(long from, long to) implements Comparable<Way> {
        @Override
        public int compareTo(Way other) {
            return from != other.from ? Long.compare(from, other.from) : Long.compare(to, other.to);
        }
    }

    /** @param stream that follows a SNAP packet; else null */
    private record Parcel(byte[] bytes, SimSnapshot stream) {}

    /** One direction of a link. */
    private final class Pipe {
        private final Link link;
        private final long from;
        private final long to;
        private final ArrayDeque<Parcel> underway = new ArrayDeque<>();
        private long lastArrivalMs;

        Pipe(Link link, long from, long to) {
            this.link = link;
            this.from = from;
            this.to = to;
        }

        void send(Parcel parcel) {
            underway.add(parcel);
            if (underway.size() > UNDERWAY_MAX) {
                throw new Broken("L8", underway.size() + " packets are on the way from " + from + " to " + to);
            }
            count(from, to);
            schedule();
        }

        private void schedule() {
            lastArrivalMs = Math.max(lastArrivalMs, agenda.nowMs() + delayMs());
            agenda.at(lastArrivalMs, this::arrive);
        }

        private void arrive() {
            if (underway.isEmpty() || link.broken) {
                return;
            }
            if (isCut(from, to)) {
                lastArrivalMs = agenda.nowMs() + 20;
                agenda.at(lastArrivalMs, this::arrive);
                return;
            }
            Parcel parcel = underway.remove();
            peers.get(to).receive(link.number, QuorumPacket.read(new WireInput(parcel.bytes)), parcel.stream);
        }
    }

    /** A connection to a quorum port. */
    private final class Link {
        private final long number;
        private final Pipe there;
        private final Pipe back;
        private boolean broken;

        Link(long number, long dialler, long acceptor) {
            this.number = number;
            this.there = new Pipe(this, dialler, acceptor);
            this.back = new Pipe(this, acceptor, dialler);
        }

        Pipe from(long sid) {
            return there.from == sid ? there : back;
        }
    }

    private final Agenda agenda;
    private final Luck luck;
    private final TreeMap<Long, Party> peers;
    private final TreeMap<Long, Link> links = new TreeMap<>();
    private final TreeSet<Way> cut = new TreeSet<>();
    private final TreeSet<Way> blocked = new TreeSet<>();
    private final TreeMap<Way, Long> lastNotificationMs = new TreeMap<>();
    /** What was said last on each way. */
    private final TreeMap<Way, byte[]> lastNotifications = new TreeMap<>();

    private final TreeMap<Way, Integer> sent = new TreeMap<>();
    private double halfOpen;
    private double stale;
    private long delayMsMax = 4;
    private long lastLink;

    SimNetwork(Agenda agenda, Luck luck, TreeMap<Long, Party> peers) {
        this.agenda = agenda;
        this.luck = luck;
        this.peers = peers;
    }

    void faults(double newHalfOpen, double newStale, long newDelayMsMax) {
        halfOpen = newHalfOpen;
        stale = newStale;
        delayMsMax = newDelayMsMax;
    }

    private long delayMs() {
        return luck.between(0, delayMsMax);
    }

    /** How many packets and notifications each has sent to each since this was asked last. */
    Map<String, Integer> takeCounts() {
        Map<String, Integer> taken = new TreeMap<>();
        sent.forEach((way, count) -> taken.put(way.from + " to " + way.to, count));
        sent.clear();
        return taken;
    }

    private void count(long from, long to) {
        sent.merge(new Way(from, to), 1, Integer::sum);
    }

    /** Somebody takes the place of the peer with that sid. */
    void replace(long sid, Party by) {
        peers.put(sid, by);
    }

    /** Who is at the other end; null if the link is broken. */
    Party otherEnd(long from, long number) {
        Link link = links.get(number);
        return link == null || link.broken ? null : peers.get(link.from(from).to);
    }

    // Partitions.

    void cut(long from, long to) {
        cut.add(new Way(from, to));
    }

    /** The quorum port of one cannot be reached by the other, while its election port can. */
    void block(long from, long to) {
        blocked.add(new Way(from, to));
    }

    void mend() {
        cut.clear();
        blocked.clear();
    }

    boolean isCut(long from, long to) {
        return cut.contains(new Way(from, to));
    }

    // The election port.

    void notify(long from, long to, Notification notification) {
        count(from, to);
        Way way = new Way(from, to);
        byte[] bytes = notification.toBytes();
        lastNotifications.put(way, bytes);
        send(way, bytes, true);
    }

    private void send(Way way, byte[] bytes, boolean mayComeLater) {
        long atMs = Math.max(lastNotificationMs.getOrDefault(way, 0L), agenda.nowMs() + delayMs());
        lastNotificationMs.put(way, atMs);
        agenda.at(atMs, () -> deliver(way, bytes, mayComeLater));
    }

    /** A process has begun: new connections to it may begin with what was said last, however long ago that was. */
    void begun(long sid) {
        for (Map.Entry<Way, byte[]> said : lastNotifications.entrySet()) {
            Way way = said.getKey();
            if (way.to == sid
                    && stale > 0
                    && luck.chance(stale)
                    && peers.get(way.from).isUp()) {
                send(way, said.getValue(), false);
            }
        }
    }

    private void deliver(Way way, byte[] bytes, boolean mayComeLater) {
        if (isCut(way.from, way.to) || isCut(way.to, way.from)) {
            if (mayComeLater && luck.chance(stale)) {
                agenda.after(luck.between(100, 5_000), () -> deliver(way, bytes, false));
            }
            return;
        }
        Party to = peers.get(way.to);
        if (to.isUp()) {
            to.hear(way.from, Notification.read(bytes));
        } else {
            peers.get(way.from).reachable(way.to, false);
        }
    }

    // The quorum port.

    void dial(long from, long to) {
        agenda.after(delayMs(), () -> {
            Party acceptor = peers.get(to);
            if (isCut(from, to) || isCut(to, from) || blocked.contains(new Way(from, to))) {
                agenda.after(DIAL_TIMEOUT_MS, () -> peers.get(from).dialFailed());
            } else if (!acceptor.listens()) {
                agenda.after(delayMs(), () -> peers.get(from).dialFailed());
            } else {
                Link link = new Link(++lastLink, from, to);
                links.put(link.number, link);
                acceptor.linked(link.number, -1);
                peers.get(from).linked(link.number, to);
            }
        });
    }

    void send(long from, long number, QuorumPacket packet, SimSnapshot stream) {
        Link link = links.get(number);
        if (link == null || link.broken) {
            // The other end is gone: its machine answers so, if it can be reached.
            agenda.after(delayMs() + 1, () -> peers.get(from).unlinked(number, "connection reset"));
            return;
        }
        WireOutput out = new WireOutput();
        packet.write(out);
        link.from(from).send(new Parcel(out.toByteArray(), stream));
    }

    /** One end closes. What it has sent before still arrives, and then the other end learns of it. */
    void close(long by, long number) {
        Link link = links.get(number);
        if (link != null && !link.broken) {
            long other = link.from(by).to;
            long atMs = Math.max(link.from(by).lastArrivalMs, agenda.nowMs() + delayMs());
            agenda.at(atMs, () -> end(link, other, isCut(by, other)));
        }
    }

    private void end(Link link, long survivor, boolean unnoticed) {
        link.broken = true;
        links.remove(link.number);
        if (!unnoticed) {
            peers.get(survivor).unlinked(link.number, "closed by the other end");
        }
    }

    /** A machine or process is gone. */
    void gone(long sid, boolean noticed) {
        lastNotifications.keySet().removeIf(way -> way.from == sid);
        for (Link link : List.copyOf(links.values())) {
            if (link.there.from == sid || link.there.to == sid) {
                long other = link.from(sid).to;
                link.broken = true;
                links.remove(link.number);
                if (noticed) {
                    agenda.after(delayMs(), () -> peers.get(other).unlinked(link.number, "connection reset"));
                }
            }
        }
    }

    /** Some link breaks, and each end learns of it, or not. */
    void breakOne() {
        List<Link> all = new ArrayList<>(links.values());
        if (all.isEmpty()) {
            return;
        }
        Link link = all.get(luck.below(all.size()));
        link.broken = true;
        links.remove(link.number);
        boolean oneIsDeaf = luck.chance(halfOpen);
        long deaf = luck.chance(0.5) ? link.there.from : link.there.to;
        for (long sid : new long[] {link.there.from, link.there.to}) {
            if (!oneIsDeaf || sid != deaf) {
                agenda.after(delayMs() * 5, () -> peers.get(sid).unlinked(link.number, "connection reset"));
            }
        }
    }
}
