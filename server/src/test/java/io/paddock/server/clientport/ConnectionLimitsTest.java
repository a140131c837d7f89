package io.paddock.server.clientport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** How many connections, and for how long without a session. */
class ConnectionLimitsTest {

    @RegisterExtension
    final ClientPortBench port = new ClientPortBench();

    @Test
    void aConnectionThatSaysNothingIsClosed() {
        EmbeddedChannel silent = port.channel();
        EmbeddedChannel slow = port.channel();
        slow.writeInbound(Unpooled.buffer().writeByte(0));
        for (EmbeddedChannel channel : List.of(silent, slow)) {
            channel.advanceTimeBy(ClientPortBench.SESSIONLESS_MS / 2, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
            assertThat(channel.isOpen()).isTrue();
            channel.advanceTimeBy(ClientPortBench.SESSIONLESS_MS / 2 + 1, TimeUnit.MILLISECONDS);
            channel.runScheduledPendingTasks();
            assertThat(channel.isOpen()).isFalse();
        }
    }

    @Test
    void aConnectionWithASessionStays() {
        EmbeddedChannel channel = port.connected();
        channel.advanceTimeBy(10 * ClientPortBench.SESSIONLESS_MS, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void connectionsBeyondTheLimitOfTheirAddressAreClosedWithoutAByte() {
        EmbeddedChannel one = port.channel("10.0.0.1");
        EmbeddedChannel two = port.channel("10.0.0.1");
        EmbeddedChannel three = port.channel("10.0.0.1");
        assertThat(three.isOpen()).isFalse();
        assertThat(ClientPortBench.text(three)).isEmpty();
        EmbeddedChannel other = port.channel("10.0.0.2");
        assertThat(other.isOpen()).isTrue();
        EmbeddedChannel beyondAll = port.channel("10.0.0.3");
        assertThat(beyondAll.isOpen()).isFalse();
        one.close();
        assertThat(port.channel("10.0.0.1").isOpen()).isTrue();
        assertThat(two.isOpen()).isTrue();
        assertThat(port.limits.total()).isEqualTo(3);
    }

    @Test
    void aClientThatLeavesTakesItsConnectionWithIt() {
        EmbeddedChannel channel = port.connected();
        assertThat(port.shard.connections()).hasSize(1);
        channel.close();
        assertThat(port.shard.connections()).isEmpty();
        assertThat(port.limits.total()).isZero();
        assertThat(port.tree.sessions()).hasSize(1);
    }
}
