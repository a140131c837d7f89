package io.paddock.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.AuthId;
import io.paddock.server.auth.Decision.Outcome;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AuthPacketsTest {

    private static final List<AuthId> NEW = AclText.who("ip:1.2.3.4");
    private static final String BOB = "digest:bob:ikIaKsbtGweaHnb/jKn7OHqbunM=";

    private final OptionsDraft draft = new OptionsDraft();

    @ParameterizedTest(name = "{0} {1} of {2}: {3}, {4}")
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            digest   | bob:pw  | ip:1.2.3.4             | ACCEPTED | ip:1.2.3.4 digest:bob:ikIaKsbtGweaHnb/jKn7OHqbunM=
            digest   | ''      | ip:1.2.3.4             | ACCEPTED | ip:1.2.3.4 digest::2jmj7l5rSw0yVb/vlWAYkK/YBwk=
            digest   | bob     | ip:1.2.3.4             | ACCEPTED | ip:1.2.3.4 digest:bob:SBgazSKz7a68ikR4aKfffOYpkgo=
            digest   | null    | ip:1.2.3.4             | REFUSED  | ip:1.2.3.4
            ip       | null    | ip:1.2.3.4             | ACCEPTED | ip:1.2.3.4
            ip       | 9.9.9.9 | ip:1.2.3.4             | ACCEPTED | ip:1.2.3.4
            x509     | x       | ip:1.2.3.4             | REFUSED  | ip:1.2.3.4
            x509     | null    | ip:1.2.3.4 x509:CN=a   | ACCEPTED | ip:1.2.3.4 x509:CN=a
            world    | anyone  | ip:1.2.3.4             | REFUSED  | ip:1.2.3.4
            auth     | x       | ip:1.2.3.4             | REFUSED  | ip:1.2.3.4
            super    | x       | ip:1.2.3.4             | REFUSED  | ip:1.2.3.4
            sasl     | bob     | ip:1.2.3.4             | REFUSED  | ip:1.2.3.4
            unknown  | x       | ip:1.2.3.4             | REFUSED  | ip:1.2.3.4
            null     | x       | ip:1.2.3.4             | REFUSED  | ip:1.2.3.4
            ensemble | any     | ip:1.2.3.4             | ACCEPTED | ip:1.2.3.4
            """)
    void theSchemeDecides(String scheme, String auth, String who, Outcome outcome, String after) {
        Decision decision = accept(scheme, auth, AclText.who(who));

        assertThat(decision.outcome()).isEqualTo(outcome);
        assertThat(decision.identities()).isEqualTo(AclText.who(after));
    }

    @Test
    void identitiesAddUpAndRepeatingOneChangesNothing() {
        List<AuthId> bob = accept("digest", "bob:pw", NEW).identities();
        List<AuthId> both = accept("digest", "ann:pw", bob).identities();

        assertThat(both).hasSize(3).startsWith(bob.toArray(AuthId[]::new));
        assertThat(accept("digest", "bob:pw", both).identities()).isSameAs(both);
    }

    @Test
    void theHashIsConfigurable() {
        draft.digestAlg = "SHA-256";

        assertThat(accept("digest", "bob:pw", NEW).identities().get(1).id())
                .startsWith("bob:")
                .hasSize(4 + 44);
    }

    @Test
    void anUnknownHashIsReportedAtOnce() {
        draft.digestAlg = "SHA-0";

        assertThatThrownBy(this::packets)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("This Java has no digest algorithm SHA-0");
    }

    @Test
    void theSuperDigestMakesASuperUser() {
        draft.superDigest = BOB.substring("digest:".length());

        assertThat(accept("digest", "bob:pw", NEW).identities()).isEqualTo(AclText.who("ip:1.2.3.4 super: " + BOB));
        assertThat(accept("digest", "bob:pW", NEW).identities()).doesNotContain(Identities.SUPER);
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(delimiter = '|', nullValues = "null", textBlock = """
            blue  | ACCEPTED
            green | ACCEPTED
            ''    | ACCEPTED
            null  | ACCEPTED
            red   | CLOSED
            """)
    void aWrongEnsembleNameClosesTheConnection(String name, Outcome outcome) {
        draft.ensembleNames = List.of("blue", "green");

        assertThat(accept("ensemble", name, NEW)).isEqualTo(new Decision(outcome, NEW));
    }

    @ParameterizedTest
    @ValueSource(strings = {"digest", "x509", "ensemble", "sasl"})
    void aSchemeThatIsOffIsRefused(String scheme) {
        draft.digestEnabled = false;
        draft.furtherSchemes = false;

        assertThat(accept(scheme, "a:b", AclText.who("x509:CN=a")).outcome()).isEqualTo(Outcome.REFUSED);
    }

    @ParameterizedTest(name = "{0} enforced, {1}: {2}")
    @CsvSource(delimiter = '|', textBlock = """
            -           | ip:1.2.3.4            | true
            sasl        | ip:1.2.3.4            | false
            sasl        | ip:1.2.3.4 sasl:bob   | true
            sasl digest | ip:1.2.3.4 digest:a:h | true
            sasl        | ip:1.2.3.4 digest:a:h | false
            """)
    void anEnforcedSchemeMustBeAmongTheIdentities(String enforced, String who, boolean satisfied) {
        draft.enforcedSchemes = enforced.equals("-") ? List.of() : List.of(enforced.split(" "));

        assertThat(packets().satisfiesEnforcement(AclText.who(who))).isEqualTo(satisfied);
    }

    @Test
    void enforcedSchemesThatNobodyCanSatisfyAreFound() {
        draft.enforcedSchemes = List.of("digest", "kerberos");

        assertThat(packets().unavailableEnforcedSchemes()).containsExactly("kerberos");
    }

    @ParameterizedTest(name = "{0} is called [{1}]")
    @CsvSource(delimiter = '|', textBlock = """
            ip:1.2.3.4         | 1.2.3.4
            digest:bob:h       | bob
            digest::h          | ''
            sasl:bob/host@R    | bob/host@R
            x509:CN=a,O=b      | CN=a,O=b
            super:             | ''
            """)
    void whoAmIShowsUserNames(String identity, String name) {
        assertThat(packets().userName(AclText.who(identity).get(0))).isEqualTo(name);
    }

    @Test
    void certificatesAndSaslNameIdentitiesAndSuperUsers() {
        draft.saslSuperUsers = List.of("admin@R");
        draft.x509SuperUser = "CN=root";
        Identities identities = new Identities(draft.options());

        assertThat(identities.withSasl(NEW, "bob@R")).isEqualTo(AclText.who("ip:1.2.3.4 sasl:bob@R"));
        assertThat(identities.withSasl(NEW, "admin@R")).isEqualTo(AclText.who("ip:1.2.3.4 super: sasl:admin@R"));
        assertThat(identities.withCertificate(NEW, "CN=a")).isEqualTo(AclText.who("ip:1.2.3.4 x509:CN=a"));
        assertThat(identities.withCertificate(NEW, "CN=root")).isEqualTo(AclText.who("ip:1.2.3.4 super: x509:CN=root"));
    }

    @ParameterizedTest(name = "{0} becomes {1}")
    @CsvSource(delimiter = '|', textBlock = """
            127.0.0.1 | 127.0.0.1
            ::1       | 0:0:0:0:0:0:0:1
            fe80::1%7 | fe80:0:0:0:0:0:0:1
            """)
    void anAddressIsWrittenAsJavaPrintsItWithoutTheInterface(String remote, String id) throws UnknownHostException {
        assertThat(Identities.ofAddress(InetAddress.getByName(remote))).isEqualTo(new AuthId("ip", id));
    }

    @Test
    void nothingThatIsPrintedHoldsASecret() {
        draft.superDigest = BOB.substring("digest:".length());

        assertThat(draft.options().toString()).doesNotContain("ikIaKsbt");
        assertThat(accept("digest", "bob:pw", NEW).toString()).doesNotContain("ikIaKsbt", "pw");
    }

    private Decision accept(String scheme, String auth, List<AuthId> who) {
        return packets().accept(scheme, auth == null ? null : auth.getBytes(StandardCharsets.UTF_8), who);
    }

    private AuthPackets packets() {
        return new AuthPackets(draft.options());
    }
}
