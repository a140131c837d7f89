package io.paddock.server.clientport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.util.concurrent.ImmediateEventExecutor;
import io.paddock.common.AuthId;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.ConnectRequest;
import io.paddock.common.protocol.ConnectResponse;
import io.paddock.common.protocol.GetData;
import io.paddock.common.protocol.Ping;
import io.paddock.common.protocol.ReplyHeader;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.auth.AccessRules;
import io.paddock.server.auth.AuthOptions;
import io.paddock.server.replica.Replica;
import io.paddock.server.replica.ReplicaOptions;
import io.paddock.server.replica.Submission;
import io.paddock.server.session.Authenticator;
import io.paddock.server.session.ReadGate;
import io.paddock.server.session.SessionShard;
import io.paddock.server.session.ShardClock;
import io.paddock.server.session.ShardMeter;
import io.paddock.server.session.ShardOptions;
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
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stream of one client, cut into frames: client protocol, sections 1.3, 1.4, 2.1 and 2.2. */
class FrameHandlerTest {

    private static final int FRAME_BYTES_MAX = 4000;
    private static final int SESSIONLESS_MS = 10_000;
    private static final int UNTAKEN_BYTES_MAX = 200_000;

    /** A channel that knows where its client is. */
    private static final class ClientChannel extends EmbeddedChannel {
        private final InetSocketAddress client;

        /** What the socket has room for. */
        private long room = Long.MAX_VALUE;

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
    private static final class Words implements WordPort {
        private final CompletableFuture<String> later = new CompletableFuture<>();

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

    private static final class Nobody implements Authenticator {
        @Override
        public Verdict authenticate(String scheme, byte[] auth, List<AuthId> identities) {
            return new Verdict(false, false, identities);
        }

        @Override
        public boolean maySendRequests(List<AuthId> identities) {
            return true;
        }

        @Override
        public String userName(AuthId identity) {
            return identity.id();
        }
    }

    private static final class Silent implements ShardMeter {
        @Override
        public void received() {}

        @Override
        public void answered(OpCode type, long latencyMs, int bytes) {}

        @Override
        public void notified() {}
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

    private final Tree tree = new Tree(1);
    private final Log log = new Log();
    private final AccessRules rules = new AccessRules(AuthOptions.DEFAULT);
    private final Replica replica = new Replica(
            tree, rules, PrepareOptions.DEFAULT, new ReplicaOptions(1, 1000, 60_000, 100, 0, true), log, 0, 0);
    private final List<Submission> submitted = new ArrayList<>();
    private final SessionShard shard = new SessionShard(
            tree,
            new Open(),
            submitted::addAll,
            rules,
            new Nobody(),
            new ShardOptions(2000, 20_000, 1000),
            new Still(),
            replica.tail(),
            1,
            new Silent());
    private final Words words = new Words();
    private final List<Throwable> failures = new ArrayList<>();
    private final ConnectionLimits limits = new ConnectionLimits(2, 3);
    private final UntakenOutput untaken = new UntakenOutput(UNTAKEN_BYTES_MAX, 2 * UNTAKEN_BYTES_MAX);
    private final LoopServices loop =
            new LoopServices(new Silent(), ImmediateEventExecutor.INSTANCE, limits, untaken, words, failures::add);
    private final List<EmbeddedChannel> channels = new ArrayList<>();

    @BeforeEach
    void serve() {
        loop.use(shard);
    }

