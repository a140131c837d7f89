package io.paddock.server.peerport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.paddock.server.zab.PacketType;
import io.paddock.server.zab.QuorumPacket;
import java.net.InetSocketAddress;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.jctools.queues.atomic.MpscUnboundedAtomicArrayQueue;

/**
 * A connection to a quorum port, as far as it sends. Any thread puts packets into its queue; the event loop, which owns the
 * rest, writes all that is there in one go, but not more than the socket takes. So what waits for a slow learner are the
 * packets, whose data all links share, and no copies.
 *
 * <p>Bounded by its bytes: {@link #add} answers when they are too many, and then the link must end. While a learner catches up
 * the bound is a larger one: what is proposed meanwhile waits behind a snapshot, however fast the learner is.
 */
final class Link {

    /** Packets that are written to the socket at once. */
    private static final int BATCH_BYTES = 128 << 10;

    private static final int BATCH_BYTES_FIRST = 512;
    /** What the other end has to take the last packets of a link that is ended. */
    private static final int LINGER_MS = 2_000;

    private static final long MOVED_NANOS = 100_000_000;

    /** In the queue: the link ends when everything before has been sent. */
    private static final Object END = new Object();

    private record Snapshot(long label, SnapshotSource source) {}

    private final long number;
    private final long dialled;
    private final long peer;
    private final Channel channel;
    private final InetSocketAddress remote;
    private final long madeNanos = System.nanoTime();
    private final QuorumPort port;

    private final MpscUnboundedAtomicArrayQueue<Object> outbound = new MpscUnboundedAtomicArrayQueue<>(128);
    /** In the queue or in the socket's buffer. */
    private final AtomicLong untakenBytes = new AtomicLong();
    /** Whether the loop has been told, or will be with the next flush, that something is in the queue. */
    private final AtomicBoolean dirty = new AtomicBoolean();
    /** Nothing is told of this link any more, and nothing is added to its queue. Written by any thread. */
    private volatile boolean ended;
    /** More came than may wait: nothing that comes later may be sent, or there would be a gap. */
    private volatile boolean overflown;

    /** From the first packet of a synchronization until its end has been sent and no more waits than may. */
    private volatile boolean catchesUp;
    /** Whether the end of the synchronization has been written to the socket. */
    private boolean synchronizationSent;

    /** A snapshot that is being written; packets wait behind it. */
    private SnapshotSending sending;

    /** When it was last told that a snapshot gets on. */
    private long movedToldNanos = System.nanoTime();

    private ByteBuf batch;
    private long batchBytes;
    private boolean ending;

    /** @param peer the sid of the other end; -1 if it does not say */
    Link(QuorumPort port, long number, long dialled, long peer, Channel channel) {
        this.port = port;
        this.number = number;
        this.dialled = dialled;
        this.peer = peer;
        this.channel = channel;
        this.remote = (InetSocketAddress) channel.remoteAddress();
    }

    long number() {
        return number;
    }

    long madeNanos() {
        return madeNanos;
    }

    long dialled() {
        return dialled;
    }

    Channel channel() {
        return channel;
    }

    InetSocketAddress remote() {
        return remote;
    }

    boolean ended() {
        return ended;
    }

    /** True the first time. Any thread. */
    boolean markEnded() {
        if (ended) {
            return false;
        }
        ended = true;
        return true;
    }

    /** Whether it is time to tell that a snapshot gets on. Loop only. */
    boolean mayTellMoved() {
        long now = System.nanoTime();
        boolean may = !ended && now - movedToldNanos > MOVED_NANOS;
        movedToldNanos = may ? now : movedToldNanos;
        return may;
    }

    // Any thread.

    /** False if more waits than may. */
    boolean add(QuorumPacket packet) {
        if (!ended && !overflown) {
            if (packet.type() == PacketType.DIFF || packet.type() == PacketType.TRUNC) {
                catchesUp = true;
            }
            long bytes = untakenBytes.addAndGet(PacketCodec.bytes(packet));
            if (bytes > bytesMax()) {
                overflown = true;
                return false;
            }
            offer(packet);
        }
        return true;
    }

