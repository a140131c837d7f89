package io.paddock.client.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.client.Client;
import io.paddock.client.WatchEvent;
import io.paddock.client.session.ScriptedServer.Connection;
import io.paddock.client.session.ScriptedServer.Request;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.AddWatchMode;
import io.paddock.common.protocol.ReplyHeader;
import io.paddock.common.protocol.WatchEventType;
import io.paddock.common.protocol.WatcherEvent;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Streams that end because of their subscriber: it is told, and the watch goes. */
@Timeout(60)
class EventStreamTest {

    private final CompletableFuture<Throwable> ended = new CompletableFuture<>();
    private ScriptedServer server;
    private Client client;

    @BeforeEach
    void open() throws IOException {
        server = new ScriptedServer();
        client = Client.open(server.connectString());
    }

    @AfterEach
    void end() throws IOException {
        server.close();
        client.abandon();
    }

    private final class Subscriber implements Flow.Subscriber<WatchEvent> {

        private final CompletableFuture<Flow.Subscription> subscription = new CompletableFuture<>();

        @Override
        public void onSubscribe(Flow.Subscription given) {
            subscription.complete(given);
        }

        @Override
        public void onNext(WatchEvent event) {
            throw new IllegalStateException("a bug of the application");
        }

        @Override
        public void onError(Throwable failure) {
            ended.complete(failure);
        }

        @Override
        public void onComplete() {
            ended.complete(null);
        }
    }

    @Test
    void aSubscriberThatFailsIsToldThatItsStreamEnds() throws Exception {
        Subscriber subscriber = new Subscriber();
        client.events("/a", AddWatchMode.PERSISTENT).subscribe(subscriber);
        subscriber.subscription.join().request(10);
        Connection connection = server.acceptSession(6000);
        answerAddWatch(connection);
        connection.reply(
                ReplyHeader.NOTIFICATION_XID,
                5,
                ErrorCode.OK,
                body -> new WatcherEvent(WatchEventType.NODE_CREATED, Path.of("/a")).write(body));
        assertThat(ended.get(30, TimeUnit.SECONDS)).hasMessage("a bug of the application");
        assertThat(connection.next().op()).isEqualTo(OpCode.REMOVE_WATCHES);
    }

    @Test
    void aSubscriberThatAsksForNothingIsToldThatItsStreamEnds() throws Exception {
        Subscriber subscriber = new Subscriber();
        client.events("/a", AddWatchMode.PERSISTENT).subscribe(subscriber);
        Connection connection = server.acceptSession(6000);
        subscriber.subscription.join().request(0);
        assertThat(ended.get(30, TimeUnit.SECONDS)).isInstanceOf(IllegalArgumentException.class);
        answerAddWatch(connection);
        assertThat(connection.next().op()).isEqualTo(OpCode.REMOVE_WATCHES);
    }

    private static void answerAddWatch(Connection connection) throws IOException {
        Request request = connection.next();
        assertThat(request.op()).isEqualTo(OpCode.ADD_WATCH);
        connection.reply(request.xid(), 1, ErrorCode.OK, body -> body.int32(0));
    }
}
