package io.paddock.server.clientport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBuf;
import io.netty.channel.embedded.EmbeddedChannel;
import io.paddock.common.Path;
import io.paddock.common.protocol.GetData;
import io.paddock.common.protocol.Ping;
import io.paddock.server.replica.Submission;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Clients that do not take what they are sent. */
class UntakenOutputTest {

    @RegisterExtension
    final ClientPortBench port = new ClientPortBench();

    @Test
    void aClientThatSlowlyTakesALongReplyIsHeardAndOneThatTakesNothingIsNot() {
        ClientPortBench.ClientChannel channel = port.connected();
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
        ClientPortBench.ClientChannel channel = port.connected();
        isHeard();
        channel.room = 0;
        push(channel, 70_000);
        assertThat(channel.config().isAutoRead()).isTrue();
        channel.writeInbound(ClientPortBench.frame(ClientPortBench.request(-2, new Ping())));
        assertThat(isHeard()).isTrue();
        String longPath = "/" + "p".repeat(3_000);
        int asked = 0;
        while (channel.config().isAutoRead()) {
            channel.writeInbound(
                    ClientPortBench.frame(ClientPortBench.request(++asked, new GetData(Path.of(longPath), false))));
        }
        assertThat(asked).isBetween(20, 22);
        channel.room = Long.MAX_VALUE;
        channel.flush();
        channel.runPendingTasks();
        assertThat(channel.config().isAutoRead()).isTrue();
        ByteBuf pushed = channel.readOutbound();
        pushed.release();
        assertThat(ClientPortBench.xids(channel)).hasSize(1 + asked).startsWith(-2, 1, 2);
    }

    @Test
    void whatTheSocketTakesAtOnceIsNoSignOfLife() {
        ClientPortBench.ClientChannel channel = port.connected();
        isHeard();
        ask(channel, 3);
        assertThat(isHeard()).as("it has asked").isTrue();
        assertThat(ClientPortBench.xids(channel)).hasSize(3);
        assertThat(isHeard()).as("its replies have left").isFalse();
    }

    @Test
    void eventsThatPileUpBehindOutputThatNobodyTakesEndTheConnectionAndNotItsSession() {
        ClientPortBench.ClientChannel channel = port.connected();
        channel.room = 0;
        push(channel, 70_000);
        for (int sent = 0; sent < ClientPortBench.UNTAKEN_BYTES_MAX - 10_000; sent += 5_000) {
            push(channel, 4_700);
        }
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        for (int i = 0; i < 10 && channel.isOpen(); i++) {
            push(channel, 4_700);
        }
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(port.tree.sessions()).hasSize(1);
    }

    @Test
    void oneReplyOfAnyLengthAndLittleBehindItAreWaitedFor() {
        ClientPortBench.ClientChannel channel = port.connected();
        channel.room = 0;
        push(channel, 10 * ClientPortBench.UNTAKEN_BYTES_MAX);
        push(channel, 100);
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.take(Long.MAX_VALUE);
        assertThat(port.untaken.bytes()).isZero();
    }

    @Test
    void aClientThatTakesWhatItIsSentMayStayBehind() {
        ClientPortBench.ClientChannel channel = port.connected();
        channel.room = 0;
        push(channel, 70_000);
        for (int i = 0; i < 20; i++) {
            push(channel, ClientPortBench.UNTAKEN_BYTES_MAX / 10);
            channel.take(ClientPortBench.UNTAKEN_BYTES_MAX / 10);
        }
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isTrue();
    }

    @Test
    void manyClientsThatTakeNothingAreBoundedTogether() {
        List<ClientPortBench.ClientChannel> stuck =
                List.of(port.channel("10.0.0.1"), port.channel("10.0.0.2"), port.channel("10.0.0.3"));
        for (ClientPortBench.ClientChannel channel : stuck) {
            channel.room = 0;
            push(channel, 70_000);
            push(channel, ClientPortBench.UNTAKEN_BYTES_MAX * 3 / 4);
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
            channel.writeInbound(ClientPortBench.frame(ClientPortBench.request(xid, new GetData(Path.ROOT, false))));
        }
    }

    /** Whether the shard reports a session as heard. */
    private boolean isHeard() {
        port.shard.reportTouched();
        return port.submitted.removeIf(submission -> submission instanceof Submission.Touched);
    }
}
