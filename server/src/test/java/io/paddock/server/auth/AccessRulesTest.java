package io.paddock.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.wire.MalformedRecord;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {

    private final OptionsDraft draft = new OptionsDraft();

    @ParameterizedTest(name = "{0} for {1} by {2}: {3}")
    @CsvSource(delimiter = '|', textBlock = """
            1=world:anyone                 | 1  | ip:1.2.3.4                        | true
            1=world:anyone                 | 2  | ip:1.2.3.4                        | false
            1=world:anyone                 | 17 | ip:1.2.3.4                        | true
            0=world:anyone                 | 1  | ip:1.2.3.4                        | false
            -1=world:anyone                | 16 | ip:1.2.3.4                        | true
            31=world:other                 | 1  | ip:1.2.3.4 world:other            | false
            -                              | 16 | ip:1.2.3.4                        | true
            1=ip:9.9.9.9 2=world:anyone    | 2  | ip:1.2.3.4                        | true
            31=digest:bob:h                | 4  | ip:1.2.3.4 digest:bob:h           | true
            31=digest:bob:h                | 4  | ip:1.2.3.4 digest:bob:H           | false
            31=digest:bob:h                | 4  | ip:1.2.3.4 sasl:bob:h             | false
            31=digest:eve:h 8=digest:bob:h | 8  | digest:ann:h digest:bob:h         | true
            31=ip:1.2.3.4                  | 1  | ip:1.2.3.4                        | true
            31=ip:1.2.0.0/16               | 1  | ip:1.2.3.4                        | true
            31=ip:1.2.0.0/16               | 1  | ip:1.3.3.4                        | false
            31=digest:bob:h                | 31 | ip:1.2.3.4 super:                 | true
            0=world:anyone                 | 16 | super: ip:1.2.3.4                 | true
            31=sasl:bob@R                  | 1  | ip:1.2.3.4 sasl:bob@R             | true
            31=sasl:bob@R                  | 1  | ip:1.2.3.4 sasl:bob               | false
            31=sasl:bob@R                  | 1  | ip:1.2.3.4 sasl:super             | true
            31=x509:CN=a,O=b               | 1  | ip:1.2.3.4 x509:CN=a,O=b          | true
            31=x509:CN=a,O=b               | 1  | ip:1.2.3.4 x509:O=b,CN=a          | false
            31=ensemble:e                  | 1  | ip:1.2.3.4 ensemble:e             | false
            31=custom:x                    | 1  | ip:1.2.3.4 custom:x               | false
            """)
    void aListAllowsWhatOneOfItsEntriesGives(String acl, int perm, String who, boolean allowed) {
        assertThat(rules().allows(AclText.list(acl), perm, AclText.who(who))).isEqualTo(allowed);
    }

    @Test
    void theOpenListAllowsEverythingToEverybody() {
        assertThat(rules().allows(Acl.OPEN, Acl.ADMIN, List.of())).isTrue();
        assertThat(rules().allows(List.of(new Acl(31, new AuthId("world", "anyone"))), Acl.ADMIN, List.of()))
                .isTrue();
    }

    @Test
    void withSkipAclEverythingIsAllowedAndListsAreStillChecked() {
        draft.skipAcl = true;

        assertThat(rules().allows(AclText.list("0=digest:bob:h"), Acl.ADMIN, List.of()))
                .isTrue();
        assertThat(rules().resolve(AclText.list("31=digest:bob"), List.of())).isNull();
    }

    @Test
    void aListThatWouldGrowBeyondAnyRecordIsRefusedWhileItGrows() {
        List<AuthId> who = IntStream.range(0, 1000)
                .mapToObj(user -> new AuthId("digest", "user" + user + ":h"))
                .toList();
        List<Acl> requested = IntStream.range(0, 1_000_000)
                .mapToObj(perms -> new Acl(perms, new AuthId("auth", "")))
                .toList();

        assertThat(rules().resolve(requested, who)).isNull();
        assertThat(rules().resolve(requested.subList(0, 100), who)).hasSize(100_000);
    }

    @Test
    void anIdMayBeOpenToAllSaslUsers() {
        draft.letAnySaslUserDoX = "open";

        assertThat(rules().allows(AclText.list("1=sasl:open"), Acl.READ, AclText.who("sasl:eve")))
                .isTrue();
        assertThat(rules().allows(AclText.list("1=sasl:open"), Acl.READ, AclText.who("digest:eve:h")))
                .isFalse();
    }

    @Test
    void theSubjectOfTheSuperUserMatchesEveryCertificateEntry() {
        draft.x509SuperUser = "CN=root";

        assertThat(rules().allows(AclText.list("1=x509:CN=a"), Acl.READ, AclText.who("x509:CN=root")))
                .isTrue();
    }

    @Test
    void entriesOfASchemeThatIsOffMatchNobody() {
        draft.digestEnabled = false;
        draft.furtherSchemes = false;

        for (String id : List.of("digest:a:h", "sasl:a", "x509:CN=a")) {
            assertThat(rules().allows(AclText.list("31=" + id), Acl.READ, AclText.who(id)))
                    .as(id)
                    .isFalse();
            assertThat(rules().resolve(AclText.list("31=" + id), AclText.who(id)))
                    .as(id)
                    .isNull();
        }
    }

    @ParameterizedTest(name = "{0} by {1} becomes {2}")
    @CsvSource(delimiter = '|', textBlock = """
            31=world:anyone                             | ip:1.2.3.4                  | 31=world:anyone
            31=world:anyone 31=world:anyone             | ip:1.2.3.4                  | 31=world:anyone
            1=world:anyone 2=world:anyone               | ip:1.2.3.4                  | 1=world:anyone 2=world:anyone
            -1=world:anyone 0=world:anyone              | ip:1.2.3.4                  | -1=world:anyone 0=world:anyone
            1=digest:a:h 2=ip:1.1.1.1 1=digest:a:h      | ip:1.2.3.4                  | 1=digest:a:h 2=ip:1.1.1.1
            7=auth:                                     | ip:1.2.3.4 digest:a:h       | 7=digest:a:h
            7=auth:null                                 | ip:1.2.3.4 digest:a:h       | 7=digest:a:h
            7=auth:whatever                             | ip:1.2.3.4 digest:a:h       | 7=digest:a:h
            7=auth:                                     | super: digest:a:h digest:b:h x509:CN=a sasl:c | 7=digest:a:h 7=digest:b:h 7=x509:CN=a 7=sasl:c
            1=world:anyone 7=auth: 2=ip:1.1.1.1         | digest:a:h                  | 1=world:anyone 7=digest:a:h 2=ip:1.1.1.1
            31=sasl:bob                                 | ip:1.2.3.4                  | 31=sasl:bob
            31=sasl:bob@R                               | ip:1.2.3.4                  | 31=sasl:bob@R
            31=sasl:bob/host@R                          | ip:1.2.3.4                  | 31=sasl:bob/host@R
            31=x509:CN=al_ice,OU=Dev\\,Ops,O=My_Org,C=DE | ip:1.2.3.4                 | 31=x509:CN=al_ice,OU=Dev\\,Ops,O=My_Org,C=DE
            31=digest::h                                | ip:1.2.3.4                  | 31=digest::h
            31=digest:a:h::                             | ip:1.2.3.4                  | 31=digest:a:h::
            """)
    void aValidListIsStoredWithoutRepeatsAndWithAuthReplaced(String requested, String who, String stored) {
        assertThat(rules().resolve(AclText.list(requested), AclText.who(who))).isEqualTo(AclText.list(stored));
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "-",
                "31=null:anyone",
                "31=null:null",
                "31=world:other",
                "31=world:",
                "31=auth:",
                "31=super:",
                "31=custom:x",
                "31=custom:null",
                "31=ensemble:e",
                "31=digest:a",
                "31=digest:a:",
                "31=digest:",
                "31=digest:a:b:c",
                "31=ip:localhost",
                "31=ip:1.2.3.4/33",
                "31=sasl:a/b/c@R",
                "31=sasl:a@b@c",
                "31=x509:no_name",
                "31=world:anyone 31=digest:a",
                "31=custom:x 31=digest:null"
            })
    void anInvalidEntryMakesTheListInvalid(String requested) {
        assertThat(rules().resolve(AclText.list(requested), AclText.who("ip:1.2.3.4 super:")))
                .isNull();
    }

    @Test
    void aNullListIsInvalid() {
        assertThat(rules().resolve(null, List.of())).isNull();
    }

    @ParameterizedTest(name = "{0}")
    @ValueSource(
            strings = {
                "31=world:null",
                "31=ip:null",
                "31=digest:null",
                "31=sasl:null",
                "31=x509:null",
                "1=world:anyone 31=digest:null 31=custom:x"
            })
    void aNullIdIsMalformedWhereTheSchemeNeedsOne(String requested) {
        assertThatThrownBy(() -> rules().resolve(AclText.list(requested), List.of()))
                .isInstanceOf(MalformedRecord.class)
                .hasMessageContaining("null id");
    }

    @Test
    void theOpenListIsOneObjectHoweverItArrives() {
        assertThat(rules().resolve(AclText.list("31=world:anyone"), List.of())).isSameAs(Acl.OPEN);
        assertThat(rules().resolve(AclText.list("31=world:anyone 31=world:anyone"), List.of()))
                .isSameAs(Acl.OPEN);
    }

    @ParameterizedTest(name = "{0} as {1} sees it: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            31=digest:bob:h 1=world:anyone | ip:1.2.3.4              | 31=digest:bob:x 1=world:anyone
            31=digest:bob:h 1=world:anyone | digest:bob:h            | 31=digest:bob:h 1=world:anyone
            31=digest:bob:h 1=world:anyone | super:                  | 31=digest:bob:h 1=world:anyone
            1=digest:a:b:c 1=digest:d      | ip:1.2.3.4              | 1=digest:a:x 1=digest:d
            1=ip:::1 1=sasl:a:b            | ip:1.2.3.4              | 1=ip:::1 1=sasl:a:b
            1=digest:a:h 16=world:anyone   | ip:1.2.3.4              | 1=digest:a:h 16=world:anyone
            """)
    void hashesAreMaskedForThoseWithoutAdmin(String acl, String who, String seen) {
        assertThat(rules().masked(AclText.list(acl), AclText.who(who))).isEqualTo(AclText.list(seen));
    }

    private AccessRules rules() {
        return new AccessRules(draft.options());
    }
}
