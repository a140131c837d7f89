package io.paddock.server.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.Acl;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.CloseSession;
import io.paddock.common.protocol.ConnectRequest;
import io.paddock.common.protocol.ConnectResponse;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.GetData;
import io.paddock.common.protocol.Ping;
import io.paddock.common.protocol.ReplyHeader;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.clientport.ClientPort;
import io.paddock.server.clientport.ClientPortOptions;
import io.paddock.server.clientport.WordPort;
import java.io.BufferedOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The client port with its event loops, over real sockets of the loopback interface and the real threads behind it. */
@Timeout(60)
class ClientSocketsTest {

    private static final int LOOPS = 2;

    private static final class NoWords implements WordPort {
        @Override
        public CompletionStage<String> answer(int word, byte[] behind) {
            return null;
        }

        @Override
        public int argumentBytes(int word) {
            return 0;
        }
    }

    /** A client with a blocking socket. */
    private static final class SocketClient implements AutoCloseable {
        private final Socket socket;
        private final DataInputStream in;
        private final DataOutputStream out;
        private int xid;
        private ConnectResponse session;

        SocketClient(InetSocketAddress address) throws IOException {
            socket = new Socket(address.getAddress(), address.getPort());
            in = new DataInputStream(socket.getInputStream());
            out = new DataOutputStream(new BufferedOutputStream(socket.getOutputStream()));
        }

        SocketClient connect(long id, byte[] password) throws IOException {
            WireOutput request = new WireOutput();
            new ConnectRequest(0, 0, 30_000, id, password, true, false).write(request);
            frame(request);
            out.flush();
            session = ConnectResponse.read(new WireInput(read()));
            return this;
        }

        private void frame(WireOutput content) throws IOException {
            out.writeInt(content.size());
            out.write(content.array(), 0, content.size());
        }

        private byte[] read() throws IOException {
            return in.readNBytes(in.readInt());
        }

        void send(ClientRequest request) throws IOException {
            WireOutput content = new WireOutput();
            content.int32(++xid).int32(request.op().code());
            request.write(content);
            frame(content);
        }

        ReplyHeader reply() throws IOException {
            return ReplyHeader.read(new WireInput(read()));
        }

        ReplyHeader ask(ClientRequest request) throws IOException {
            send(request);
            out.flush();
            return reply();
        }

