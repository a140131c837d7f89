package io.paddock.common.protocol;

import io.paddock.common.Acl;
import io.paddock.common.CreateMode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.util.List;

/**
 * Create a znode: path string, data buffer (may be null), acl vector, flags int32, and for {@link OpCode#CREATE_TTL} also
 * ttl int64 (ms). The flags are those of {@link CreateMode}, but as sent: unknown ones and a null list are for the server
 * to refuse, unless the request stands in a {@link Multi}. Whether a container or a TTL znode is made is decided by the
 * operation, not by the flags (client protocol, section 3.7).
 */
public record Create(OpCode op, Path path, byte[] data, List<Acl> acl, int flags, long ttl) implements ClientRequest {

    public Create {
        switch (op) {
            case CREATE, CREATE2, CREATE_CONTAINER -> {
                if (ttl != 0) {
                    throw new IllegalArgumentException(op + " does not carry a ttl");
                }
            }
            case CREATE_TTL -> {}
            default -> throw new IllegalArgumentException(op + " creates no znode");
        }
    }

    /** A create without a ttl. */
    public Create(OpCode op, Path path, byte[] data, List<Acl> acl, CreateMode mode) {
        this(op, path, data, acl, mode.flags(), 0);
    }

    public static Create read(OpCode op, WireInput in) {
        return new Create(
                op,
                Required.path(in),
                in.buffer(),
                Acl.readList(in),
                in.int32(),
                op == OpCode.CREATE_TTL ? in.int64() : 0);
    }

    /** The mode with these flags, or null if no mode has them. */
    public CreateMode mode() {
        return CreateMode.of(flags);
    }

    @Override
    public void write(WireOutput out) {
        out.path(path).buffer(data);
        Acl.writeList(out, acl);
        out.int32(flags);
        if (op == OpCode.CREATE_TTL) {
            out.int64(ttl);
        }
    }
}
