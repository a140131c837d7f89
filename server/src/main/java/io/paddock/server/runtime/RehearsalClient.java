package io.paddock.server.runtime;

import io.paddock.common.Acl;
import io.paddock.common.CreateMode;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.CloseSession;
import io.paddock.common.protocol.ConnectRequest;
import io.paddock.common.protocol.ConnectResponse;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.GetChildren2;
import io.paddock.common.protocol.GetData;
import io.paddock.common.protocol.ReplyHeader;
import io.paddock.common.protocol.RequestHeader;
import io.paddock.common.protocol.SessionPassword;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/** What a first client asks of a server, over a blocking socket. For one thread. */
final class RehearsalClient implements AutoCloseable {

    private static final int LIMIT_MS = 30_000;

    private final Socket socket;
    private final DataInputStream in;
    private final DataOutputStream out;
    private int xid;

    private RehearsalClient(int port) throws IOException {
        socket = open(port);
        in = new DataInputStream(socket.getInputStream());
        out = new DataOutputStream(socket.getOutputStream());
    }

    /** With a session. */
    static RehearsalClient connect(int port) throws IOException {
        RehearsalClient client = new RehearsalClient(port);
        WireOutput request = new WireOutput();
        new ConnectRequest(0, 0, LIMIT_MS, 0, new byte[SessionPassword.BYTES], true, false).write(request);
        client.send(request);
        if (ConnectResponse.read(client.receive()).isRefusal()) {
            throw new IOException("no session");
        }
        return client;
    }

    static void askWord(int port, String word) throws IOException {
        try (Socket socket = open(port)) {
            socket.getOutputStream().write(word.getBytes(StandardCharsets.US_ASCII));
            socket.getInputStream().readAllBytes();
        }
    }

    void writeAndRead() throws IOException {
        Path path = Path.of("/rehearsal");
        ask(new Create(OpCode.CREATE, path, new byte[] {1}, Acl.OPEN, CreateMode.EPHEMERAL));
        ask(new GetData(path, true));
        ask(new GetChildren2(Path.ROOT, false));
        ask(new CloseSession());
    }

    private void ask(ClientRequest request) throws IOException {
        WireOutput content = new WireOutput();
        new RequestHeader(++xid, request.op().code()).write(content);
        request.write(content);
        send(content);
        ReplyHeader reply;
        do {
            reply = ReplyHeader.read(receive());
        } while (reply.xid() == ReplyHeader.NOTIFICATION_XID);
        if (reply.xid() != xid || reply.err() != ErrorCode.OK.code()) {
            throw new IOException(request.op() + " was answered with " + reply);
        }
    }

    private void send(WireOutput content) throws IOException {
        out.writeInt(content.size());
        out.write(content.array(), 0, content.size());
    }

    private WireInput receive() throws IOException {
        return new WireInput(in.readNBytes(in.readInt()));
    }

    private static Socket open(int port) throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
        socket.setSoTimeout(LIMIT_MS);
        socket.setTcpNoDelay(true);
        return socket;
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
