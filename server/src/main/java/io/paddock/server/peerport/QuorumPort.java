package io.paddock.server.peerport;

import io.netty.channel.Channel;
import io.netty.util.concurrent.ScheduledFuture;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.server.ensemble.Peer;
import io.paddock.server.storage.ReceivedSnapshot;
import io.paddock.server.zab.EnsembleRole;
import io.paddock.server.zab.LearnerInfo;
import io.paddock.server.zab.QuorumPacket;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The quorum port while it is open, the dial to that of another server, and the links that come of both. Owned by the event
 * loop, but for what is sent, which any thread puts into the links.
 */
final class QuorumPort {

    private static final Logger LOG = LoggerFactory.getLogger(QuorumPort.class);

    /** What is sent and not flushed leaves after so long. */
    private static final int FLUSH_MS = 20;

    /**
     * A learner is often a moment earlier than its leader, which opens its port when it knows that it is one: a dial that is
     * refused is repeated for about 100 ms before it has failed. But not the next dial to the same server.
     */
    private static final int EARLY_REDIALS = 12;

    private static final int EARLY_REDIAL_MS = 8;
    private static final long SAME_ATTEMPT_NANOS = 2_000_000_000L;

    /** A link that ends so soon has come to nothing. */
    private static final long SHORT_LINK_NANOS = 1_000_000_000L;

    /** What a znode has besides its path and data, generously. */
    private static final int RECORD_OVERHEAD_BYTES = 1 << 10;

    private final PeerPortOptions options;
    private final PeerEvents events;
    private final Sockets sockets;
    private final Dialler dialler;
    private final ExecutorService helpers;
    private final PacketCodec codec;
    private final Complaints complaints = new Complaints("quorum");
    private final Strangers strangers;
    private final Repetitions repetitions = new Repetitions();

    private final ConcurrentHashMap<Long, Link> links = new ConcurrentHashMap<>();
    private final MpscUnboundedAtomicArrayQueue<Link> dirty = new MpscUnboundedAtomicArrayQueue<>(64);
    private final AtomicBoolean flushing = new AtomicBoolean();

    private final Listening listening;

    private Dialler.Attempt dialling;
    private ScheduledFuture<?> redial;
    private long refusedSid = -1;
    private long refusedNanos;
    /** Why the last dial failed, so that the log tells it once. */
    private String dialTrouble = "";

    /** For the trees that are received: clients must not guess them. */
    private final Random seeds = new Random();

    private long lastLink;
    private ScheduledFuture<?> flusher;
    private boolean burstOpen;
    private boolean closed;

    QuorumPort(PeerPortOptions options, PeerEvents events, Sockets sockets, Dialler dialler, ExecutorService helpers) {
        this.options = options;
        this.events = events;
        this.sockets = sockets;
        this.dialler = dialler;
        this.helpers = helpers;
        this.codec = new PacketCodec(options.packetBytesMax());
        this.strangers = new Strangers(options.identifyMsMax(), complaints);
        this.listening = new Listening(
                options, sockets, dialler, channel -> channel.pipeline().addLast(new LinkHandler(this, null)));
    }

    // Any thread.

    void send(long number, QuorumPacket packet) {
        Link link = links.get(number);
        if (link != null && !link.add(packet)) {
            String why = "it does not take what is sent: more than " + link.bytesMax() + " bytes wait"
                    + (link.catchesUp() ? " behind its synchronization (paddock.catchUpBytesMax)" : "");
            execute(() -> end(link, why));
        }
    }

    void sendSnapshot(long number, long label, SnapshotSource source) {
        Link link = links.get(number);
        if (link == null) {
            source.close();
        } else {
            link.addSnapshot(label, source);
        }
    }

    void unlink(long number, String why) {
        Link link = links.remove(number);
        if (link != null && link.markEnded()) {
            String ending = repetitions.ending(link.peer() + why, System.nanoTime());
            if (ending != null) {
                LOG.info("Ending the link with {}: {}{}", link, why, ending);
            } else {
                LOG.debug("Ending the link with {}, again: {}", link, why);
            }
            noteEnd(link);
            link.addEnd();
            execute(link::endSoon);
        }
    }

    void flush() {
        if (!dirty.isEmpty() && !flushing.getAndSet(true)) {
            execute(this::drain);
        }
    }

    private void drain() {
        flushing.set(false);
        for (Link link = dirty.poll(); link != null; link = dirty.poll()) {
            link.drain();
        }
    }

    // Opening and closing.

    void listen(boolean wanted) {
        if (closed) {
            return;
        }
        if (wanted) {
            listening.open();
        } else if (listening.close()) {
            strangers.closeAll();
            for (Link link : List.copyOf(links.values())) {
                if (link.dialled() == EnsembleRole.INBOUND) {
                    unlink(link.number(), "this server does not lead any more");
                }
            }
        }
    }

    void prepareToListen() {
        if (!closed) {
            listening.prepare();
        }
    }

    // Dialling.

    void dial(long sid) {
        giveUpDialling();
        boolean again = sid == refusedSid && System.nanoTime() - refusedNanos < SAME_ATTEMPT_NANOS;
        dial(sid, again ? 0 : EARLY_REDIALS);
    }

