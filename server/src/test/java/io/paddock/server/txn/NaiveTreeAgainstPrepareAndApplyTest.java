package io.paddock.server.txn;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.CheckVersion;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.CloseSession;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.Delete;
import io.paddock.common.protocol.Multi;
import io.paddock.common.protocol.SetAcl;
import io.paddock.common.protocol.SetData;
import io.paddock.server.tree.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Random requests, some of them nonsense, to the real state machine and to a {@link NaiveTree}: every reply, every Stat, the
 * digest and the whole tree are compared. The real one has requests under way while the next are prepared. At the end
 * the encoded log is replayed, from its start and over trees that are ahead of it.
 *
 * <p>{@code -Dmodel.seeds=N} runs that many seeds, {@code -Dseed=S} one of them. Half of them are fresh ones.
 */
class NaiveTreeAgainstPrepareAndApplyTest {

    private static final int REQUESTS = 1_000;
    private static final int SEEDS = Integer.getInteger("model.seeds", 6);
    private static final List<String> NAMES = List.of("a", "b", "c", "d-");
    private static final List<AuthId> IP = List.of(new AuthId("ip", "127.0.0.1"));
    private static final AuthId ANN = TxnBench.ANN;

    static LongStream seeds() {
        String seed = System.getProperty("seed");
        return seed != null
                ? LongStream.of(Long.decode(seed))
                : LongStream.concat(LongStream.range(0, SEEDS / 2), fresh().limit(SEEDS - SEEDS / 2));
    }

