package io.paddock.server.session;

import static io.paddock.server.session.Client.create;
import static io.paddock.server.session.Client.delete;
import static io.paddock.server.session.Client.getData;
import static io.paddock.server.session.Client.setData;
import static io.paddock.server.session.Client.watchData;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.AddWatch;
import io.paddock.common.protocol.AddWatchMode;
import io.paddock.common.protocol.CheckVersion;
import io.paddock.common.protocol.CheckWatches;
import io.paddock.common.protocol.CloseSession;
import io.paddock.common.protocol.Exists;
import io.paddock.common.protocol.GetChildren;
import io.paddock.common.protocol.GetChildren2;
import io.paddock.common.protocol.Multi;
import io.paddock.common.protocol.RemoveWatches;
import io.paddock.common.protocol.ServerReply;
import io.paddock.common.protocol.SetAcl;
import io.paddock.common.protocol.SetWatches;
import io.paddock.common.protocol.WatchType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What watchers are told, when, and in which order: client protocol, section 5; server semantics, section 5. */
class WatchEventsTest {

    private final ShardBench bench = new ShardBench();
    private final Client client = bench.connected();
    private final Client writer = bench.client(bench.addShard()).connect();

    private static Exists watchExists(String path) {
        return new Exists(Path.of(path), true);
    }

    private static GetChildren watchChildren(String path) {
        return new GetChildren(Path.of(path), true);
    }

    private static AddWatch persistent(String path) {
        return new AddWatch(Path.of(path), AddWatchMode.PERSISTENT);
    }

    private static AddWatch recursive(String path) {
        return new AddWatch(Path.of(path), AddWatchMode.PERSISTENT_RECURSIVE);
    }

    // Setting.

    @Test
    void aStandardWatchTellsOnceOfWhatItsKindConcerns() {
        writer.ok(create("/a"));
        client.ok(watchData("/a"));
        client.ok(watchChildren("/a"));
        client.ask(watchExists("/b"));
        writer.ok(create("/a/x"));
        writer.ok(create("/a/y"));
        writer.ok(setData("/a", "1"));
        writer.ok(setData("/a", "2"));
        writer.ok(create("/b"));
        writer.ok(delete("/b"));
        assertThat(client.taken())
                .containsExactly("NODE_CHILDREN_CHANGED /a", "NODE_DATA_CHANGED /a", "NODE_CREATED /b");
    }

    @Test
    void onlyExistsSetsAWatchOnAMissingNode() {
        client.ask(watchData("/a"));
        client.ask(watchChildren("/a"));
        client.ask(new GetChildren2(Path.of("/a"), true));
        writer.ok(create("/a"));
        writer.ok(create("/a/x"));
        assertThat(client.taken()).isEmpty();
        assertThat(client.error(watchExists("/b"))).isEqualTo(ErrorCode.NO_NODE);
        writer.ok(create("/b"));
        assertThat(client.taken()).containsExactly("NODE_CREATED /b");
    }

    @Test
    void aDeletionIsToldOnceToAConnectionThatWatchesBothWays() {
        writer.ok(create("/a"));
        client.ok(watchData("/a"));
        client.ok(watchChildren("/a"));
        client.ok(watchChildren("/"));
        writer.ok(delete("/a"));
        assertThat(client.taken()).containsExactly("NODE_DELETED /a", "NODE_CHILDREN_CHANGED /");
    }

    @Test
    void aPersistentWatchTellsOfItsNodeAndItsChildrenEachTime() {
        client.ok(persistent("/a"));
        writer.ok(create("/a"));
        writer.ok(setData("/a", "x"));
        writer.ok(create("/a/b"));
        writer.ok(setData("/a/b", "x"));
        writer.ok(delete("/a/b"));
        writer.ok(delete("/a"));
        assertThat(client.taken())
                .containsExactly(
                        "NODE_CREATED /a",
                        "NODE_DATA_CHANGED /a",
                        "NODE_CHILDREN_CHANGED /a",
                        "NODE_CHILDREN_CHANGED /a",
                        "NODE_DELETED /a");
    }

