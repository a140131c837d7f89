package io.paddock.server.session;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.ReplyHeader;
import io.paddock.common.protocol.SetAcl;
import io.paddock.common.protocol.SetData;
import java.util.List;
import org.junit.jupiter.api.Test;

class EagerAclCheckTest {

    private static final List<Acl> READ_ONLY = List.of(new Acl(Acl.READ, AuthId.ANYONE));
    private static final List<Acl> NOT_WRITABLE = List.of(new Acl(Acl.ALL & ~Acl.WRITE, AuthId.ANYONE));

    private final HandDrivenShard server = new HandDrivenShard(
            1000,
            new ShardLimits(
                    Admission.OPEN,
                    LargeRequests.UNLIMITED,
                    RequestThrottleOptions.OFF,
                    true,
                    Integer.MAX_VALUE,
                    LimitListener.NOBODY));
    private final HandDrivenClient client = server.client();

    @Test
    void aRefusalHasZxidZeroAndTakesNoTransaction() {
        client.call(1, create("/a", READ_ONLY));
        server.sync();
        client.takeReplies();
        long zxid = server.lastAppended();
        client.call(2, new SetData(Path.of("/a"), null, -1));
        client.call(3, create("/a/b", Acl.OPEN));
        client.call(4, create("/b", List.of()));
        assertThat(client.takeReplies())
                .containsExactly(
                        new ReplyHeader(2, 0, ErrorCode.NO_AUTH),
                        new ReplyHeader(3, 0, ErrorCode.NO_AUTH),
                        new ReplyHeader(4, 0, ErrorCode.INVALID_ACL));
        assertThat(server.lastAppended()).isEqualTo(zxid);
        assertThat(server.shard.outstanding()).isZero();
    }

    @Test
    void behindAWriteOfItsConnectionTheReplicaDecidesBecauseTheTreeIsBehind() {
        client.call(1, create("/a", NOT_WRITABLE));
        server.sync();
        client.takeReplies();
        client.send(2, new SetAcl(Path.of("/a"), Acl.OPEN, -1));
        client.send(3, new SetData(Path.of("/a"), null, -1));
        server.shard.endOfBurst();
        server.sync();
        assertThat(client.takeReplies()).extracting(ReplyHeader::err).containsExactly(0, 0);
    }

    private static Create create(String path, List<Acl> acl) {
        return new Create(OpCode.CREATE, Path.of(path), null, acl, 0, 0);
    }
}
