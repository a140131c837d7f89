package io.paddock.server.txn;

import static io.paddock.server.txn.Requests.acl;
import static io.paddock.server.txn.Requests.check;
import static io.paddock.server.txn.Requests.create;
import static io.paddock.server.txn.Requests.delete;
import static io.paddock.server.txn.Requests.multi;
import static io.paddock.server.txn.Requests.setAcl;
import static io.paddock.server.txn.Requests.setData;
import static io.paddock.server.txn.TxnBench.ANN;
import static io.paddock.server.txn.TxnBench.ANONYMOUS;
import static io.paddock.server.txn.TxnBench.BOB;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.ErrorCode;
import io.paddock.common.protocol.ClientRequest;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Permissions of writes: server semantics, section 8; client protocol, sections 7.4 and 7.5. */
class AccessTest {

    private final TxnBench bench = new TxnBench();

    @ParameterizedTest(
            name = "with {0} on the node: create below {1}, delete below {2}, setData {3}, setACL {4}, check {5}")
    @CsvSource({
        "1,  NO_AUTH, NO_AUTH, NO_AUTH, NO_AUTH, OK",
        "2,  NO_AUTH, NO_AUTH, OK,      NO_AUTH, NO_AUTH",
        "4,  OK,      NO_AUTH, NO_AUTH, NO_AUTH, NO_AUTH",
        "8,  NO_AUTH, OK,      NO_AUTH, NO_AUTH, NO_AUTH",
        "16, NO_AUTH, NO_AUTH, NO_AUTH, OK,      NO_AUTH",
        "31, OK,      OK,      OK,      OK,      OK",
        "0,  NO_AUTH, NO_AUTH, NO_AUTH, NO_AUTH, NO_AUTH",
        "32, NO_AUTH, NO_AUTH, NO_AUTH, NO_AUTH, NO_AUTH",
        "-1, OK,      OK,      OK,      OK,      OK"
    })
    void eachOperationNeedsItsPermission(
            int perms, ErrorCode creates, ErrorCode deletes, ErrorCode sets, ErrorCode admins, ErrorCode checks) {
        bench.done(create("/n"));
        bench.done(create("/n/child", acl(0, "world", "anyone")));
        bench.done(setAcl("/n", acl(perms, "world", "anyone")));

        assertThat(bench.refusal(create("/n/new"))).isEqualTo(creates);
        assertThat(bench.refusal(delete("/n/child"))).isEqualTo(deletes);
        assertThat(bench.refusal(setData("/n", "x"))).isEqualTo(sets);
        assertThat(bench.refusal(multi(check("/n", -1)))).isEqualTo(checks);
        assertThat(bench.refusal(setAcl("/n", acl(perms, "world", "anyone")))).isEqualTo(admins);
    }

    @Test
    void nothingIsInheritedAndAncestorsAreNotAsked() {
        bench.done(create("/closed"));
        bench.done(create("/closed/open"));
        bench.done(setAcl("/closed", acl(0, "world", "anyone")));
        bench.done(setData("/closed/open", "x"));
        bench.done(create("/closed/open/below"));
        bench.done(delete("/closed/open/below"));
        assertThat(bench.refusal(delete("/closed/open"))).isEqualTo(ErrorCode.NO_AUTH);
    }

    @Test
    void authIsReplacedByEveryAuthenticatedIdentity() {
        bench.as(ANONYMOUS.get(0), ANN, BOB).done(create("/n", acl(Acl.READ | Acl.WRITE, "auth", "whatever")));
        assertThat(bench.acl("/n")).containsExactlyInAnyOrder(new Acl(3, ANN), new Acl(3, BOB));

        bench.as(BOB).done(setData("/n", "x"));
        bench.identities = ANONYMOUS;
        assertThat(bench.refusal(setData("/n", "x"))).isEqualTo(ErrorCode.NO_AUTH);
    }

    @Test
    void authMayHaveANullIdAndStandsAmongOthers() {
        List<Acl> requested = List.of(new Acl(Acl.READ, AuthId.ANYONE), new Acl(Acl.ALL, new AuthId("auth", null)));
        bench.as(ANN).done(create("/n", requested));
        assertThat(bench.acl("/n")).containsExactly(new Acl(Acl.READ, AuthId.ANYONE), new Acl(Acl.ALL, ANN));
        Txn.Create logged = (Txn.Create) bench.log.get(0).txn();
        assertThat(logged.acl()).isEqualTo(bench.acl("/n"));
    }