    @Test
    void aRecursiveWatchTellsOfAllThatIsBelowAndNeverOfChildren() {
        client.ok(recursive("/a"));
        writer.ok(create("/a"));
        writer.ok(create("/a/b"));
        writer.ok(create("/a/b/c"));
        writer.ok(create("/ab"));
        writer.ok(setData("/a/b/c", "x"));
        writer.ok(delete("/a/b/c"));
        assertThat(client.taken())
                .containsExactly(
                        "NODE_CREATED /a",
                        "NODE_CREATED /a/b",
                        "NODE_CREATED /a/b/c",
                        "NODE_DATA_CHANGED /a/b/c",
                        "NODE_DELETED /a/b/c");
    }

    @Test
    void aConnectionWithARecursiveAndAChildWatchGetsBothEvents() {
        writer.ok(create("/a"));
        client.ok(recursive("/a"));
        client.ok(watchChildren("/a"));
        writer.ok(create("/a/b"));
        assertThat(client.taken()).containsExactly("NODE_CREATED /a/b", "NODE_CHILDREN_CHANGED /a");
    }

    @Test
    void addWatchIsAnsweredWithAZero() {
        assertThat(client.ok(persistent("/nowhere")).body()).isEqualTo(new ServerReply.ErrorReply(0));
    }

    @Test
    void rightsSessionsChecksAndUsageTellNobody() {
        writer.ok(create("/a"));
        client.ok(recursive("/"));
        client.ok(persistent("/a"));
        writer.ok(new SetAcl(Path.of("/a"), Acl.OPEN, -1));
        writer.ok(new Multi(List.of(new CheckVersion(Path.of("/a"), 0))));
        bench.connected();
        assertThat(client.taken()).isEmpty();
    }

    // Order.

    @Test
    void aClientHearsOfItsOwnChangeBeforeTheReply() {
        client.ok(create("/a"));
        client.send(20, watchData("/a"));
        client.send(21, watchChildren("/a"));
        client.send(22, setData("/a", "x"));
        client.send(23, create("/a/b"));
        client.send(24, delete("/a/b"));
        bench.settle();
        assertThat(client.taken())
                .containsExactly(
                        "20:OK",
                        "21:OK",
                        "NODE_DATA_CHANGED /a",
                        "22:OK",
                        "NODE_CHILDREN_CHANGED /a",
                        "23:OK",
                        "24:OK");
    }

    @Test
    void anEventComesBeforeAnyReadThatShowsItsChange() {
        writer.ok(create("/a"));
        client.ok(watchData("/a"));
        writer.send(30, setData("/a", "new"));
        writer.endBurst();
        bench.deliver();
        bench.sync();
        // The loop of the client has not looked at the stream yet: its read makes it do so.
        client.send(31, getData("/a"));
        client.endBurst();
        List<Client.Frame> frames = client.takenFrames();
        assertThat(frames).extracting(Client.Frame::toString).containsExactly("NODE_DATA_CHANGED /a", "31:OK");
        assertThat(new String(((ServerReply.DataReply) frames.get(1).body()).data()))
                .isEqualTo("new");
    }

    @Test
    void noChangeIsLostBetweenAReadAndItsWatch() {
        writer.ok(create("/a"));
        for (int i = 0; i < 50; i++) {
            writer.send(100 + i, setData("/a", "" + i));
            client.send(100 + i, watchData("/a"));
            (i % 2 == 0 ? client : writer).endBurst();
            bench.deliver();
            bench.sync();
            (i % 2 == 0 ? writer : client).endBurst();
            bench.settle();
        }
        String last = null;
        boolean watching = false;
        for (Client.Frame frame : client.takenFrames()) {
            if (frame.event() != null) {
                assertThat(watching).isTrue();
                watching = false;
            } else {
                String seen = new String(((ServerReply.DataReply) frame.body()).data());
                assertThat(watching && !seen.equals(last))
                        .as("data changed without an event")
                        .isFalse();
                last = seen;
                watching = true;
            }
        }
        assertThat(last).isIn("48", "49");
    }