        boolean atEnd() throws IOException {
            return in.read() < 0;
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    private final Rig rig = new Rig(tree -> {});
    private ClientPort port;
    private InetSocketAddress address;
    private boolean closed;

    @BeforeEach
    void start() throws IOException {
        port = new ClientPort(
                new ClientPortOptions(1 << 20, 30_000, 0, 0, -1, LOOPS, false),
                Rig::meter,
                new NoWords(),
                500,
                broken -> rig.fatal.compareAndSet(null, broken));
        port.serve(meter -> rig.shard());
        rig.start(port::onApplied);
        address = port.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
    }

    @AfterEach
    void stop() throws InterruptedException {
        rig.stop();
        close();
        assertThat(rig.fatal.get()).isNull();
    }

    private void close() throws InterruptedException {
        if (!closed) {
            closed = true;
            port.close();
        }
    }

    private SocketClient connected() throws IOException {
        return new SocketClient(address).connect(0, new byte[16]);
    }

    private static Create create(String path) {
        return new Create(OpCode.CREATE, Path.of(path), new byte[100], Acl.OPEN, 0, 0);
    }

    private static GetData getData(String path) {
        return new GetData(Path.of(path), false);
    }

    @Test
    void whatComesAfterTheEndOfThePortIsIgnored() throws Exception {
        close();
        port.close();
        port.onApplied();
        port.onApplied();
    }

    @Test
    void pipelinedRequestsOfManyClientsAreAnsweredInTheirOrder() throws Exception {
        List<SocketClient> clients = new ArrayList<>();
        for (int c = 0; c < 6; c++) {
            clients.add(connected());
        }
        for (int i = 0; i < 200; i++) {
            for (int c = 0; c < clients.size(); c++) {
                String path = "/c" + c + "-" + i;
                clients.get(c).send(create(path));
                clients.get(c).send(getData(path));
            }
        }
        for (SocketClient client : clients) {
            client.out.flush();
        }
        for (SocketClient client : clients) {
            long zxid = 0;
            for (int xid = 1; xid <= 400; xid++) {
                ReplyHeader reply = client.reply();
                assertThat(reply.xid()).isEqualTo(xid);
                assertThat(reply.err()).isZero();
                assertThat(reply.zxid()).isGreaterThanOrEqualTo(zxid);
                zxid = reply.zxid();
            }
            client.close();
        }
    }

    @Test
    void aLoneClientIsAnsweredEachTime() throws Exception {
        try (SocketClient client = connected()) {
            for (int i = 0; i < 100; i++) {
                assertThat(client.ask(create("/n" + i)).err()).isZero();
                assertThat(client.ask(new Ping()).xid()).isEqualTo(-2);
            }
        }
    }

    @Test
    void aSessionThatComesBackEndsItsOtherConnectionOnWhateverLoop() throws Exception {
        SocketClient last = connected();
        assertThat(last.ask(create("/a")).err()).isZero();
        for (int i = 0; i < 5; i++) {
            SocketClient next = new SocketClient(address).connect(last.session.sessionId(), last.session.password());
            assertThat(next.session.sessionId()).isEqualTo(last.session.sessionId());
            assertThat(last.atEnd()).isTrue();
            assertThat(next.ask(getData("/a")).err()).isZero();
            assertThat(next.ask(create("/a" + i)).err()).isZero();
            last.close();
            last = next;
        }
        last.close();
    }

    @Test
    void theReplyToACloseSessionIsFollowedByTheEnd() throws Exception {
        try (SocketClient client = connected()) {
            assertThat(client.ask(new CloseSession()).err()).isZero();
            assertThat(client.atEnd()).isTrue();
        }
    }

    @Test
    void aLargeReplyArrivesWholeAtAClientThatReadsSlowly() throws Exception {
        try (SocketClient client = connected()) {
            assertThat(client.ask(new Create(OpCode.CREATE, Path.of("/big"), new byte[900_000], Acl.OPEN, 0, 0))
                            .err())
                    .isZero();
            for (int i = 0; i < 20; i++) {
                client.send(getData("/big"));
            }
            client.out.flush();
            for (int i = 0; i < 20; i++) {
                assertThat(client.read().length).isEqualTo(16 + 4 + 900_000 + 68);
            }
        }
    }

    @Test
    void everyLoopAnswersQuestionsAboutItsConnections() throws Exception {
        List<SocketClient> clients = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            clients.add(connected());
        }
        List<Integer> counts =
                port.<Integer>ask(shard -> shard.connections().size()).get(20, TimeUnit.SECONDS);
        assertThat(counts).hasSize(LOOPS);
        assertThat(counts.stream().mapToInt(Integer::intValue).sum()).isEqualTo(4);
        assertThat(port.connections()).isEqualTo(4);
        for (SocketClient client : clients) {
            client.close();
        }
        while (port.connections() > 0) {
            Thread.onSpinWait();
        }
    }

    @Test
    void aPortThatIsInUseIsReported() {
        assertThatThrownBy(() -> port.bind(address)).isInstanceOf(IOException.class);
    }

    @Test
    void closingEndsTheConnectionsAndKeepsTheSessions() throws Exception {
        try (SocketClient client = connected()) {
            close();
            assertThat(client.atEnd()).isTrue();
            int sessions =
                    rig.replicaThread.ask(replica -> rig.tree.sessions().size()).get(20, TimeUnit.SECONDS);
            assertThat(sessions).isEqualTo(1);
        }
    }
}