    private void dial(long sid, int redials) {
        Peer peer = options.ensemble().peer(sid);
        List<Endpoint> where = peer == null ? List.of() : Endpoint.quorumPorts(peer);
        int timeoutMs = Math.min(options.cnxTimeoutMs(), Math.multiplyExact(options.tickMs(), options.initLimit()));
        dialling = dialler.dial(where, timeoutMs, new Dialler.Outcome() {
            @Override
            public void connected(Channel channel) {
                dialling = null;
                onDialled(sid, channel);
            }

            @Override
            public void failed(String why) {
                dialling = null;
                if (redials > 0 && why.endsWith(Dialler.REFUSED)) {
                    redial = sockets.loop()
                            .schedule(() -> dial(sid, redials - 1), EARLY_REDIAL_MS, TimeUnit.MILLISECONDS);
                } else {
                    onDialFailed(sid, why);
                }
            }
        });
    }

    private void giveUpDialling() {
        if (dialling != null) {
            dialling.cancel();
            dialling = null;
        }
        if (redial != null) {
            redial.cancel(false);
            redial = null;
        }
    }

    private void onDialled(long sid, Channel channel) {
        dialTrouble = "";
        Link link = link(sid, sid, channel);
        channel.pipeline().addLast(new LinkHandler(this, link));
        tellMade(link);
        events.onLinked(link.number(), sid);
        channel.config().setAutoRead(true);
    }

    private void onDialFailed(long sid, String why) {
        if (!why.equals(dialTrouble)) {
            dialTrouble = why;
            LOG.info("Server {} cannot be reached on its quorum port: {}", sid, why);
        }
        refusedSid = sid;
        refusedNanos = System.nanoTime();
        events.onDialFailed();
    }

    // For its links.

    boolean execute(Runnable task) {
        return sockets.execute(task);
    }

    void onDirty(Link link) {
        dirty.offer(link);
    }

    PeerPortOptions options() {
        return options;
    }

    Sockets sockets() {
        return sockets;
    }

    ExecutorService helpers() {
        return helpers;
    }

    PacketCodec codec() {
        return codec;
    }

    Complaints complaints() {
        return complaints;
    }

    Strangers strangers() {
        return strangers;
    }

    private Link link(long dialled, long peer, Channel channel) {
        Link link = new Link(this, ++lastLink, dialled, peer, channel);
        links.put(link.number(), link);
        if (flusher == null) {
            flusher =
                    sockets.loop().scheduleWithFixedDelay(this::flushOrRest, FLUSH_MS, FLUSH_MS, TimeUnit.MILLISECONDS);
        }
        return link;
    }

    private void flushOrRest() {
        drain();
        if (links.isEmpty()) {
            flusher.cancel(false);
            flusher = null;
        }
    }

    /** The other end has shown that it is a learner. */
    Link accept(Channel channel, QuorumPacket first) {
        Link link = link(EnsembleRole.INBOUND, sid(first), channel);
        tellMade(link);
        events.onLinked(link.number(), EnsembleRole.INBOUND);
        return link;
    }

    /** Who is sent away at once comes again and again; all others are told of. */
    private void tellMade(Link link) {
        if (repetitions.isRecent(shortLinksOf(link), System.nanoTime())) {
            LOG.debug("A link is made with {}, again", link);
        } else {
            LOG.info("A link is made with {}", link);
        }
    }

    private void noteEnd(Link link) {
        if (isShort(link)) {
            repetitions.ending(shortLinksOf(link), System.nanoTime());
        }
    }

    private static String shortLinksOf(Link link) {
        return "short links of " + link.peer();
    }

    private static boolean isShort(Link link) {
        return System.nanoTime() - link.madeNanos() < SHORT_LINK_NANOS;
    }

    private static long sid(QuorumPacket first) {
        try {
            return LearnerInfo.read(first.data()).sid();
        } catch (MalformedRecord e) {
            return -1; // The core will say what is wrong with it.
        }
    }

    void tell(Link link, QuorumPacket packet, ReceivedSnapshot snapshot) {
        if (!link.ended()) {
            events.onPacket(link.number(), packet, snapshot);
            endBurstLater();
        }
    }

    /** The burst ends when every connection that was ready in this turn of the loop has been read. */
    private void endBurstLater() {
        if (!burstOpen) {
            burstOpen = true;
            execute(() -> {
                burstOpen = false;
                events.onBurstEnd();
            });
        }
    }

    /** Some of a snapshot has got through. */
    void tellMoved(Link link) {
        if (link.mayTellMoved()) {
            events.onPartMoved(link.number());
        }
    }

    /** The stream behind that packet begins. */
    SnapshotReceiving receive(QuorumPacket snap, SnapshotReceiving.Outcome outcome) {
        long recordBytesMax = 2 * options.packetBytesMax() + RECORD_OVERHEAD_BYTES;
        SnapshotReceiving receiving =
                new SnapshotReceiving(sockets, seeds.nextLong(), snap.zxid(), recordBytesMax, outcome);
        receiving.start(helpers);
        return receiving;
    }

    /** Ends it at once, and tells why. Does nothing the second time. */
    void end(Link link, String why) {
        links.remove(link.number());
        if (link.markEnded()) {
            String ending = isShort(link) ? repetitions.ending(link.peer() + why, System.nanoTime()) : "";
            if (ending != null) {
                LOG.info("The link with {} has ended: {}{}", link, why, ending);
            } else {
                LOG.debug("The link with {} has ended, again: {}", link, why);
            }
            noteEnd(link);
            events.onUnlinked(link.number(), why);
        }
        link.channel().close();
    }

    void close() {
        listen(false);
        closed = true;
        giveUpDialling();
        for (Link link : List.copyOf(links.values())) {
            links.remove(link.number());
            link.markEnded();
            link.channel().close();
        }
    }
}
