package io.paddock.client.session;

import io.paddock.client.Children;
import io.paddock.client.Created;
import io.paddock.client.NodeAcl;
import io.paddock.client.NodeData;
import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.CreateMode;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Stat;
import io.paddock.common.protocol.ServerReply;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import java.util.List;
import java.util.Optional;

/** Results from the bodies of replies (specification, client protocol 3.3). */
final class Replies {

    static final ReplyReader<Stat> STAT = (body, zxid) -> Stat.read(body);

    static final ReplyReader<NodeData> DATA = (body, zxid) -> new NodeData(body.buffer(), Stat.read(body));

    static final ReplyReader<Children> CHILDREN = (body, zxid) -> new Children(names(body), Stat.read(body));

    static final ReplyReader<NodeAcl> ACL = (body, zxid) -> new NodeAcl(acl(body), Stat.read(body));

    static final ReplyReader<Optional<Stat>> EXISTS =
            otherwise(ErrorCode.NO_NODE, Optional.empty(), (body, zxid) -> Optional.of(Stat.read(body)));

    static final ReplyReader<Boolean> HAS_WATCH = otherwise(ErrorCode.NO_WATCHER, false, (body, zxid) -> true);

    /** That the server had no such watch is as good. */
    static final ReplyReader<Void> REMOVED = otherwise(ErrorCode.NO_WATCHER, null, (body, zxid) -> null);

    private Replies() {}

    /** The operation that makes a znode of this mode and answers with its stat. */
    static OpCode creation(CreateMode mode) {
        return switch (mode) {
            case CONTAINER -> OpCode.CREATE_CONTAINER;
            case PERSISTENT_WITH_TTL, PERSISTENT_SEQUENTIAL_WITH_TTL -> OpCode.CREATE_TTL;
            case PERSISTENT, EPHEMERAL, PERSISTENT_SEQUENTIAL, EPHEMERAL_SEQUENTIAL -> OpCode.CREATE2;
        };
    }

    static Created created(WireInput body, Chroot chroot) {
        return new Created(chroot.toClient(required(body.string(), "a path")), Stat.read(body));
    }

    static List<String> names(WireInput body) {
        return required(body.vector(WireInput::string), "the list of children");
    }

    static List<String> ephemerals(WireInput body, Chroot chroot) {
        return required(body.vector(WireInput::string), "the list of ephemerals").stream()
                .filter(chroot::holds)
                .map(chroot::toClient)
                .toList();
    }

    static List<AuthId> identities(WireInput body) {
        return ServerReply.WhoAmIReply.read(body).identities().stream()
                .map(identity -> new AuthId(identity.scheme(), identity.user()))
                .toList();
    }

    private static List<Acl> acl(WireInput body) {
        return required(Acl.readList(body), "the access control list");
    }

    private static <T> T required(T value, String what) {
        if (value == null) {
            throw new MalformedRecord(what + " is null");
        }
        return value;
    }

    private static <T> ReplyReader<T> otherwise(ErrorCode expected, T instead, ReplyReader<T> reader) {
        return new ReplyReader<>() {
            @Override
            public T read(WireInput body, long zxid) {
                return reader.read(body, zxid);
            }

            @Override
            public T refused(int code, OpCode op, String path) {
                return code == expected.code() ? instead : reader.refused(code, op, path);
            }
        };
    }
}
