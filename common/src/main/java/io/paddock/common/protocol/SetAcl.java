package io.paddock.common.protocol;

import io.paddock.common.Acl;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.util.List;

/**
 * Replace the access control list of a znode: path string, acl vector, version int32 (of the list; -1 for any). A null
 * path or list is no malformed request but an invalid one, which the server judges.
 */
public record SetAcl(Path path, List<Acl> acl, int version) implements ClientRequest {

    public static SetAcl read(WireInput in) {
        return new SetAcl(in.path(), Acl.readList(in), in.int32());
    }

    @Override
    public OpCode op() {
        return OpCode.SET_ACL;
    }

    @Override
    public void write(WireOutput out) {
        out.path(path);
        Acl.writeList(out, acl);
        out.int32(version);
    }
}
