package io.paddock.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.CreateMode;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The values that an application hands over, and the exceptions that it is handed. */
class ValuesTest {

    @Test
    void aNewNodeIsNotChangedByWhatIsMadeFromIt() {
        NewNode plain = NewNode.ephemeral("/a");
        NewNode other = plain.sequential().data("x").acl(List.of());
        assertThat(plain.mode()).isEqualTo(CreateMode.EPHEMERAL);
        assertThat(plain.data()).isEmpty();
        assertThat(plain.acl()).isEqualTo(Acl.OPEN);
        assertThat(other.mode()).isEqualTo(CreateMode.EPHEMERAL_SEQUENTIAL);
        assertThat(other.path()).isEqualTo("/a");
    }

    @Test
    void impossibleZnodesAreRefused() {
        assertThatThrownBy(() -> NewNode.container("/a").sequential()).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> NewNode.ttl("/a", Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> NewNode.ttl("/a", NewNode.TTL_MAX.plusMillis(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(NewNode.ttl("/a", NewNode.TTL_MAX).sequential().ttlMs()).isEqualTo((1L << 40) - 1);
    }

    @Test
    void theDigestIdIsTheHashThatServersCompute() {
        assertThat(AccessList.digestId("bob", "pw")).isEqualTo("bob:ikIaKsbtGweaHnb/jKn7OHqbunM=");
        assertThat(AccessList.empty().creator(Acl.ALL).anyone(Acl.READ).toList())
                .containsExactly(new Acl(Acl.ALL, new AuthId("auth", "")), new Acl(Acl.READ, AuthId.ANYONE));
    }

    @Test
    void anUnknownErrorKeepsItsNumber() {
        RefusedException unknown = RefusedException.of(-999, OpCode.GET_DATA, "/a");
        assertThat(unknown.error()).isNull();
        assertThat(unknown.code()).isEqualTo(-999);
        assertThat(unknown).hasMessage("GET_DATA /a: the server answered with the unknown error -999");
    }

    @Test
    void everyErrorOfAServerHasAnExceptionThatSaysIt() {
        for (ErrorCode error : ErrorCode.values()) {
            assertThat(RefusedException.of(error.code(), OpCode.SET_DATA, "/a").is(error))
                    .isTrue();
        }
        assertThat(RefusedException.of(-101, OpCode.DELETE, "/a")).isInstanceOf(RefusedException.NoNode.class);
    }

    @Test
    void aResultIsFoundByThePartOfItsOwnWholeOnly() {
        Transaction first = new Transaction();
        Part<Void> part = first.check("/a", 1);
        assertThat(new TransactionResult(first, Arrays.asList((Object) null), 7).of(part))
                .isNull();
        assertThatThrownBy(() -> new TransactionResult(new Transaction(), List.of(), 7).of(part))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
