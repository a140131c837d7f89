package io.paddock.faults;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Reply;
import io.paddock.testsupport.Requests;
import io.paddock.testsupport.ServerProcess;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Clients that ask for more than they take (hazard H47): what waits for them in the server is bounded, whatever they ask
 * for, and others are served. The server has a heap of 128 MB.
 */
class SlowReaderTest {

    private static final int BIG = 1_000_000;
    private static final int PERSISTENT_RECURSIVE = 1;
    private static final int EPHEMERAL = 1;
    private static final int PING_XID = -2;
    /** Looks at a node between two pings: some 20 ms. */
    private static final int PINGS_APART = 200;

    @TempDir
    private Path directory;

    @Test
    void repliesThatNobodyTakesAreNotPiledUp() throws IOException {
        int requests = 600;
        try (ServerProcess server = Servers.quick(directory).start();
                OtherClient other = OtherClient.of(server.port());
                RawClient greedy = RawClient.session(server.port())) {
            Reply created = other.client().call(Op.CREATE, Requests.create("/big", new byte[BIG], 0));
            assertThat(created.err()).isZero();
            List<byte[]> frames = new ArrayList<>();
            for (int i = 1; i <= requests; i++) {
                frames.add(Requests.frame(i, Op.GET_DATA, Requests.read("/big", false)));
            }
            greedy.sendAll(frames);
            for (int i = 0; i < 100; i++) {
                other.isServed();
            }
            for (int i = 1; i <= requests; i++) {
                Reply reply = greedy.receiveReply();
                assertThat(reply.xid()).isEqualTo(i);
                assertThat(reply.body()).hasSize(4 + BIG + 68);
            }
            other.isServed();
            assertThat(Printed.by(server).errors()).isEmpty();
        }
    }

    @Test
    void anAnswerBeyondAnyMemoryEndsTheConnectionAndNothingElse() throws IOException {
        try (ServerProcess server = Servers.quick(directory).start();
                OtherClient other = OtherClient.of(server.port());
                RawClient greedy = RawClient.session(server.port())) {
            other.client().call(Op.CREATE, Requests.create("/big", new byte[BIG], 0));
            Requests.Part part = new Requests.Part(Op.GET_DATA, Requests.read("/big", false));
            greedy.send(Op.MULTI_READ, Requests.multi(Collections.nCopies(40_000, part)));
            greedy.awaitEnd();
            other.isServed();
            assertThat(Printed.by(server).errors()).isEmpty();
        }
    }

    @Test
    void eventsForWatchersThatDoNotReadAreBounded() throws IOException {
        int watchers = 40;
        String path = "/" + "p".repeat(20_000);
        List<RawClient> deaf = new ArrayList<>();
        try (ServerProcess server = Servers.quick(directory).start();
                OtherClient other = OtherClient.of(server.port())) {
            try {
                for (int i = 0; i < watchers; i++) {
                    RawClient watcher = RawClient.session(server.port());
                    deaf.add(watcher);
                    Reply added = watcher.call(Op.ADD_WATCH, Requests.pathAndNumber("/", PERSISTENT_RECURSIVE));
                    assertThat(added.err()).isZero();
                }
                other.client().call(Op.CREATE, Requests.create(path, new byte[0], 0));
                for (int i = 0; i < 500; i++) {
                    Reply written = other.client().call(Op.SET_DATA, Requests.setData(path, new byte[0], -1));
                    assertThat(written.err()).isZero();
                }
                other.isServed();
                Printed printed = Printed.by(server);
                assertThat(printed.errors()).isEmpty();
                assertThat(printed.warnings()).anyMatch(line -> line.contains("that it does not take"));
                RawClient.Session session = deaf.get(0).session();
                try (RawClient back = RawClient.resume(server.port(), session, 0)) {
                    assertThat(back.session().id()).as("its session lives").isEqualTo(session.id());
                }
            } finally {
                for (RawClient watcher : deaf) {
                    watcher.close();
                }
            }
        }
    }

    @Test
    void aClientThatPingsKeepsItsSessionBehindAReplyThatTakesLongerThanItsTimeout() throws IOException {
        int parts = 7;
        try (ServerProcess server =
                        Servers.quick(directory).config("tickTime", "1500").start();
                OtherClient other = OtherClient.of(server.port());
                RawClient slow = RawClient.open(server.port())) {
            other.client().call(Op.CREATE, Requests.create("/big", new byte[BIG], 0));
            slow.connect(Requests.connectNew(1));
            Requests.Part part = new Requests.Part(Op.GET_DATA, Requests.read("/big", false));
            slow.send(Op.MULTI_READ, Requests.multi(Collections.nCopies(parts, part)));
            for (int round = 0; round < 2; round++) {
                outlive("/silent-" + round, server.port(), other.client(), slow);
            }
            assertThat(slow.receiveReply().body()).hasSizeGreaterThan(parts * BIG);
            int xid = slow.send(Op.SET_DATA, Requests.setData("/big", new byte[0], -1));
            Reply reply = slow.receiveReply();
            while (reply.xid() == PING_XID) {
                reply = slow.receiveReply();
            }
            assertThat(reply.xid()).isEqualTo(xid);
            assertThat(reply.err()).isZero();
        }
    }

    /** Pings until a session of the same timeout that says nothing has expired. */
    private static void outlive(String path, int port, RawClient other, RawClient pinging) throws IOException {
        try (RawClient silent = RawClient.open(port)) {
            silent.connect(Requests.connectNew(1));
            silent.call(Op.CREATE, Requests.create(path, new byte[0], EPHEMERAL));
            int looks = 0;
            while (other.call(Op.EXISTS, Requests.read(path, false)).err() == 0) {
                if (looks++ % PINGS_APART == 0) {
                    pinging.send(Op.PING, Requests.EMPTY);
                }
            }
        }
    }
}
