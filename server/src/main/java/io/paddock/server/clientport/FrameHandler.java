package io.paddock.server.clientport;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.paddock.common.AuthId;
import io.paddock.server.session.ClientLink;
import io.paddock.server.session.Connection;
import io.paddock.server.session.SessionShard;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of one client's pipeline: cuts its stream into frames. Nothing is allocated for an announced length; a frame is
 * collected as its bytes come.
 *
 * <p>Owned by its event loop.
 */
final class FrameHandler extends ChannelInboundHandlerAdapter implements ClientLink {

    private static final Logger LOG = LoggerFactory.getLogger(FrameHandler.class);
    private static final OccasionalWarning PROTOCOL_WARNINGS = new OccasionalWarning(LOG);
    private static final OccasionalWarning UNTAKEN_WARNINGS = new OccasionalWarning(LOG);
    private static final OccasionalWarning LIMIT_WARNINGS = new OccasionalWarning(LOG);

    /** What a slow reader may take to fetch the last bytes before the connection is cut. */
    private static final long LINGER_MS = 5_000;

    /** So much is read of a client while it does not take its replies: pings, above all, which say that it lives. */
    private static final int READ_BEHIND_OUTPUT_BYTES = 1 << 16;

    private final LoopServices loop;
    private final ClientPortOptions options;

    private ChannelHandlerContext context;
    private ClientOutput output;
    /** That the connection was given to; null while this server does not serve. */
    private SessionShard shard;

    private Connection connection;
    private InetAddress address;
    private InetSocketAddress peer;
    private ByteBuf collected = Unpooled.EMPTY_BUFFER;
    private boolean firstBytes = true;
    private boolean answeringWord;
    private boolean framesWanted = true;
    private int readBehindOutput;
    private boolean closing;

    FrameHandler(LoopServices loop, ClientPortOptions options) {
        this.loop = loop;
        this.options = options;
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        context = ctx;
        InetSocketAddress remote = (InetSocketAddress) ctx.channel().remoteAddress();
        if (remote == null) {
            ctx.close(); // The client left before we looked.
            return;
        }
        String refusal = loop.limits().enter(remote.getAddress());
        if (refusal != null) {
            LIMIT_WARNINGS.warn(refusal);
            loop.guarded(SessionShard::onConnectionRefused);
            ctx.close();
            return;
        }
        address = remote.getAddress();
        peer = remote;
        loop.entered();
        output = new ClientOutput(ctx, loop.untakenOutput());
        enter();
        ctx.executor().schedule(this::closeIfSessionless, options.sessionlessMs(), TimeUnit.MILLISECONDS);
    }

    /** Gives the connection to the shard, if this server serves. */
    private void enter() {
        shard = loop.shard();
        if (shard != null) {
            connection = shard.accept(this, List.of(new AuthId("ip", plainAddress(address))));
        }
    }

