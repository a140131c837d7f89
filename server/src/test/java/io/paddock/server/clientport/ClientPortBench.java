package io.paddock.server.clientport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.ConnectRequest;
import io.paddock.common.protocol.ConnectResponse;
import io.paddock.common.protocol.ReplyHeader;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.auth.AccessRules;
import io.paddock.server.auth.AuthOptions;
import io.paddock.server.replica.Replica;
import io.paddock.server.replica.ReplicaOptions;
import io.paddock.server.replica.Submission;
import io.paddock.server.session.EverybodyMay;
import io.paddock.server.session.ReadGate;
import io.paddock.server.session.SessionShard;
import io.paddock.server.session.ShardClock;
import io.paddock.server.session.ShardOptions;
import io.paddock.server.session.SilentMeter;
import io.paddock.server.tree.Tree;
import io.paddock.server.txn.PrepareOptions;
import io.paddock.server.zab.Effects;
import io.paddock.server.zab.Proposal;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** One event loop of the client port with a shard and a replica behind it, and clients in memory. For one test. */
final class ClientPortBench implements AfterEachCallback {

    static final int FRAME_BYTES_MAX = 4000;
    static final int SESSIONLESS_MS = 10_000;
    static final int UNTAKEN_BYTES_MAX = 200_000;

    /** A channel that knows where its client is. */
    static final class ClientChannel extends EmbeddedChannel {
        private final InetSocketAddress client;

        /** What the socket has room for. */
        long room = Long.MAX_VALUE;

        ClientChannel(InetSocketAddress client) {
            super(false, false);
            this.client = client;
        }

        @Override
        protected SocketAddress remoteAddress0() {
            return client;
        }

        /** Writes what there is room for; what is written in part is not shown as outbound. */
        @Override
        protected void doWrite(ChannelOutboundBuffer in) throws Exception {
            if (room == Long.MAX_VALUE) {
                super.doWrite(in);
            } else {
                long written = Math.min(room, in.totalPendingWriteBytes());
                room -= written;
                in.removeBytes(written);
            }
        }

        void take(long bytes) {
            room = bytes;
            flush();
        }
    }

    /** Answers the word {@code ruok} at once, {@code srvr} when it is told to, and {@code stmk} with what is behind it. */
    static final class Words implements WordPort {
        final CompletableFuture<String> later = new CompletableFuture<>();

        @Override
        public CompletionStage<String> answer(int word, byte[] behind) {
            if (word == word("ruok")) {
                return CompletableFuture.completedFuture("imok");
            } else if (word == word("stmk")) {
                return CompletableFuture.completedFuture("" + new WireInput(behind).int64());
            }
            return word == word("srvr") ? later : null;
        }

        @Override
        public int argumentBytes(int word) {
            return word == word("stmk") ? 8 : 0;
        }
    }

    private static final class Still implements ShardClock {
        @Override
        public long nowMs() {
            return 0;
        }

        @Override
        public long nanos() {
            return 0;
        }

        @Override
        public long wallMs() {
            return 0;
        }
    }

    private static final class Open implements ReadGate {
        @Override
        public void enter() {}

        @Override
        public void leave() {}
    }

    private static final class Log implements Effects {
        private long zxid;

        @Override
        public void append(Proposal proposal) {
            zxid = proposal.zxid();
        }

        @Override
        public void commit(Proposal proposal) {}
    }

    final Tree tree = new Tree(1);
    private final Log log = new Log();
    private final AccessRules rules = new AccessRules(AuthOptions.DEFAULT);
    private final Replica replica = new Replica(
            tree, rules, PrepareOptions.DEFAULT, new ReplicaOptions(1, 1000, 60_000, 100, 0, true), log, 0, 0);
    final List<Submission> submitted = new ArrayList<>();
    final SessionShard shard = new SessionShard(
            tree,
            new Open(),
            submitted::addAll,
            rules,
            new EverybodyMay(),
            new ShardOptions(2000, 20_000, 1000),
            new Still(),
            replica.tail(),
            1,
            new SilentMeter());
    final Words words = new Words();
    private final List<Throwable> failures = new ArrayList<>();
    final ConnectionLimits limits = new ConnectionLimits(2, 3);
    final UntakenOutput untaken = new UntakenOutput(UNTAKEN_BYTES_MAX, 2 * UNTAKEN_BYTES_MAX);
    private final LoopServices loop =
            new LoopServices(new SilentMeter(), ImmediateEventExecutor.INSTANCE, limits, untaken, words, failures::add);
    private final List<EmbeddedChannel> channels = new ArrayList<>();

