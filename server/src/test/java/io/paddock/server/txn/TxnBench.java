package io.paddock.server.txn;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.Stat;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.Delete;
import io.paddock.server.auth.AccessRules;
import io.paddock.server.auth.AuthOptions;
import io.paddock.server.tree.AclRules;
import io.paddock.server.tree.Tree;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * A tree and all that changes it, stepped by a test: requests are prepared in their order, and applied at once or later.
 * After every application the digest of the transaction is compared with that of the tree.
 */
final class TxnBench {

    static final long SESSION = 0x0100_0000_0000_0001L;
    static final long OTHER_SESSION = 0x0100_0000_0000_0002L;
    static final List<AuthId> ANONYMOUS = List.of(new AuthId("ip", "127.0.0.1"));
    static final AuthId ANN = new AuthId("digest", "ann:x1");
    static final AuthId BOB = new AuthId("digest", "bob:x2");

    final Tree tree;
    final Tip tip;
    final Prepare prepare;
    final Set<Long> openSessions = new HashSet<>(List.of(SESSION, OTHER_SESSION));
    final List<Change> changes = new ArrayList<>();
    /** Everything that was prepared, in order. */
    final List<LoggedTxn> log = new ArrayList<>();

    /** Who sends the requests that follow. */
    long session = SESSION;

    List<AuthId> identities = ANONYMOUS;
    long timeMs = 1_700_000_000_000L;
    long zxid;
    private int cxid;
    private final Apply apply;
    private final ArrayDeque<LoggedTxn> outstanding = new ArrayDeque<>();

    TxnBench() {
        this(PrepareOptions.DEFAULT);
    }

    TxnBench(PrepareOptions options) {
        this(new Tree(11), options, new AccessRules(AuthOptions.DEFAULT));
    }

    TxnBench(Tree tree, PrepareOptions options, AclRules acls) {
        this.tree = tree;
        zxid = tree.lastZxid();
        tip = new Tip(tree);
        prepare = new Prepare(tree, tip, acls, openSessions::contains, options);
        apply = new Apply(tree, changes::add);
    }

    static PrepareOptions extendedTypes() {
        return new PrepareOptions(true, false, false, true, true, PrepareOptions.DEFAULT.recordBytesMax());
    }

    static PrepareOptions quotasEnforced() {
        return new PrepareOptions(false, true, false, true, true, PrepareOptions.DEFAULT.recordBytesMax());
    }

    static PrepareOptions recordsUpTo(int bytes) {
        return new PrepareOptions(false, false, false, true, true, bytes);
    }

    TxnBench as(AuthId... who) {
        identities = List.of(who);
        return this;
    }

    TxnBench in(long newSession) {
        session = newSession;
        return this;
    }

    /** Prepares only. */
    LoggedTxn propose(ClientRequest body) {
        return propose(body.op(), body);
    }

    LoggedTxn propose(OpCode type, ClientRequest body) {
        return proposed(
                prepare.prepare(new WriteRequest(null, session, ++cxid, type, body, identities), ++zxid, timeMs));
    }

    /** The server's own wish to remove a container or TTL node. */
    LoggedTxn proposeSweep(String path) {
        WriteRequest request =
                new WriteRequest(null, 0, 0, OpCode.DELETE_CONTAINER, new Delete(Path.of(path), -1), List.of());
        return proposed(prepare.prepare(request, ++zxid, timeMs));
    }

    LoggedTxn proposeSession(long id, int timeoutMs) {
        openSessions.add(id);
        return proposed(prepare.createSession(id, timeoutMs, ++zxid, timeMs));
    }

    private LoggedTxn proposed(LoggedTxn txn) {
        log.add(txn);
        outstanding.add(txn);
        return txn;
    }

    /** Applies the oldest proposal. */
    Outcome applyNext() {
        LoggedTxn txn = outstanding.remove();
        Outcome outcome = apply.apply(txn);
        prepare.applied(txn.zxid());
        if (txn.digest() != null) {
            assertThat(tree.digest())
                    .as("digest after %s", txn)
                    .isEqualTo(txn.digest().treeDigest());
        }
        return outcome;
    }

    int outstanding() {
        return outstanding.size();
    }

    /** Applies everything; the outcome is that of the last one. */
    Outcome applyAll() {
        Outcome last = null;
        while (!outstanding.isEmpty()) {
            last = applyNext();
        }
        return last;
    }

    /** Prepares and applies. */
    Outcome run(ClientRequest body) {
        propose(body);
        return applyAll();
    }

    /** Prepares and applies what must succeed. */
    Outcome done(ClientRequest body) {
        Outcome outcome = run(body);
        assertThat(error(outcome)).as("outcome of %s", body).isEqualTo(ErrorCode.OK);
        return outcome;
    }

    /** Prepares and applies; answers the error, also that of the part at which a multi failed. */
    ErrorCode refusal(ClientRequest body) {
        return error(run(body));
    }

    static ErrorCode error(Outcome outcome) {
        if (outcome.parts() != null) {
            return outcome.parts().stream()
                    .map(TxnBench::error)
                    .filter(code -> code != ErrorCode.OK)
                    .findFirst()
                    .orElse(ErrorCode.OK);
        }
        return code(outcome.err());
    }

    static List<ErrorCode> errors(Outcome multi) {
        return multi.parts().stream().map(part -> code(part.err())).toList();
    }

    /** The error that preparation has decided. */
    static ErrorCode error(LoggedTxn txn) {
        return txn.txn() instanceof Txn.Failure failure ? code(failure.err()) : ErrorCode.OK;
    }

    private static ErrorCode code(int number) {
        for (ErrorCode code : ErrorCode.values()) {
            if (code.code() == number) {
                return code;
            }
        }
        throw new IllegalArgumentException("no error " + number);
    }

    boolean exists(String path) {
        return tree.find(Path.of(path)) != Tree.NONE;
    }

    Stat stat(String path) {
        return tree.stat(find(path));
    }

    byte[] data(String path) {
        return tree.data(find(path));
    }

    List<Acl> acl(String path) {
        return tree.acl(find(path));
    }

    private int find(String path) {
        int node = tree.find(Path.of(path));
        assertThat(node).as("number of %s", path).isNotEqualTo(Tree.NONE);
        return node;
    }
}
