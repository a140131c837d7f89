package io.paddock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.wire.WireInput;
import io.paddock.testsupport.FourLetterWord;
import io.paddock.testsupport.NodeStat;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Reply;
import io.paddock.testsupport.Requests;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A decent client beside the hostile ones: whatever they do, it is served on, and it sees every zxid that they take. */
final class OtherClient implements AutoCloseable {

    private static final Pattern ZXID = Pattern.compile("Zxid: 0x([0-9a-f]+)");
    private static final String PATH = "/other-client";

    private final RawClient client;
    private final int port;
    private int writes;

    private OtherClient(RawClient client, int port) {
        this.client = client;
        this.port = port;
    }

    static OtherClient of(int port) throws IOException {
        RawClient client = RawClient.session(port);
        assertThat(client.call(Op.CREATE, Requests.create(PATH, new byte[0], 0)).err())
                .isIn(0, -110);
        return new OtherClient(client, port);
    }

    /** Writes and reads on its old connection. */
    void isServed() throws IOException {
        byte[] data = Integer.toString(++writes).getBytes(StandardCharsets.US_ASCII);
        Reply written = client.call(Op.SET_DATA, Requests.setData(PATH, data, -1));
        assertThat(written.err()).isZero();
        NodeStat stat = read(client);
        assertThat(stat.mzxid()).isEqualTo(written.zxid());
    }

    private static NodeStat read(RawClient client) throws IOException {
        Reply reply = client.call(Op.GET_DATA, Requests.read(PATH, false));
        assertThat(reply.err()).isZero();
        WireInput in = reply.in();
        in.buffer();
        return NodeStat.read(in);
    }

    /** The last zxid of the server, as it tells it. */
    long zxid() throws IOException {
        Matcher found = ZXID.matcher(FourLetterWord.ask(port, "srvr"));
        assertThat(found.find()).isTrue();
        return Long.parseLong(found.group(1), 16);
    }

    RawClient client() {
        return client;
    }

    @Override
    public void close() throws IOException {
        client.close();
    }
}