    ClientPortBench() {
        loop.use(shard);
    }

    ClientChannel channel(String address) {
        try {
            byte[] ip = InetAddress.getByName(address).getAddress();
            ClientChannel channel = new ClientChannel(new InetSocketAddress(InetAddress.getByAddress(ip), 4711));
            channel.pipeline()
                    .addLast(new FrameHandler(
                            loop, new ClientPortOptions(FRAME_BYTES_MAX, SESSIONLESS_MS, 2, 3, -1, 1, true)));
            channel.register();
            channel.freezeTime();
            channels.add(channel);
            return channel;
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException(address, e);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    ClientChannel channel() {
        return channel("127.0.0.1");
    }

    ClientChannel connected() {
        ClientChannel channel = channel();
        channel.writeInbound(frame(knock()));
        settle();
        ByteBuf response = channel.readOutbound();
        response.skipBytes(4);
        byte[] bytes = new byte[response.readableBytes()];
        response.readBytes(bytes);
        response.release();
        assertThat(ConnectResponse.read(new WireInput(bytes)).isRefusal()).isFalse();
        return channel;
    }

    void settle() {
        while (!submitted.isEmpty()) {
            List<Submission> batch = List.copyOf(submitted);
            submitted.clear();
            for (Submission submission : batch) {
                if (submission instanceof Submission.OpenSession open) {
                    replica.onOpenSession(open.connection(), open.timeoutMs());
                }
            }
            replica.onLogSynced(log.zxid);
            replica.applyCommitted();
            shard.onApplied();
        }
    }

    static byte[] knock() {
        WireOutput out = new WireOutput();
        new ConnectRequest(0, 0, 5000, 0, new byte[16], true, false).write(out);
        return out.toByteArray();
    }

    static byte[] request(int xid, ClientRequest request) {
        WireOutput out = new WireOutput();
        out.int32(xid).int32(request.op().code());
        request.write(out);
        return out.toByteArray();
    }

    static ByteBuf frame(byte[] content) {
        return Unpooled.buffer().writeInt(content.length).writeBytes(content);
    }

    private static int word(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(US_ASCII)).readInt();
    }

    static ByteBuf ascii(String text) {
        return Unpooled.copiedBuffer(text, US_ASCII);
    }

    /** The xids of all replies that were written. */
    static List<Integer> xids(EmbeddedChannel channel) {
        ByteBuf all = all(channel);
        List<Integer> xids = new ArrayList<>();
        while (all.isReadable()) {
            ByteBuf frame = all.readSlice(all.readInt());
            byte[] header = new byte[ReplyHeader.BYTES];
            frame.readBytes(header);
            xids.add(ReplyHeader.read(new WireInput(header)).xid());
        }
        all.release();
        return xids;
    }

    static ByteBuf all(EmbeddedChannel channel) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf written = channel.readOutbound(); written != null; written = channel.readOutbound()) {
            all.writeBytes(written);
            written.release();
        }
        return all;
    }

    static String text(EmbeddedChannel channel) {
        ByteBuf all = all(channel);
        String text = all.toString(US_ASCII);
        all.release();
        return text;
    }

    /** Nothing broke, and nothing is left. */
    @Override
    public void afterEach(ExtensionContext context) {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
        assertThat(failures).isEmpty();
        assertThat(limits.total()).isZero();
        assertThat(untaken.bytes()).isZero();
        assertThat(shard.connections()).isEmpty();
    }
}
