package io.paddock.server.clientport;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.paddock.common.Path;
import io.paddock.common.protocol.GetData;
import io.paddock.common.protocol.Ping;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The stream of one client, cut into frames: client protocol, sections 1.3, 1.4 and 2.1. */
class FrameHandlerTest {

    @RegisterExtension
    final ClientPortBench port = new ClientPortBench();

    @Test
    void framesAreTakenHoweverTheStreamIsCut() {
        Random random = new Random(11);
        for (int round = 0; round < 50; round++) {
            EmbeddedChannel channel = port.connected();
            ByteBuf stream = Unpooled.buffer();
            List<Integer> wanted = new ArrayList<>();
            for (int i = 1; i <= 20; i++) {
                byte[] path = new byte[random.nextInt(300)];
                stream.writeBytes(ClientPortBench.frame(ClientPortBench.request(
                        i, new GetData(Path.of("/" + new String(path, US_ASCII)), false))));
                wanted.add(i);
            }
            while (stream.isReadable()) {
                channel.writeInbound(
                        stream.readRetainedSlice(Math.min(stream.readableBytes(), 1 + random.nextInt(700))));
            }
            stream.release();
            assertThat(ClientPortBench.xids(channel)).isEqualTo(wanted);
            channel.close();
        }
    }

    @Test
    void aStreamThatComesByteByByteIsTheSame() {
        EmbeddedChannel channel = port.channel();
        ByteBuf knock = ClientPortBench.frame(ClientPortBench.knock());
        while (knock.isReadable()) {
            channel.writeInbound(knock.readRetainedSlice(1));
        }
        knock.release();
        port.settle();
        assertThat(ClientPortBench.all(channel).readableBytes()).isEqualTo(4 + 37);
    }

    @Test
    void aFrameOfTheGreatestLengthIsTakenAndALongerOneEndsTheConnection() {
        EmbeddedChannel channel = port.connected();
        byte[] longest = new byte[ClientPortBench.FRAME_BYTES_MAX];
        byte[] read = ClientPortBench.request(7, new GetData(Path.ROOT, false));
        System.arraycopy(read, 0, longest, 0, read.length);
        channel.writeInbound(ClientPortBench.frame(longest));
        assertThat(ClientPortBench.xids(channel)).containsExactly(7);
        channel.writeInbound(Unpooled.buffer().writeInt(ClientPortBench.FRAME_BYTES_MAX + 1));
        assertThat(channel.isOpen()).isFalse();
        assertThat(ClientPortBench.text(channel)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {-1, Integer.MIN_VALUE, Integer.MAX_VALUE, ClientPortBench.FRAME_BYTES_MAX + 1})
    void anAnnouncedLengthOutsideTheLimitsEndsTheConnectionAtOnce(int length) {
        EmbeddedChannel fresh = port.channel();
        fresh.writeInbound(Unpooled.buffer().writeInt(length));
        assertThat(fresh.isOpen()).isFalse();
        EmbeddedChannel channel = port.connected();
        channel.writeInbound(Unpooled.buffer().writeInt(length).writeZero(100));
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aFrameWithoutAHeaderOrAConnectRequestEndsTheConnection() {
        EmbeddedChannel channel = port.connected();
        channel.writeInbound(ClientPortBench.frame(new byte[7]));
        assertThat(channel.isOpen()).isFalse();
        EmbeddedChannel fresh = port.channel();
        fresh.writeInbound(ClientPortBench.frame(new byte[0]));
        assertThat(fresh.isOpen()).isFalse();
    }

    @Test
    void nothingBehindABadFrameIsLookedAt() {
        EmbeddedChannel channel = port.connected();
        channel.writeInbound(Unpooled.wrappedBuffer(
                ClientPortBench.frame(new byte[3]), ClientPortBench.frame(ClientPortBench.request(1, new Ping()))));
        assertThat(ClientPortBench.xids(channel)).isEmpty();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void repliesOfABurstLeaveTogetherAndInOrder() {
        EmbeddedChannel channel = port.connected();
        channel.writeInbound(Unpooled.wrappedBuffer(
                ClientPortBench.frame(ClientPortBench.request(1, new GetData(Path.ROOT, false))),
                ClientPortBench.frame(ClientPortBench.request(2, new GetData(Path.of("/missing"), false))),
                ClientPortBench.frame(ClientPortBench.request(3, new Ping()))));
        assertThat(channel.outboundMessages()).hasSize(1);
        assertThat(ClientPortBench.xids(channel)).containsExactly(1, 2, -2);
    }

    @Test
    void theSocketIsNotReadWhileASessionIsBeingOpened() {
        EmbeddedChannel channel = port.channel();
        channel.writeInbound(ClientPortBench.frame(ClientPortBench.knock()));
        assertThat(channel.config().isAutoRead()).isFalse();
        port.settle();
        assertThat(channel.config().isAutoRead()).isTrue();
    }
}
