package io.paddock.client.session;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.client.Client;
import io.paddock.client.MayHaveHappenedException;
import io.paddock.client.NewNode;
import io.paddock.client.session.ScriptedServer.Connection;
import io.paddock.client.session.ScriptedServer.Request;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Stat;
import io.paddock.common.wire.WireOutput;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a client sends, and what it makes of the answers. */
@Timeout(60)
class ConversationTest {

    private static final Consumer<WireOutput> NOTHING = body -> {};

    private ScriptedServer server;
    private Client client;

    @BeforeEach
    void listen() throws IOException {
        server = new ScriptedServer();
    }

    @AfterEach
    void end() throws IOException {
        server.close();
        if (client != null) {
            client.abandon();
        }
    }

    private void open(String chroot) {
        client = Client.open(server.connectString() + chroot);
    }

    @Test
    void aReplyThatMakesNoSenseFailsItsCallAndEndsTheConnection() throws Exception {
        open("");
        Connection connection = server.acceptSession(6000);
        CompletableFuture<List<String>> question = client.getEphemerals("/");
        connection.reply(
                connection.next().xid(), 1, ErrorCode.OK, body -> body.int32(1).string(null));
        assertThatThrownBy(() -> question.get(30, TimeUnit.SECONDS))
                .hasCauseInstanceOf(MayHaveHappenedException.class)
                .hasMessageContaining("cannot be read");
        CompletableFuture<?> after = client.exists("/");
        Connection next = server.acceptSession(6000);
        next.reply(next.next().xid(), 1, ErrorCode.NO_NODE, NOTHING);
        after.get(30, TimeUnit.SECONDS);
    }

    /** So large that the channel is full and, when it has sent it, says that it takes more. */
    @Test
    void aLargeRequestIsSentOnce() throws Exception {
        open("");
        Connection connection = server.acceptSession(6000);
        client.connected().get(30, TimeUnit.SECONDS);
        for (int i = 0; i < 5; i++) {
            client.setData("/a", new byte[1_048_575 - 22], i);
            assertThat(connection.next().op()).isEqualTo(OpCode.SET_DATA);
            client.exists("/a");
            assertThat(connection.next().op()).isEqualTo(OpCode.EXISTS);
        }
    }

    @Test
    void whatIsCancelledBeforeItIsSentIsNeverSent() throws Exception {
        open("");
        Connection connection = server.accept();
        CompletableFuture<?> unwanted = client.create(NewNode.persistent("/unwanted"));
        CompletableFuture<?> wanted = client.exists("/wanted");
        unwanted.cancel(false);
        connection.grant(connection.connectRequest(), 6000);
        Request first = connection.next();
        assertThat(first.op()).isEqualTo(OpCode.EXISTS);
        connection.reply(first.xid(), 1, ErrorCode.NO_NODE, NOTHING);
        wanted.get(30, TimeUnit.SECONDS);
        assertThat(unwanted).isCancelled();
    }

    @Test
    void aReadBehindALostSyncIsNotSentWithoutOne() throws Exception {
        open("");
        Connection first = server.acceptSession(6000);
        CompletableFuture<?> sync = client.sync("/a");
        assertThat(first.next().op()).isEqualTo(OpCode.SYNC);
        cut(first);
        CompletableFuture<?> read = client.getChildren("/a");
        Connection second = server.acceptSession(6000);
        assertThat(second.next().op()).isEqualTo(OpCode.SYNC);
        assertThat(second.next().op()).isEqualTo(OpCode.GET_CHILDREN2);
        cut(second);
        CompletableFuture<?> later = client.exists("/a");
        Connection third = server.acceptSession(6000);
        Request again = third.next();
        assertThat(again.op()).isEqualTo(OpCode.SYNC);
        third.reply(again.xid(), 1, ErrorCode.OK, body -> body.string("/a"));
        third.reply(third.next().xid(), 1, ErrorCode.NO_NODE, NOTHING);
        later.get(30, TimeUnit.SECONDS);
        assertThat(sync).isCompletedExceptionally();
        assertThat(read).isCompletedExceptionally();
        cut(third);
        CompletableFuture<?> last = client.exists("/a");
        Connection fourth = server.acceptSession(6000);
        Request only = fourth.next();
        assertThat(only.op()).isEqualTo(OpCode.EXISTS);
        fourth.reply(only.xid(), 1, ErrorCode.NO_NODE, NOTHING);
        last.get(30, TimeUnit.SECONDS);
    }

    /** Ends the connection, and waits until the client has noticed. */
    private void cut(Connection connection) throws IOException {
        connection.close();
        long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
        while (client.state().isConnected()) {
            assertThat(System.nanoTime() - deadline).isNegative();
            Thread.onSpinWait();
        }
    }

    /** The pace is slow enough to reach the limit of silence, 2 s, before the answer is complete. */
    @Test
    void aLongAnswerThatComesSlowlyIsNoSilence() throws Exception {
        open("");
        Connection connection = server.acceptSession(3000);
        CompletableFuture<?> question = client.exists("/a");
        byte[] reply = Connection.replyBytes(connection.next().xid(), 1, ErrorCode.OK, body -> stat().write(body));
        int pieces = 22;
        for (int i = 0; i < pieces; i++) {
            int from = i * reply.length / pieces;
            connection.raw(reply, from, (i + 1) * reply.length / pieces - from);
            Thread.sleep(110);
        }
        question.get(30, TimeUnit.SECONDS);
    }

    @Test
    void ephemeralsOutsideOfTheChrootAreNotShown() throws Exception {
        open("/app");
        Connection connection = server.acceptSession(6000);
        for (String all : List.of("", "/")) {
            CompletableFuture<List<String>> question = client.getEphemerals(all);
            Request request = connection.next();
            assertThat(request.body().string()).isEqualTo("/app");
            connection.reply(
                    request.xid(),
                    1,
                    ErrorCode.OK,
                    body -> body.int32(2).string("/application/a").string("/app/b"));
            assertThat(question.get(30, TimeUnit.SECONDS)).containsExactly("/b");
        }
    }

    private static Stat stat() {
        return new Stat(0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);
    }
}