    /** What may wait now. */
    long bytesMax() {
        return catchesUp ? port.options().catchUpBytesMax() : port.options().outboundBytesMax();
    }

    boolean catchesUp() {
        return catchesUp;
    }

    void addSnapshot(long label, SnapshotSource source) {
        catchesUp = true;
        offer(new Snapshot(label, source));
        if (ended && !port.execute(this::discardQueue)) {
            discardQueue(); // The loop is gone, so nobody else looks at the queue.
        }
    }

    void addEnd() {
        offer(END);
    }

    private void offer(Object item) {
        outbound.offer(item);
        if (!dirty.get() && !dirty.getAndSet(true)) {
            port.onDirty(this);
        }
    }

    // The loop.

    /** Writes what is in the queue, as far as the socket takes it. */
    void drain() {
        try {
            drainQueue();
        } catch (RuntimeException | Error broken) {
            // A packet is lost: what follows it must not arrive.
            port.end(this, "this server cannot send: " + broken);
        }
    }

    private void drainQueue() {
        dirty.set(false);
        while (sending == null && !ending && channel.isWritable()) {
            Object item = outbound.poll();
            if (item == null) {
                break;
            }
            if (item instanceof QuorumPacket packet) {
                write(packet);
            } else if (item instanceof Snapshot snapshot) {
                begin(snapshot);
            } else {
                writeBatch();
                ending = true;
                channel.write(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
            }
        }
        writeBatch();
        channel.flush();
    }

    private void write(QuorumPacket packet) {
        int bytes = PacketCodec.bytes(packet);
        if (batch == null) {
            batch = channel.alloc().ioBuffer(Math.max(BATCH_BYTES_FIRST, bytes));
        }
        PacketCodec.write(packet, batch);
        synchronizationSent |= packet.type() == PacketType.NEW_LEADER;
        batchBytes += bytes;
        if (batchBytes >= BATCH_BYTES) {
            writeBatch();
        }
    }

    private void writeBatch() {
        if (batch != null) {
            long bytes = batchBytes;
            ByteBuf full = batch;
            batch = null;
            batchBytes = 0;
            channel.write(full).addListener(taken -> onTaken(bytes));
        }
    }

    private void onTaken(long bytes) {
        long left = untakenBytes.addAndGet(-bytes);
        if (catchesUp && synchronizationSent && left <= port.options().outboundBytesMax()) {
            catchesUp = false;
        }
    }

    private void begin(Snapshot snapshot) {
        QuorumPacket header = QuorumPacket.of(PacketType.SNAP, snapshot.label);
        untakenBytes.addAndGet(PacketCodec.bytes(header));
        write(header);
        writeBatch();
        sending = new SnapshotSending(port.sockets(), channel, snapshot.source, () -> port.tellMoved(this));
        sending.start(port.helpers(), problem -> {
            sending = null;
            if (problem != null) {
                port.end(this, problem);
            } else {
                drain();
            }
        });
    }

    /** Ends it when all that was sent before has been taken, or when that takes too long. */
    void endSoon() {
        if (sending != null) {
            channel.close();
            return;
        }
        drain();
        channel.eventLoop().schedule(() -> channel.close(), LINGER_MS, TimeUnit.MILLISECONDS);
    }

    /** The connection is gone. */
    void onInactive() {
        ended = true;
        ending = true;
        if (sending != null) {
            sending.abort();
        }
        discardQueue();
    }

    /** The sid of the other end; -1 if it does not say. */
    long peer() {
        return peer;
    }

    @Override
    public String toString() {
        return (peer < 0 ? "a learner" : "server " + peer) + " at " + remote;
    }

    private void discardQueue() {
        for (Object item = outbound.poll(); item != null; item = outbound.poll()) {
            if (item instanceof Snapshot snapshot) {
                snapshot.source.close();
            }
        }
    }
}
