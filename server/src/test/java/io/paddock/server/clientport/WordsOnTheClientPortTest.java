package io.paddock.server.clientport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Four-letter words where a connect request could be: client protocol, section 2.2. */
class WordsOnTheClientPortTest {

    @RegisterExtension
    final ClientPortBench port = new ClientPortBench();

    @Test
    void aWordIsAnsweredAsPlainTextAndTheConnectionEnds() {
        EmbeddedChannel channel = port.channel();
        channel.writeInbound(ClientPortBench.ascii("ruok"));
        channel.runPendingTasks();
        assertThat(ClientPortBench.text(channel)).isEqualTo("imok");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aWordMayComeInPiecesAndWithSomethingBehindIt() {
        EmbeddedChannel channel = port.channel();
        channel.writeInbound(ClientPortBench.ascii("ru"));
        assertThat(channel.isOpen()).isTrue();
        channel.writeInbound(ClientPortBench.ascii("ok\r\n"));
        channel.runPendingTasks();
        assertThat(ClientPortBench.text(channel)).isEqualTo("imok");
    }

    @Test
    void aWordWithAnArgumentWaitsForIt() {
        EmbeddedChannel channel = port.channel();
        channel.writeInbound(Unpooled.wrappedBuffer(
                ClientPortBench.ascii("stmk"), Unpooled.buffer().writeInt(0)));
        channel.runPendingTasks();
        assertThat(ClientPortBench.text(channel)).isEmpty();
        assertThat(channel.isOpen()).isTrue();
        channel.writeInbound(Unpooled.buffer().writeInt(77));
        channel.runPendingTasks();
        assertThat(ClientPortBench.text(channel)).isEqualTo("77");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void anAnswerThatTakesItsTimeIsWaitedFor() {
        EmbeddedChannel channel = port.channel();
        channel.writeInbound(ClientPortBench.ascii("srvr"));
        channel.advanceTimeBy(ClientPortBench.SESSIONLESS_MS + 1, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        port.words.later.complete("the answer");
        channel.runPendingTasks();
        assertThat(ClientPortBench.text(channel)).isEqualTo("the answer");
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aClientThatDoesNotTakeTheAnswerToItsWordIsClosedInTheEnd() {
        ClientPortBench.ClientChannel channel = port.channel();
        channel.room = 0;
        channel.writeInbound(ClientPortBench.ascii("ruok"));
        channel.runPendingTasks();
        assertThat(channel.isOpen()).isTrue();
        channel.advanceTimeBy(5_001, TimeUnit.MILLISECONDS);
        channel.runScheduledPendingTasks();
        assertThat(channel.isOpen()).isFalse();
        assertThat(port.limits.total()).isZero();
    }

    @Test
    void onceThereIsASessionAWordIsALengthThatIsTooGreat() {
        EmbeddedChannel channel = port.connected();
        channel.writeInbound(ClientPortBench.ascii("ruok"));
        channel.runPendingTasks();
        assertThat(ClientPortBench.text(channel)).isEmpty();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void aWordThatIsNoneEndsTheConnection() {
        EmbeddedChannel channel = port.channel();
        channel.writeInbound(ClientPortBench.ascii("GET / HTTP/1.1"));
        assertThat(channel.isOpen()).isFalse();
        assertThat(ClientPortBench.text(channel)).isEmpty();
    }
}
