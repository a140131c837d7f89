package io.paddock.client.transport;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.WriteBufferWaterMark;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * One connection to a server: frames in, frames out. Nothing is allocated for an announced length; a frame is collected as
 * its bytes come, and one that is too long is read over.
 *
 * <p>Owned by the I/O thread.
 */
public final class FrameChannel extends ChannelInboundHandlerAdapter {

    private static final int INITIAL_BYTES = 8 << 10;
    private static final int KEPT_BYTES = 256 << 10;

    /** How much of an oversized frame is shown: a reply header. */
    private static final int SHOWN_BYTES = 16;

    private static final int LENGTH_BYTES = 4;

    /** What Netty puts before the error of a native call. */
    private static final Pattern NATIVE_CALL = Pattern.compile("^\\w+\\(\\.\\.\\) failed with error\\(-?\\d+\\): ");

    /** The listener is told {@code onWritable} when what waits to be sent falls below the first of these. */
    private static final WriteBufferWaterMark WRITE_MARKS = new WriteBufferWaterMark(512 << 10, 1 << 20);

    private final FrameListener listener;
    private final int frameBytesMax;
    private final WireInput input = new WireInput(new byte[0]);

    private Channel channel;
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int start;
    private int end;
    private int toSkip;
    private String failure = "the server closed the connection";
    private boolean closed;

    private FrameChannel(FrameListener listener, int frameBytesMax) {
        this.listener = listener;
        this.frameBytesMax = frameBytesMax;
    }

    /** Begins to connect. The listener hears {@code onActive} or {@code onClosed}. */
    public static FrameChannel connect(
            ClientLoop loop,
            InetSocketAddress address,
            String host,
            ChannelSetup setup,
            int frameBytesMax,
            FrameListener listener) {
        FrameChannel frames = new FrameChannel(listener, frameBytesMax);
        Bootstrap bootstrap = new Bootstrap()
                .group(loop.eventLoop())
                .channel(loop.channelType())
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.WRITE_BUFFER_WATER_MARK, WRITE_MARKS)
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, 0) // The session has its own.
                .handler(new ChannelInitializer<>() {
                    @Override
                    protected void initChannel(Channel made) {
                        setup.install(made.pipeline(), host, address.getPort());
                        made.pipeline().addLast(frames);
                    }
                });
        var connecting = bootstrap.connect(address);
        frames.channel = connecting.channel();
        connecting.addListener((ChannelFutureListener) done -> {
            if (!done.isSuccess()) {
                frames.fail(reason(done.cause()));
            }
        });
        return frames;
    }

    /**
     * Sends what is in the output, which must consist of whole frames, flushes, and leaves the output empty. The listener
     * may hear {@code onWritable} meanwhile and send more.
     */
    public void send(WireOutput output) {
        ByteBuf buffer = channel.alloc().buffer(output.size());
        buffer.writeBytes(output.array(), 0, output.size());
        output.clear(); // First: who sends more from within must not find it full and send it twice.
        channel.writeAndFlush(buffer, channel.voidPromise());
    }

    /** False while so much waits to be sent that more should wait elsewhere. */
    public boolean isWritable() {
        return channel.isWritable();
    }

    /** Stops or resumes reading from the socket. */
    public void setReading(boolean reading) {
        channel.config().setAutoRead(reading);
    }

    public boolean isReading() {
        return channel.config().isAutoRead();
    }

    public InetSocketAddress remoteAddress() {
        return (InetSocketAddress) channel.remoteAddress();
    }

    /** Closes the connection; the listener hears no more than {@code onClosed}. */
    public void close(String why) {
        fail(why);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        if (!closed) {
            listener.onActive(this);
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf arrived = (ByteBuf) message;
        try {
            while (arrived.isReadable() && !closed) {
                int skipped = Math.min(toSkip, arrived.readableBytes());
                arrived.skipBytes(skipped);
                toSkip -= skipped;
                take(arrived);
                handOver();
            }
        } finally {
            arrived.release();
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (!closed) {
            listener.onBurstEnd();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!closed && channel.isWritable()) {
            listener.onWritable();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        fail(failure);
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        fail(reason(cause));
    }

    /** In the words of the system, without those of the call that met it. */
    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.toString() : NATIVE_CALL.matcher(message).replaceFirst("");
    }

    private void take(ByteBuf arrived) {
        int count = arrived.readableBytes();
        if (bytes.length - end < count) {
            if (end - start + count > bytes.length) {
                bytes = Arrays.copyOfRange(bytes, start, start + Math.max(2 * bytes.length, end - start + count));
            } else {
                System.arraycopy(bytes, start, bytes, 0, end - start);
            }
            end -= start;
            start = 0;
        }
        arrived.readBytes(bytes, end, count);
        end += count;
    }

    private void handOver() {
        while (!closed && end - start >= LENGTH_BYTES) {
            input.reset(bytes, start, end);
            int length = input.int32();
            int held = end - start - LENGTH_BYTES;
            if (length < 0) {
                fail("the server sent a frame of length " + length);
            } else if (length > frameBytesMax && length > SHOWN_BYTES) {
                if (held < SHOWN_BYTES) {
                    return;
                }
                input.reset(bytes, start + LENGTH_BYTES, start + LENGTH_BYTES + SHOWN_BYTES);
                int present = Math.min(length, held);
                toSkip = length - present;
                start += LENGTH_BYTES + present;
                listener.onOversizedFrame(input, length);
            } else if (held < length) {
                return;
            } else {
                input.reset(bytes, start + LENGTH_BYTES, start + LENGTH_BYTES + length);
                start += LENGTH_BYTES + length;
                listener.onFrame(input);
            }
        }
        if (start == end) {
            start = 0;
            end = 0;
            if (bytes.length > KEPT_BYTES) {
                bytes = new byte[INITIAL_BYTES];
            }
        }
    }

    private void fail(String why) {
        if (closed) {
            return;
        }
        closed = true;
        failure = why;
        channel.close();
        listener.onClosed(why);
    }
}