    @Test
    void eventsCarryTheZxidOfTheirTransactionAndTheStateThree() {
        client.ok(persistent("/a"));
        writer.ok(create("/a"));
        Client.Frame event = client.next();
        assertThat(event.header().xid()).isEqualTo(-1);
        assertThat(event.header().zxid()).isEqualTo(bench.tree.lastZxid());
        assertThat(event.header().err()).isZero();
        assertThat(event.event().state()).isEqualTo(3);
    }

    @Test
    void aMultiTellsInTheOrderOfItsPartsAndAFailedOneNothing() {
        client.ok(recursive("/"));
        writer.ok(new Multi(List.of(create("/a"), setData("/a", "x"), create("/a/b"), delete("/a/b"))));
        List<Client.Frame> frames = client.takenFrames();
        assertThat(frames)
                .extracting(Client.Frame::toString)
                .containsExactly("NODE_CREATED /a", "NODE_DATA_CHANGED /a", "NODE_CREATED /a/b", "NODE_DELETED /a/b");
        assertThat(frames).extracting(frame -> frame.header().zxid()).containsOnly(bench.tree.lastZxid());
        writer.ask(new Multi(List.of(create("/c"), delete("/missing"))));
        assertThat(client.taken()).isEmpty();
    }

    @Test
    void aClosingClientHearsOfItsOwnEphemeralsThenTheReplyThenNothing() {
        client.ok(create("/p"));
        client.ok(create("/p/e", 1));
        client.ok(watchExists("/p/e"));
        client.ok(persistent("/p"));
        client.send(50, new CloseSession());
        bench.settle();
        assertThat(client.taken()).containsExactly("NODE_DELETED /p/e", "NODE_CHILDREN_CHANGED /p", "50:OK");
        assertThat(client.closed).isTrue();
    }

    @Test
    void theEndOfASessionIsToldToOthers() {
        writer.ok(create("/e", 1));
        client.ok(watchExists("/e"));
        bench.pass(4000);
        client.ok(getData("/"));
        bench.pass(2500);
        assertThat(writer.closed).isTrue();
        assertThat(client.taken()).containsExactly("NODE_DELETED /e");
    }

    // Rights.

    @Test
    void aWatchIsUsedUpSilentlyWithoutTheRightToRead() {
        writer.ok(create("/a"));
        client.ok(watchData("/a"));
        client.ok(persistent("/a"));
        writer.ok(new SetAcl(Path.of("/a"), List.of(new Acl(30, AuthId.ANYONE)), -1));
        writer.ok(setData("/a", "x"));
        assertThat(client.taken()).isEmpty();
        assertThat(client.error(new CheckWatches(Path.of("/a"), WatchType.DATA)))
                .isEqualTo(ErrorCode.NO_WATCHER);
        writer.ok(new SetAcl(Path.of("/a"), Acl.OPEN, -1));
        writer.ok(setData("/a", "y"));
        assertThat(client.taken()).containsExactly("NODE_DATA_CHANGED /a");
    }

    @Test
    void theRightsAreThoseOfTheNewOrDeletedNodeAndOfTheParentForChildren() {
        List<Acl> closed = List.of(new Acl(30, AuthId.ANYONE));
        client.ok(recursive("/"));
        client.ok(watchChildren("/"));
        writer.ok(create("/closed", closed));
        writer.ok(delete("/closed"));
        assertThat(client.taken()).containsExactly("NODE_CHILDREN_CHANGED /");
        writer.ok(create("/p"));
        client.ok(watchChildren("/p"));
        client.takenFrames();
        writer.ok(new SetAcl(Path.of("/p"), closed, -1));
        writer.ok(create("/p/open"));
        assertThat(client.taken()).containsExactly("NODE_CREATED /p/open");
    }