    private static LongStream fresh() {
        return new SplittableRandom().longs();
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void everyReplyAndTheTreeAreThoseOfTheSpecification(long seed) {
        new Run(seed).go();
    }

    private static final class Run {
        private final Random random;
        private final boolean extended;
        private final TxnBench bench;
        private final NaiveTree naive;
        private final ArrayDeque<NaiveTree.Reply> expected = new ArrayDeque<>();
        private long nextSession = 0x0100_0000_0000_0010L;

        Run(long seed) {
            random = new Random(seed);
            extended = random.nextBoolean();
            boolean quotas = random.nextBoolean();
            bench = new TxnBench(new PrepareOptions(extended, quotas, false, random.nextInt(4) > 0, true, 1 << 20));
            naive = new NaiveTree(extended, quotas);
            bench.openSessions.clear();
            for (int i = 0; i < 3; i++) {
                openSession();
            }
        }

        void go() {
            for (int i = 0; i < REQUESTS; i++) {
                step();
                while (bench.outstanding() > 0 && random.nextInt(3) == 0) {
                    applyNext();
                }
                if (i % 100 == 99) {
                    applyAll();
                    compareTrees();
                }
            }
            applyAll();
            compareTrees();
            replay();
        }

        private void step() {
            bench.timeMs += random.nextInt(5);
            bench.session = random.nextInt(50) == 0 ? 99 : anySession();
            bench.identities = anyIdentities();
            int dice = random.nextInt(200);
            if (dice == 0) {
                closeSession();
            } else if (dice == 1) {
                openSession();
            } else if (dice < 6) {
                changeQuota();
            } else if (dice < 12) {
                String path = anyPath();
                bench.proposeSweep(path);
                expected.add(naive.sweep(path, bench.zxid));
            } else {
                request(dice < 50 ? anyMulti() : anyRequest());
            }
        }

        private void request(ClientRequest request) {
            bench.propose(request);
            expected.add(naive.write(request, bench.session, bench.identities, bench.zxid, bench.timeMs));
        }

        private void openSession() {
            long id = nextSession++;
            bench.proposeSession(id, 1000);
            naive.openSessions.add(id);
            expected.add(NaiveTree.Reply.of(ErrorCode.OK));
        }

        private void closeSession() {
            long id = anySession();
            bench.session = id;
            bench.openSessions.remove(id);
            bench.propose(new CloseSession());
            naive.closeSession(id, bench.zxid);
            expected.add(NaiveTree.Reply.of(ErrorCode.OK));
            openSession();
        }

        /** Limits count once they are applied, so nothing is under way while they change. */
        private void changeQuota() {
            applyAll();
            bench.identities = IP;
            bench.session = anySession();
            String top = "/" + NAMES.get(random.nextInt(3));
            String mirror = "/zookeeper/quota" + top + (random.nextInt(3) == 0 ? "/b" : "");
            if (random.nextInt(3) == 0) {
                request(new Delete(Path.of(mirror + "/zookeeper_limits"), -1));
            } else {
                String text = "count=-1,bytes=-1=;byteHardLimit=" + random.nextInt(200) + ";countHardLimit="
                        + random.nextInt(20);
                request(plain("/zookeeper/quota" + top));
                request(plain(mirror));
                request(new Create(
                        OpCode.CREATE, Path.of(mirror + "/zookeeper_limits"), Requests.bytes(text), Acl.OPEN, 0, 0));
                applyAll();
                request(new SetData(Path.of(mirror + "/zookeeper_limits"), Requests.bytes(text), -1));
            }
            applyAll();
        }

        private static Create plain(String path) {
            return new Create(OpCode.CREATE, Path.of(path), null, Acl.OPEN, 0, 0);
        }

        private ClientRequest anyRequest() {
            return switch (random.nextInt(10)) {
                case 0, 1, 2, 3 -> anyCreate(false);
                case 4, 5 -> new Delete(Path.of(anyPath()), anyVersion());
                case 6, 7 -> new SetData(Path.of(anyPath()), anyData(), anyVersion());
                case 8 -> new SetAcl(Path.of(anyPath()), anyAcl(), anyVersion());
                default -> anyCreate(true);
            };
        }

        private Multi anyMulti() {
            List<ClientRequest> ops = new ArrayList<>();
            int size = random.nextInt(6);
            while (ops.size() < size) {
                ClientRequest op =
                        random.nextInt(8) == 0 ? new CheckVersion(Path.of(anyPath()), anyVersion()) : anyRequest();
                if (!(op instanceof SetAcl) && !(op instanceof Create create && create.acl() == null)) {
                    ops.add(op);
                }
            }
            return new Multi(ops);
        }

        private Create anyCreate(boolean odd) {
            if (!odd) {
                OpCode op = random.nextBoolean() ? OpCode.CREATE : OpCode.CREATE2;
                return new Create(op, Path.of(anyPath()), anyData(), anyAcl(), random.nextInt(4), 0);
            }
            OpCode op = List.of(OpCode.CREATE, OpCode.CREATE2, OpCode.CREATE_CONTAINER, OpCode.CREATE_TTL)
                    .get(random.nextInt(4));
            long ttl = op != OpCode.CREATE_TTL
                    ? 0
                    : random.nextInt(4) == 0 ? random.nextInt(3) - 1 : 1 + random.nextInt(99);
            int flags = op == OpCode.CREATE_CONTAINER && random.nextInt(4) > 0
                    ? 4
                    : op == OpCode.CREATE_TTL && random.nextInt(4) > 0 ? 5 + random.nextInt(2) : random.nextInt(8);
            return new Create(op, Path.of(anyPath()), anyData(), anyAcl(), flags, ttl);
        }

        private String anyPath() {
            if (random.nextInt(40) == 0) {
                return List.of("/", "/a/", "//a", "/a//b", "/zookeeper", "/zookeeper/quota", "a", "/a\0", "/a/..", "/é")
                        .get(random.nextInt(10));
            }
            if (random.nextInt(10) == 0) {
                List<String> all = naive.paths().stream()
                        .filter(path -> !path.startsWith("/zookeeper/quota/"))
                        .toList();
                return all.get(random.nextInt(all.size()));
            }
            StringBuilder path = new StringBuilder();
            int depth = 1 + random.nextInt(3);
            for (int i = 0; i < depth; i++) {
                path.append('/').append(NAMES.get(random.nextInt(NAMES.size())));
            }
            return path.toString();
        }

        private byte[] anyData() {
            int length = random.nextInt(12) - 1;
            return length < 0 ? null : "x".repeat(length).getBytes();
        }

        private int anyVersion() {
            return random.nextInt(3) > 0 ? -1 : random.nextInt(4) - 1;
        }

        private List<Acl> anyAcl() {
            return switch (random.nextInt(24)) {
                case 0 -> List.of();
                case 1 -> Requests.acl(random.nextInt(32), "world", "anyone");
                case 2 -> Requests.acl(Acl.ALL, "auth", "");
                case 3 -> List.of(new Acl(Acl.READ, AuthId.ANYONE), new Acl(Acl.ALL, ANN), new Acl(Acl.ALL, ANN));
                case 4 -> Requests.acl(Acl.ALL, "digest", "nobody");
                case 5 -> Requests.acl(Acl.ALL, "nothing", "x");
                default -> Acl.OPEN;
            };
        }

        private List<AuthId> anyIdentities() {
            return switch (random.nextInt(4)) {
                case 0 -> IP;
                case 1 -> List.of(new AuthId("super", ""));
                default -> List.of(IP.get(0), ANN, TxnBench.BOB);
            };
        }

        private long anySession() {
            List<Long> open = List.copyOf(naive.openSessions);
            return open.get(random.nextInt(open.size()));
        }

        // Comparison.

        private void applyAll() {
            while (bench.outstanding() > 0) {
                applyNext();
            }
            assertThat(bench.tip.digest()).isEqualTo(naive.digest());
        }

        private void applyNext() {
            LoggedTxn next = bench.log.get(bench.log.size() - bench.outstanding());
            compare(bench.applyNext(), expected.remove(), next);
        }

        private void compare(Outcome real, NaiveTree.Reply wanted, LoggedTxn txn) {
            assertThat(real.err()).as("error of %s", txn).isEqualTo(wanted.err().code());
            if (wanted.parts() != null) {
                assertThat(real.parts()).as("parts of %s", txn).hasSameSizeAs(wanted.parts());
                for (int i = 0; i < wanted.parts().size(); i++) {
                    compare(real.parts().get(i), wanted.parts().get(i), txn);
                }
            } else if (wanted.err() == ErrorCode.OK) {
                assertThat(real.path() == null ? null : real.path().toString())
                        .as("path of %s", txn)
                        .isEqualTo(wanted.path());
                assertThat(real.stat()).as("stat of %s", txn).isEqualTo(wanted.stat());
            }
        }

        private void compareTrees() {
            assertThat(bench.tree.digest()).isEqualTo(naive.digest());
            assertThat(bench.tree.size()).isEqualTo(naive.paths().size());
            for (String path : naive.paths()) {
                int node = bench.tree.find(Path.of(path));
                assertThat(node).as(path).isNotEqualTo(Tree.NONE);
                assertThat(bench.tree.stat(node)).as("stat of %s", path).isEqualTo(naive.stat(path));
                assertThat(bench.tree.acl(node)).as("list of %s", path).isEqualTo(naive.node(path).acl);
                assertThat(bench.tree.data(node)).as("data of %s", path).isEqualTo(naive.node(path).data);
                assertThat(bench.tree.owner(node)).as("owner of %s", path).isEqualTo(naive.node(path).owner);
            }
            for (long session : naive.openSessions) {
                assertThat(bench.tree.ephemeralsOf(session).stream().map(Path::toString))
                        .containsExactlyInAnyOrderElementsOf(naive.ephemerals(session));
            }
            assertThat(bench.tree.sessions().keySet()).isEqualTo(naive.openSessions);
            assertThat(new TreeSet<>(bench.tree.ephemeralOwners())).isSubsetOf(naive.openSessions);
        }

        // Replay.

        private void replay() {
            List<byte[]> log = bench.log.stream().map(LoggedTxn::encode).toList();
            String wanted = TreeText.of(bench.tree);
            Tree fromStart = new Tree(random.nextLong());
            log.forEach(record -> replay(fromStart, record, true));
            assertThat(TreeText.of(fromStart)).isEqualTo(wanted);

            for (int round = 0; round < 3; round++) {
                int ahead = random.nextInt(log.size());
                int from = Math.max(0, ahead - random.nextInt(400));
                Tree fuzzy = new Tree(random.nextLong());
                log.subList(0, ahead).forEach(record -> replay(fuzzy, record, true));
                log.subList(from, log.size()).forEach(record -> replay(fuzzy, record, false));
                assertThat(TreeText.of(fuzzy))
                        .as("replayed from %d over the tree after %d", from, ahead)
                        .isEqualTo(wanted);
            }
        }

        private static void replay(Tree tree, byte[] record, boolean exact) {
            LoggedTxn txn = LoggedTxn.decode(record);
            Apply.replay(tree, txn);
            if (exact && txn.digest() != null) {
                assertThat(tree.digest())
                        .as("digest after %s", txn)
                        .isEqualTo(txn.digest().treeDigest());
            }
        }
    }
}
