package io.paddock.faults.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.wire.WireInput;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Reply;
import io.paddock.testsupport.Requests;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One client and its branch. Owned by whoever runs it: its thread, or between two runs the test's. */
final class Writer {

    private static final int SESSION_MS = 40_000;

    private final Lots lots;
    private final Tally tally;

    /** As the acknowledged requests left it; and as it will be when all that was sent has taken effect. */
    private Branch acknowledged;

    private Branch ahead;

    /** Sent and not answered, oldest first. */
    private final ArrayDeque<Write> inDoubt = new ArrayDeque<>();

    private RawClient client;
    private RawClient.Session session;
    private long lastZxid;

    Writer(String root, Lots lots, Tally tally) {
        this.acknowledged = new Branch(root);
        this.ahead = new Branch(root);
        this.lots = lots;
        this.tally = tally;
    }

    /** Writes until the connection ends. */
    void run() throws IOException {
        int window = lots.window();
        try {
            while (true) {
                boolean closing = inDoubt.peekLast() instanceof Write.CloseSession;
                if (!closing && inDoubt.size() < window) {
                    send(lots.next(ahead));
                } else if (!receive()) {
                    return;
                } else if (closing && inDoubt.isEmpty()) {
                    client.close();
                    open(tally.port());
                }
            }
        } catch (IOException ended) {
            tally.mustBeEnding(ended);
        } finally {
            client.close();
        }
    }

    private void send(Write write) throws IOException {
        inDoubt.add(write); // Before the first byte: whatever happens, it may have arrived.
        write.expect(ahead, session.id(), Branch.UNKNOWN);
        client.send(write.type(), write.body());
    }

    /** False at the end of the stream. */
    private boolean receive() throws IOException {
        Reply reply = client.receiveReply();
        if (reply == null) {
            tally.mustBeEnding(null);
            return false;
        }
        Write write = inDoubt.remove();
        assertThat(reply.zxid()).as("zxid of the reply to %s", write).isGreaterThan(lastZxid);
        lastZxid = reply.zxid();
        assertThat(write.said(reply))
                .as("reply to %s", write)
                .isEqualTo(write.expect(acknowledged, session.id(), reply.zxid()));
        tally.acknowledged(reply.zxid());
        return true;
    }

    /** After a restart: resumes the session, and compares everything with what may be there. */
    void resume(int port) throws IOException {
        long before = session == null ? 0 : session.id();
        if (session == null) {
            open(port);
        } else {
            client = RawClient.resume(port, session, lastZxid);
            assertThat(client.session())
                    .as("a server that lost zxid 0x%x would close the connection", lastZxid)
                    .isNotNull();
            if (client.session().id() == 0) {
                assertThat(inDoubt.peekLast())
                        .as("session 0x%x is gone: the last request in doubt", before)
                        .isInstanceOf(Write.CloseSession.class);
                client.close();
                open(port);
            }
        }
        settle(before);
        List<String> ephemerals =
                client.call(Op.GET_EPHEMERALS, Requests.path("/")).in().vector(WireInput::string);
        assertThat(ephemerals)
                .as("ephemerals of session 0x%x", session.id())
                .containsExactlyInAnyOrderElementsOf(acknowledged.ephemeralsOf(session.id()));
    }

    /** Finds out how many of the requests in doubt took effect: the first ones, in order. */
    private void settle(long sessionId) throws IOException {
        Seen seen = Seen.of(client, acknowledged.root);
        Branch guess = acknowledged.copy();
        int sent = inDoubt.size();
        List<String> differences = new ArrayList<>();
        String difference = seen.differenceFrom(guess, lastZxid);
        while (difference != null) {
            differences.add(difference);
            assertThat(inDoubt)
                    .as(
                            "%s is as it was after none of 0 to %d requests in doubt:%n%s%n",
                            guess.root, sent, String.join("\n", differences))
                    .isNotEmpty();
            inDoubt.remove().expect(guess, sessionId, Branch.UNKNOWN);
            difference = seen.differenceFrom(guess, lastZxid);
        }
        tally.settled(sent, differences.size());
        inDoubt.clear();
        acknowledged = seen.fillIn(guess);
        ahead = acknowledged.copy();
    }

    private void open(int port) throws IOException {
        session = null;
        client = RawClient.open(port);
        RawClient.Session granted = client.connect(Requests.connect(lastZxid, SESSION_MS, 0, new byte[16]));
        if (granted == null) {
            throw new IOException("the connection ended before the session was open");
        }
        session = granted;
    }

    /** The branch's root, if it is there. */
    Optional<String> root() {
        return acknowledged.nodes.isEmpty() ? Optional.empty() : Optional.of(acknowledged.root);
    }

    /** Closes the connection; the session lives on. */
    void disconnect() throws IOException {
        client.close();
    }
}