    @Test
    void authWithoutAnAuthenticatedIdentityIsInvalid() {
        assertThat(bench.refusal(create("/n", acl(Acl.ALL, "auth", "")))).isEqualTo(ErrorCode.INVALID_ACL);
        assertThat(bench.as(new AuthId("super", "")).refusal(create("/n", acl(Acl.ALL, "auth", ""))))
                .isEqualTo(ErrorCode.INVALID_ACL);
    }

    @Test
    void duplicatesAreDroppedAndTheFirstStays() {
        bench.done(create(
                "/n",
                List.of(
                        new Acl(1, ANN),
                        new Acl(31, AuthId.ANYONE),
                        new Acl(1, ANN),
                        new Acl(2, ANN),
                        new Acl(31, AuthId.ANYONE))));
        assertThat(bench.acl("/n")).containsExactly(new Acl(1, ANN), new Acl(31, AuthId.ANYONE), new Acl(2, ANN));
    }

    @ParameterizedTest(name = "{0}:{1} in an access list: {2}")
    @CsvSource(
            nullValues = "null",
            value = {
                "world, anyone, OK",
                "world, other, INVALID_ACL",
                "world, null, MARSHALLING_ERROR",
                "null, anyone, INVALID_ACL",
                "null, null, INVALID_ACL",
                "digest, ann:x1, OK",
                "digest, ann, INVALID_ACL",
                "digest, 'a:b:c', INVALID_ACL",
                "digest, null, MARSHALLING_ERROR",
                "ip, 10.0.0.1, OK",
                "ip, 10.0.0.0/8, OK",
                "ip, 10.0.0.0/33, INVALID_ACL",
                "ip, 10.0.0, INVALID_ACL",
                "ip, '', INVALID_ACL",
                "ip, null, MARSHALLING_ERROR",
                "unknown, x, INVALID_ACL",
                "unknown, null, INVALID_ACL",
                "super, '', INVALID_ACL",
                "'', '', INVALID_ACL"
            })
    void anEntryIsJudgedByItsScheme(String scheme, String id, ErrorCode expected) {
        List<Acl> list = List.of(new Acl(Acl.ALL, AuthId.ANYONE), new Acl(Acl.ALL, new AuthId(scheme, id)));
        bench.done(create("/s"));
        assertThat(bench.refusal(create("/n", list))).isEqualTo(expected);
        assertThat(bench.refusal(setAcl("/s", list))).isEqualTo(expected);
        assertThat(bench.exists("/n")).isEqualTo(expected == ErrorCode.OK);
    }

    @Test
    void anEmptyOrNullListIsInvalid() {
        assertThat(bench.refusal(create("/n", List.of()))).isEqualTo(ErrorCode.INVALID_ACL);
        assertThat(bench.refusal(create("/n", (List<Acl>) null))).isEqualTo(ErrorCode.INVALID_ACL);
        assertThat(bench.refusal(setAcl("/", List.of()))).isEqualTo(ErrorCode.INVALID_ACL);
        assertThat(bench.refusal(setAcl("/", null))).isEqualTo(ErrorCode.INVALID_ACL);
    }

    @Test
    void theSuperUserMayDoEverything() {
        bench.done(create("/n", acl(0, "world", "anyone")));
        bench.as(new AuthId("super", ""));
        for (ClientRequest request : List.of(
                create("/n/x"), setData("/n", "x"), delete("/n/x"), setAcl("/n", acl(Acl.READ, "world", "anyone")))) {
            bench.done(request);
        }
    }

    @Test
    void rightsAreThoseOnTopOfWhatIsOnItsWay() {
        bench.propose(create("/n"));
        bench.propose(setAcl("/n", acl(Acl.ALL, "digest", ANN.id())));
        LoggedTxn refused = bench.propose(setData("/n", "x"));
        LoggedTxn allowed = bench.as(ANN).propose(setData("/n", "y"));
        bench.applyAll();
        assertThat(TxnBench.error(refused)).isEqualTo(ErrorCode.NO_AUTH);
        assertThat(TxnBench.error(allowed)).isEqualTo(ErrorCode.OK);
    }

    @Test
    void aListOfManyEntriesIsRefusedBeforeItMakesAnUnreadableRecord() {
        TxnBench small = new TxnBench(TxnBench.recordsUpTo(5000));
        List<Acl> many = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            many.add(new Acl(i, new AuthId("digest", "user" + i + ":hash")));
        }
        small.done(create("/n"));
        assertThat(small.refusal(setAcl("/n", many))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(small.refusal(create("/m", many))).isEqualTo(ErrorCode.BAD_ARGUMENTS);
        assertThat(small.exists("/m")).isFalse();
        assertThat(small.stat("/n").aversion()).isZero();
    }
}