    private static String text(InetSocketAddress remote) {
        String host = plainAddress(remote.getAddress());
        return "/" + (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + remote.getPort();
    }

    /** Without the interface name that a link-local address may carry. */
    private static String plainAddress(InetAddress address) {
        String text = address.getHostAddress();
        int zone = text.indexOf('%');
        return zone < 0 ? text : text.substring(0, zone);
    }

    private void closeIfSessionless() {
        if ((connection == null || connection.isNew())
                && !answeringWord
                && context.channel().isActive()) {
            loop.meter().sessionlessExpired();
            context.close();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf incoming = (ByteBuf) message;
        if (peer == null || closing || answeringWord) {
            incoming.release();
            return;
        }
        loop.received(incoming.readableBytes());
        if (!ctx.channel().isWritable()) {
            readBehindOutput += incoming.readableBytes();
            readIfWanted();
        }
        collected = collected.isReadable()
                ? ByteToMessageDecoder.MERGE_CUMULATOR.cumulate(ctx.alloc(), collected, incoming)
                : replaceCollected(incoming);
        takeFrames();
        if (!collected.isReadable()) {
            replaceCollected(Unpooled.EMPTY_BUFFER);
        }
    }

    private ByteBuf replaceCollected(ByteBuf next) {
        collected.release();
        collected = next;
        return next;
    }

    private void takeFrames() {
        while (!closing && collected.readableBytes() >= Integer.BYTES) {
            int length = collected.getInt(collected.readerIndex());
            if (firstBytes && takeWord(length)) {
                return;
            }
            if (length < 0 || length > options.frameBytesMax()) {
                reject("a frame announces " + length + " bytes, 0 to " + options.frameBytesMax()
                        + " (jute.maxbuffer) are allowed");
                return;
            }
            firstBytes = false;
            if (collected.readableBytes() < Integer.BYTES + length) {
                return;
            }
            if (connection == null) {
                enter();
                if (connection == null) {
                    LOG.debug("Closing the connection of {}: this server does not serve", text(peer));
                    closing = true;
                    context.close();
                    return;
                }
            }
            byte[] scratch = loop.scratch(length);
            collected.getBytes(collected.readerIndex() + Integer.BYTES, scratch, 0, length);
            collected.skipBytes(Integer.BYTES + length);
            String problem = shard.onFrame(connection, scratch, 0, length);
            if (problem != null) {
                reject(problem);
            }
        }
    }

    /** True if the connection carries a four-letter word, known or still incomplete. */
    private boolean takeWord(int word) {
        int wanted = loop.words().argumentBytes(word);
        if (wanted > 0 && collected.readableBytes() < Integer.BYTES + wanted) {
            return true;
        }
        byte[] behind = new byte[wanted];
        collected.getBytes(collected.readerIndex() + Integer.BYTES, behind);
        CompletionStage<String> answer = loop.words().answer(word, behind);
        if (answer == null) {
            return false;
        }
        answeringWord = true;
        loop.meter().received();
        if (connection != null) {
            connection.onWord();
        }
        if (LOG.isDebugEnabled()) {
            String name = collected.toString(collected.readerIndex(), Integer.BYTES, StandardCharsets.US_ASCII);
            LOG.debug("Processing {} command from {}", name, text(peer));
        }
        collected.skipBytes(collected.readableBytes());
        answer.whenCompleteAsync((text, failure) -> sendWord(text), context.executor());
        return true;
    }

    private void sendWord(String text) {
        byte[] bytes = (text == null ? "" : text).getBytes(StandardCharsets.UTF_8);
        if (bytes.length > 0) {
            loop.meter().sent();
        }
        closeBehind(Unpooled.wrappedBuffer(bytes));
    }

    private void closeBehind(ByteBuf last) {
        closing = true;
        context.writeAndFlush(last).addListener(ChannelFutureListener.CLOSE);
        if (context.channel().isActive()) {
            context.executor().schedule(() -> context.close(), LINGER_MS, TimeUnit.MILLISECONDS);
        }
    }

    private void reject(String problem) {
        PROTOCOL_WARNINGS.warn(closingFor(problem));
        closing = true;
        context.close();
    }

    private String closingFor(String problem) {
        long sessionId = connection == null ? 0 : connection.sessionId();
        return "Closing the connection of " + text(peer) + " with session 0x" + Long.toHexString(sessionId) + ": "
                + problem;
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        loop.endBurstLater();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        readBehindOutput = 0;
        readIfWanted();
        if (connection != null && ctx.channel().isWritable()) {
            output.nothingWaits();
            shard.onWritable(connection);
            ctx.executor().execute(this::serveOn); // Not now: the shard itself may be flushing.
        }
    }

    private void serveOn() {
        if (loop.serves(shard)) {
            loop.guarded(SessionShard::endOfBurst);
            return;
        }
        try {
            shard.endOfBurst();
        } catch (RuntimeException | Error broken) {
            loop.fail(broken);
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        replaceCollected(Unpooled.EMPTY_BUFFER);
        if (connection != null) {
            output.nothingWaits();
            if (!closing) {
                loop.endBurst();
            }
            shard.disconnected(connection);
        }
        if (address != null) {
            loop.limits().leave(address);
            loop.left();
        }
    }

    /** A client that closes its half has left, unless it waits for the answer to a word (operations, section 9.1). */
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent && !answeringWord) {
            ctx.close();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        if (cause instanceof java.io.IOException) {
            LOG.debug("Connection {} broke: {}", peer, cause.getMessage());
            ctx.close();
        } else {
            loop.fail(cause);
        }
    }

    InetSocketAddress peer() {
        return peer;
    }

    @Override
    public void send(byte[] bytes, int from, int length) {
        String problem = output.send(bytes, from, length);
        if (problem != null) {
            UNTAKEN_WARNINGS.warn(closingFor(problem));
            closing = true;
            context.executor().execute(() -> context.close()); // Not now: the shard is flushing.
        }
    }

    @Override
    public void flush() {
        context.flush();
    }

    @Override
    public boolean isWritable() {
        return context.channel().isWritable();
    }

    @Override
    public boolean tookOutput() {
        return output.tookSome();
    }

    @Override
    public void close() {
        closeBehind(Unpooled.EMPTY_BUFFER);
    }

    @Override
    public void wantFrames(boolean wanted) {
        framesWanted = wanted;
        readIfWanted();
    }

    /** A client that does not read its replies is not read either, but for its pings. */
    private void readIfWanted() {
        boolean room = context.channel().isWritable() || readBehindOutput < READ_BEHIND_OUTPUT_BYTES;
        context.channel().config().setAutoRead(framesWanted && room);
    }
}
