package io.paddock.server.session;

import static io.paddock.server.session.Client.create;
import static io.paddock.server.session.Client.getData;
import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.Auth;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.CloseSession;
import io.paddock.common.protocol.Ping;
import io.paddock.common.protocol.Sasl;
import io.paddock.server.auth.AuthOptions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Auth packets and enforced authentication: client protocol, sections 3.4, 7.1, 7.2 and 7.6. */
class AuthRequestsTest {

    private final ShardBench bench = new ShardBench();
    private final Client client = bench.connected();

    private static Auth digest(String text) {
        return new Auth(0, "digest", text == null ? null : text.getBytes());
    }

    @ParameterizedTest
    @ValueSource(ints = {-4, 7, 0})
    void anAcceptedPacketIsAnsweredWithItsXidAndZxidZero(int xid) {
        client.send(xid, digest("bob:pw"));
        bench.settle();
        Client.Frame frame = client.next();
        assertThat(frame.header().xid()).isEqualTo(xid);
        assertThat(frame.header().zxid()).isZero();
        assertThat(frame.header().err()).isZero();
        assertThat(client.closed).isFalse();
    }

    @Test
    void theAnswerStandsInTheOrderOfTheConnection() {
        client.send(1, create("/a"));
        client.send(-4, digest("bob:pw"));
        client.send(2, getData("/a"));
        bench.settle();
        assertThat(client.taken()).containsExactly("1:OK", "-4:OK", "2:OK");
    }

    @ParameterizedTest
    @ValueSource(strings = {"world", "auth", "super", "sasl", "unknown", ""})
    void aSchemeThatNoPacketCanProveIsRefusedThenTheConnectionEndsAndTheSessionStays(String scheme) {
        client.send(1, create("/a"));
        client.send(-4, new Auth(0, scheme, "x".getBytes()));
        client.send(2, create("/b"));
        bench.settle();
        assertThat(client.taken()).containsExactly("1:OK", "-4:AUTH_FAILED");
        assertThat(client.closed).isTrue();
        assertThat(bench.tree.find(Path.of("/b"))).isNegative();
        assertThat(bench.tree.sessions()).containsKey(client.session);
    }

    @Test
    void aNullSchemeOrNullDataIsRefused() {
        client.send(-4, new Auth(0, null, null));
        bench.settle();
        assertThat(client.taken()).containsExactly("-4:AUTH_FAILED");
        Client other = bench.connected();
        other.send(-4, digest(null));
        bench.settle();
        assertThat(other.taken()).containsExactly("-4:AUTH_FAILED");
    }

    @Test
    void aPacketThatCannotBeDecodedEndsTheConnectionWithoutAReply() {
        assertThat(client.frame(new byte[] {0, 0, 0, 5, 0, 0, 0, 100, 0, 0})).isNotNull();
    }

    // Enforcement.

    private static AuthOptions enforcing(String scheme) {
        return new AuthOptions(
                false, true, "SHA1", null, false, List.of(), null, false, null, false, List.of(), List.of(scheme));
    }

    @Test
    void anUnauthenticatedConnectionIsRefusedEveryRequestAndEnds() {
        ShardBench strict = new ShardBench(enforcing("digest"));
        for (ClientRequest request : List.of(getData("/"), create("/a"), new Ping(), new CloseSession())) {
            Client stranger = strict.connected();
            stranger.send(9, request);
            strict.settle();
            Client.Frame frame = stranger.next();
            assertThat(frame.header().err()).isEqualTo(ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH.code());
            assertThat(frame.header().zxid()).isZero();
            assertThat(stranger.closed).isTrue();
            assertThat(strict.tree.sessions()).containsKey(stranger.session);
        }
        assertThat(strict.tree.find(Path.of("/a"))).isNegative();
    }

    @Test
    void authAndSaslAreHandledBeforeTheEnforcement() {
        ShardBench strict = new ShardBench(enforcing("digest"));
        Client known = strict.connected();
        known.send(1, new Sasl(new byte[0]));
        known.send(-4, digest("bob:pw"));
        known.send(2, create("/a"));
        strict.settle();
        assertThat(known.taken()).containsExactly("1:OK", "-4:OK", "2:OK");
    }

    @Test
    void enforcementComesBeforeTheTypeIsLookedAt() {
        ShardBench strict = new ShardBench(enforcing("digest"));
        Client stranger = strict.connected();
        stranger.send(9, OpCode.CHECK.code(), new byte[0]);
        strict.settle();
        assertThat(stranger.next().header().err()).isEqualTo(ErrorCode.SESSION_CLOSED_REQUIRE_SASL_AUTH.code());
    }
}