    private ClientChannel channel(String address) {
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

    private ClientChannel channel() {
        return channel("127.0.0.1");
    }

    private ClientChannel connected() {
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

    private void settle() {
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

    private static byte[] knock() {
        WireOutput out = new WireOutput();
        new ConnectRequest(0, 0, 5000, 0, new byte[16], true, false).write(out);
        return out.toByteArray();
    }

    private static byte[] request(int xid, ClientRequest request) {
        WireOutput out = new WireOutput();
        out.int32(xid).int32(request.op().code());
        request.write(out);
        return out.toByteArray();
    }

    private static ByteBuf frame(byte[] content) {
        return Unpooled.buffer().writeInt(content.length).writeBytes(content);
    }

    private static int word(String text) {
        return Unpooled.wrappedBuffer(text.getBytes(US_ASCII)).readInt();
    }

    private static ByteBuf ascii(String text) {
        return Unpooled.copiedBuffer(text, US_ASCII);
    }

    /** The xids of all replies that were written. */
    private static List<Integer> xids(EmbeddedChannel channel) {
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

    private static ByteBuf all(EmbeddedChannel channel) {
        ByteBuf all = Unpooled.buffer();
        for (ByteBuf written = channel.readOutbound(); written != null; written = channel.readOutbound()) {
            all.writeBytes(written);
            written.release();
        }
        return all;
    }

    private static String text(EmbeddedChannel channel) {
        ByteBuf all = all(channel);
        String text = all.toString(US_ASCII);
        all.release();
        return text;
    }

    @AfterEach
    void nothingBrokeAndNothingIsLeft() {
        channels.forEach(EmbeddedChannel::finishAndReleaseAll);
        assertThat(failures).isEmpty();
        assertThat(limits.total()).isZero();
        assertThat(untaken.bytes()).isZero();
        assertThat(shard.connections()).isEmpty();
    }

    // Framing.

    @Test
    void framesAreTakenHoweverTheStreamIsCut() {
        Random random = new Random(11);
        for (int round = 0; round < 50; round++) {
            EmbeddedChannel channel = connected();
            ByteBuf stream = Unpooled.buffer();
            List<Integer> wanted = new ArrayList<>();
            for (int i = 1; i <= 20; i++) {
                byte[] path = new byte[random.nextInt(300)];
                stream.writeBytes(frame(request(i, new GetData(Path.of("/" + new String(path, US_ASCII)), false))));
                wanted.add(i);
            }
            while (stream.isReadable()) {
                channel.writeInbound(
                        stream.readRetainedSlice(Math.min(stream.readableBytes(), 1 + random.nextInt(700))));
            }
            stream.release();
            assertThat(xids(channel)).isEqualTo(wanted);
            channel.close();
        }
    }

    @Test
    void aStreamThatComesByteByByteIsTheSame() {
        EmbeddedChannel channel = channel();
        ByteBuf knock = frame(knock());
        while (knock.isReadable()) {
            channel.writeInbound(knock.readRetainedSlice(1));
        }
        knock.release();
        settle();
        assertThat(all(channel).readableBytes()).isEqualTo(4 + 37);
    }

    @Test
    void aFrameOfTheGreatestLengthIsTakenAndALongerOneEndsTheConnection() {
        EmbeddedChannel channel = connected();
        byte[] longest = new byte[FRAME_BYTES_MAX];
        byte[] read = request(7, new GetData(Path.ROOT, false));
        System.arraycopy(read, 0, longest, 0, read.length);
        channel.writeInbound(frame(longest));
        assertThat(xids(channel)).containsExactly(7);
        channel.writeInbound(Unpooled.buffer().writeInt(FRAME_BYTES_MAX + 1));
        assertThat(channel.isOpen()).isFalse();
        assertThat(text(channel)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, FRAME_BYTES_MAX + 1})
    void anAnnouncedLengthOutsideTheLimitsEndsTheConnectionAtOnce(int length) {
        EmbeddedChannel fresh = channel();
        fresh.writeInbound(Unpooled.buffer().writeInt(length));
        assertThat(fresh.isOpen()).isFalse();
        EmbeddedChannel channel = connected();
        channel.writeInbound(Unpooled.buffer().writeInt(length).writeZero(100));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aFrameWithoutAHeaderOrAConnectRequestEndsTheConnection() {
        EmbeddedChannel channel = connected();
        channel.writeInbound(frame(new byte[7]));
        assertThat(channel.isOpen()).isFalse();
        EmbeddedChannel fresh = channel();
        fresh.writeInbound(frame(new byte[0]));
        assertThat(fresh.isOpen()).isFalse();
    }

    @Test
    void nothingBehindABadFrameIsLookedAt() {
        EmbeddedChannel channel = connected();
        channel.writeInbound(Unpooled.wrappedBuffer(frame(new byte[3]), frame(request(1, new Ping()))));
        assertThat(xids(channel)).isEmpty();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void repliesOfABurstLeaveTogetherAndInOrder() {
        EmbeddedChannel channel = connected();
        channel.writeInbound(Unpooled.wrappedBuffer(
                frame(request(1, new GetData(Path.ROOT, false))),
                frame(request(2, new GetData(Path.of("/missing"), false))),
                frame(request(3, new Ping()))));
        assertThat(channel.outboundMessages()).hasSize(1);
        assertThat(xids(channel)).containsExactly(1, 2, -2);
    }

    @Test
    void theSocketIsNotReadWhileASessionIsBeingOpened() {
        EmbeddedChannel channel = channel();
        channel.writeInbound(frame(knock()));
        assertThat(channel.config().isAutoRead()).isFalse();
        settle();
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    // Clients that do not take what they are sent.

    @Test
    void aClientThatSlowlyTakesALongReplyIsHeardAndOneThatTakesNothingIsNot() {
        ClientChannel channel = connected();
        assertThat(isHeard()).as("nothing but the connect request has come").isFalse();
        channel.room = 0;
        ask(channel, 20);
        assertThat(isHeard()).as("it has asked").isTrue();
        assertThat(isHeard()).as("it takes nothing").isFalse();
        channel.take(10);
        assertThat(isHeard()).as("it has taken a part of a reply").isTrue();
        assertThat(isHeard()).isFalse();
        channel.take(300);
        assertThat(isHeard()).as("it has taken whole replies").isTrue();
        channel.take(Long.MAX_VALUE);
        assertThat(isHeard()).as("it has taken all").isTrue();
        assertThat(isHeard()).isFalse();
    }

    @Test
    void pingsAreHeardWhileTheClientTakesALongReplyButNotMuchElseIsRead() {
        ClientChannel channel = connected();
        isHeard();
        channel.room = 0;
        push(channel, 70_000);
        assertThat(channel.config().isAutoRead()).isTrue();
        channel.writeInbound(frame(request(-2, new Ping())));
        assertThat(isHeard()).isTrue();
        String longPath = "/" + "p".repeat(3_000);
        int asked = 0;
        while (channel.config().isAutoRead()) {
            channel.writeInbound(frame(request(++asked, new GetData(Path.of(longPath), false))));
        }
        assertThat(asked).isBetween(20, 22);
        channel.room = Long.MAX_VALUE;
        channel.flush();
        channel.runPendingTasks();
        assertThat(channel.config().isAutoRead()).isTrue();
        ByteBuf pushed = channel.readOutbound();
        pushed.release();
        assertThat(xids(channel)).hasSize(1 + asked).startsWith(-2, 1, 2);
    }

    @Test
    void whatTheSocketTakesAtOnceIsNoSignOfLife() {
        ClientChannel channel = connected();
        isHeard();
        ask(channel, 3);
        assertThat(isHeard()).as("it has asked").isTrue();
        assertThat(xids(channel)).hasSize(3);
        assertThat(isHeard()).as("its replies have left").isFalse();
    }

    @Test
    void eventsThatPileUpBehindOutputThatNobodyTakesEndTheConnectionAndNotItsSession() {
        ClientChannel channel = connected();
        channel.room = 0;
        push(channel, 70_000);
        for (int sent = 0; sent < UNTAKEN_BYTES_MAX - 10_000; sent += 5_000) {
            push(channel, 4_700);
        }
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        for (int i = 0; i < 10 && channel.isOpen(); i++) {
            push(channel, 4_700);
        }
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(tree.sessions()).hasSize(1);
    }

    @Test
    void oneReplyOfAnyLengthAndLittleBehindItAreWaitedFor() {
        ClientChannel channel = connected();
        channel.room = 0;
        push(channel, 10 * UNTAKEN_BYTES_MAX);
        push(channel, 100);
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.take(Long.MAX_VALUE);
        assertThat(untaken.bytes()).isZero();
    }

    @Test
    void aClientThatTakesWhatItIsSentMayStayBehind() {
        ClientChannel channel = connected();
        channel.room = 0;
        push(channel, 70_000);
        for (int i = 0; i < 20; i++) {
            push(channel, UNTAKEN_BYTES_MAX / 10);
            channel.take(UNTAKEN_BYTES_MAX / 10);
        }
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void manyClientsThatTakeNothingAreBoundedTogether() {
        List<ClientChannel> stuck = List.of(channel("10.0.0.1"), channel("10.0.0.2"), channel("10.0.0.3"));
        for (ClientChannel channel : stuck) {
            channel.room = 0;
            push(channel, 70_000);
            push(channel, UNTAKEN_BYTES_MAX * 3 / 4);
            channel.runPendingTasks();
        }
        assertThat(stuck).extracting(EmbeddedChannel::isOpen).containsExactly(true, true, false);
    }

    /** Something that nobody has to ask for. */
    private static void push(EmbeddedChannel channel, int bytes) {
        FrameHandler handler = channel.pipeline().get(FrameHandler.class);
        handler.send(new byte[bytes], 0, bytes);
        handler.flush();
    }

    private void ask(EmbeddedChannel channel, int times) {
        for (int xid = 1; xid <= times; xid++) {
            channel.writeInbound(frame(request(xid, new GetData(Path.ROOT, false))));
        }
    }

    /** Whether the shard reports a session as heard. */
    private boolean isHeard() {
        shard.reportTouched();
        return submitted.removeIf(submission -> submission instanceof Submission.Touched);
    }

    // Words.

    @Test
    void aWordIsAnsweredAsPlainTextAndTheConnectionEnds() {
        EmbeddedChannel channel = channel();
        channel.writeInbound(ascii("ruok"));
        channel.runPendingTasks();
        assertThat(text(channel)).isEqualTo("imok");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aWordMayComeInPiecesAndWithSomethingBehindIt() {
        EmbeddedChannel channel = channel();
        channel.writeInbound(ascii("ru"));
        assertThat(channel.isOpen()).isTrue();
        channel.writeInbound(ascii("ok\r\n"));
        channel.runPendingTasks();
        assertThat(text(channel)).isEqualTo("imok");
    }

    @Test
    void aWordWithAnArgumentWaitsForIt() {
        EmbeddedChannel channel = channel();
        channel.writeInbound(
                Unpooled.wrappedBuffer(ascii("stmk"), Unpooled.buffer().writeInt(0)));
        channel.runPendingTasks();
        assertThat(text(channel)).isEmpty();
        assertThat(channel.isOpen()).isTrue();
        channel.writeInbound(Unpooled.buffer().writeInt(77));
        channel.runPendingTasks();
        assertThat(text(channel)).isEqualTo("77");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void anAnswerThatTakesItsTimeIsWaitedFor() {
        EmbeddedChannel channel = channel();
        channel.writeInbound(ascii("srvr"));
        channel.advanceTimeBy(SESSIONLESS_MS + 1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        words.later.complete("the answer");
        channel.runPendingTasks();
        assertThat(text(channel)).isEqualTo("the answer");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aClientThatDoesNotTakeTheAnswerToItsWordIsClosedInTheEnd() {
        ClientChannel channel = channel();
        channel.room = 0;
        channel.writeInbound(ascii("ruok"));
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(5_001, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(limits.total()).isZero();
    }

    @Test
    void onceThereIsASessionAWordIsALengthThatIsTooGreat() {
        EmbeddedChannel channel = connected();
        channel.writeInbound(ascii("ruok"));
        channel.runPendingTasks();
        assertThat(text(channel)).isEmpty();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aWordThatIsNoneEndsTheConnection() {
        EmbeddedChannel channel = channel();
        channel.writeInbound(ascii("GET / HTTP/1.1"));
        assertThat(channel.isOpen()).isFalse();
        assertThat(text(channel)).isEmpty();
    }

    // Limits.

    @Test
    void aConnectionThatSaysNothingIsClosed() {
        EmbeddedChannel silent = channel();
        EmbeddedChannel slow = channel();
        slow.writeInbound(Unpooled.buffer().writeByte(0));
        for (EmbeddedChannel channel : List.of(silent, slow)) {
            channel.advanceTimeBy(SESSIONLESS_MS / 2, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
            assertThat(channel.isOpen()).isTrue();
            channel.advanceTimeBy(SESSIONLESS_MS / 2 + 1, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
            assertThat(channel.isOpen()).isFalse();
        }
    }

    @Test
    void aConnectionWithASessionStays() {
        EmbeddedChannel channel = connected();
        channel.advanceTimeBy(10 * SESSIONLESS_MS, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void connectionsBeyondTheLimitOfTheirAddressAreClosedWithoutAByte() {
        EmbeddedChannel one = channel("10.0.0.1");
        EmbeddedChannel two = channel("10.0.0.1");
        EmbeddedChannel three = channel("10.0.0.1");
        assertThat(three.isOpen()).isFalse();
        assertThat(text(three)).isEmpty();
        EmbeddedChannel other = channel("10.0.0.2");
        assertThat(other.isOpen()).isTrue();
        EmbeddedChannel beyondAll = channel("10.0.0.3");
        assertThat(beyondAll.isOpen()).isFalse();
        one.close();
        assertThat(channel("10.0.0.1").isOpen()).isTrue();
        assertThat(two.isOpen()).isTrue();
        assertThat(limits.total()).isEqualTo(3);
    }

    @Test
    void aClientThatLeavesTakesItsConnectionWithIt() {
        EmbeddedChannel channel = connected();
        assertThat(shard.connections()).hasSize(1);
        channel.close();
        assertThat(shard.connections()).isEmpty();
        assertThat(limits.total()).isZero();
        assertThat(tree.sessions()).hasSize(1);
    }
}