    // Asking and removing.

    @ParameterizedTest(name = "asked for {0}: data {1}, child {2}, persistent {3}, recursive {4}")
    @CsvSource({
        "DATA, true, false, false, false",
        "CHILDREN, false, true, false, false",
        "PERSISTENT, false, false, true, false",
        "PERSISTENT_RECURSIVE, false, false, false, true",
        "ANY, true, true, true, true"
    })
    void aTypeMeansItsKind(WatchType type, boolean data, boolean child, boolean persistent, boolean recursive) {
        Path path = Path.of("/zookeeper");
        assertThat(client.error(new CheckWatches(path, type))).isEqualTo(ErrorCode.NO_WATCHER);
        client.ok(watchData("/zookeeper"));
        assertThat(holds(path, type)).isEqualTo(data);
        client.ok(new RemoveWatches(path, WatchType.ANY));
        client.ok(watchChildren("/zookeeper"));
        assertThat(holds(path, type)).isEqualTo(child);
        client.ok(new RemoveWatches(path, WatchType.ANY));
        client.ok(persistent("/zookeeper"));
        assertThat(holds(path, type)).isEqualTo(persistent);
        client.ok(new RemoveWatches(path, WatchType.ANY));
        client.ok(recursive("/zookeeper"));
        assertThat(holds(path, type)).isEqualTo(recursive);
    }

    private boolean holds(Path path, WatchType type) {
        return client.error(new CheckWatches(path, type)) == ErrorCode.OK;
    }

    @Test
    void aRemovedWatchIsSilentAndTheOthersOfItsPathStay() {
        writer.ok(create("/a"));
        client.ok(watchData("/a"));
        client.ok(persistent("/a"));
        client.ok(new RemoveWatches(Path.of("/a"), WatchType.PERSISTENT));
        assertThat(client.error(new RemoveWatches(Path.of("/a"), WatchType.PERSISTENT)))
                .isEqualTo(ErrorCode.NO_WATCHER);
        assertThat(client.error(new RemoveWatches(Path.of("/a/x"), WatchType.ANY)))
                .isEqualTo(ErrorCode.NO_WATCHER);
        writer.ok(create("/a/b"));
        writer.ok(setData("/a", "1"));
        writer.ok(setData("/a", "2"));
        assertThat(client.taken()).containsExactly("NODE_DATA_CHANGED /a");
    }

    @Test
    void oneConnectionDoesNotSeeTheWatchesOfAnother() {
        writer.ok(watchData("/"));
        assertThat(client.error(new CheckWatches(Path.of("/"), WatchType.ANY))).isEqualTo(ErrorCode.NO_WATCHER);
    }

    // Coming back.

    private static SetWatches setWatches(
            long since, List<String> data, List<String> exist, List<String> child, String... persistentThenRecursive) {
        List<Path> persistent =
                persistentThenRecursive.length > 0 ? List.of(Path.of(persistentThenRecursive[0])) : List.of();
        List<Path> recursive =
                persistentThenRecursive.length > 1 ? List.of(Path.of(persistentThenRecursive[1])) : List.of();
        OpCode op = persistentThenRecursive.length > 0 ? OpCode.SET_WATCHES2 : OpCode.SET_WATCHES;
        return new SetWatches(op, since, paths(data), paths(exist), paths(child), persistent, recursive);
    }

    private static List<Path> paths(List<String> texts) {
        return texts.stream().map(Path::of).toList();
    }

    @Test
    void setWatchesTellsWhatWasMissedInTheOrderOfTheListsAndBeforeItsReply() {
        writer.ok(create("/data"));
        writer.ok(create("/same"));
        writer.ok(create("/gone"));
        long since = bench.tree.lastZxid();
        writer.ok(setData("/data", "1"));
        writer.ok(setData("/data", "2"));
        writer.ok(delete("/gone"));
        writer.ok(create("/same/child"));
        writer.ok(create("/made"));

        client.send(
                -8,
                setWatches(
                        since,
                        List.of("/data", "/gone", "/same"),
                        List.of("/made", "/absent"),
                        List.of("/same", "/gone", "/data")));
        bench.settle();
        List<Client.Frame> frames = client.takenFrames();
        assertThat(frames)
                .extracting(Client.Frame::toString)
                .containsExactly(
                        "NODE_DATA_CHANGED /data",
                        "NODE_DELETED /gone",
                        "NODE_CREATED /made",
                        "NODE_CHILDREN_CHANGED /same",
                        "NODE_DELETED /gone",
                        "-8:OK");
        assertThat(frames.subList(0, 5))
                .extracting(frame -> frame.header().zxid())
                .containsOnly(-1L);
        assertThat(frames.get(5).header().zxid()).isEqualTo(bench.tree.lastZxid());

        // What was told is not watched, what was not told is.
        writer.ok(setData("/data", "3"));
        writer.ok(create("/gone"));
        writer.ok(delete("/made"));
        writer.ok(create("/same/2"));
        writer.ok(setData("/same", "x"));
        writer.ok(create("/absent"));
        writer.ok(create("/data/child"));
        assertThat(client.taken())
                .containsExactly("NODE_DATA_CHANGED /same", "NODE_CREATED /absent", "NODE_CHILDREN_CHANGED /data");
    }

    @Test
    void aNodeThatExistsIsToldAsCreatedWhateverItsZxid() {
        writer.ok(create("/old"));
        client.send(5, setWatches(bench.tree.lastZxid() + 100, List.of(), List.of("/old"), List.of()));
        bench.settle();
        assertThat(client.taken()).containsExactly("NODE_CREATED /old", "5:OK");
    }

    @Test
    void aNodeThatWasDeletedAndMadeAgainHasChanged() {
        writer.ok(create("/a"));
        long since = bench.tree.lastZxid();
        writer.ok(delete("/a"));
        writer.ok(create("/a"));
        client.send(5, setWatches(since, List.of("/a"), List.of(), List.of("/a")));
        bench.settle();
        assertThat(client.taken()).containsExactly("NODE_DATA_CHANGED /a", "NODE_CHILDREN_CHANGED /a", "5:OK");
    }

    @Test
    void persistentWatchesAreSetWithoutCatchingUp() {
        writer.ok(create("/p"));
        writer.ok(create("/r"));
        client.send(5, setWatches(0, List.of(), List.of(), List.of(), "/p", "/r"));
        bench.settle();
        assertThat(client.taken()).containsExactly("5:OK");
        writer.ok(create("/p/x"));
        writer.ok(create("/r/x"));
        assertThat(client.taken()).containsExactly("NODE_CHILDREN_CHANGED /p", "NODE_CREATED /r/x");
        assertThat(client.error(new CheckWatches(Path.of("/p"), WatchType.PERSISTENT)))
                .isEqualTo(ErrorCode.OK);
        assertThat(client.error(new CheckWatches(Path.of("/r"), WatchType.PERSISTENT_RECURSIVE)))
                .isEqualTo(ErrorCode.OK);
    }

    @Test
    void whatMayNotBeReadIsNotToldByComingBackEither() {
        writer.ok(create("/closed", List.of(new Acl(30, AuthId.ANYONE))));
        client.send(5, setWatches(0, List.of("/closed"), List.of("/closed"), List.of("/closed")));
        bench.settle();
        assertThat(client.taken()).containsExactly("5:OK");
    }

    @Test
    void setWatchesStandsInTheOrderOfItsConnection() {
        client.send(1, create("/a"));
        client.send(2, setWatches(0, List.of("/a"), List.of(), List.of()));
        client.send(3, setData("/a", "x"));
        client.send(4, getData("/a"));
        bench.settle();
        assertThat(client.taken()).containsExactly("1:OK", "NODE_DATA_CHANGED /a", "2:OK", "3:OK", "4:OK");
    }
}
