package io.paddock.server.txn;

import io.paddock.common.Acl;
import io.paddock.common.AuthId;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.CheckVersion;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.CloseSession;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.Delete;
import io.paddock.common.protocol.Multi;
import io.paddock.common.protocol.SetAcl;
import io.paddock.common.protocol.SetData;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** Requests as tests write them. Flags are those of the wire: client protocol, section 3.7. */
final class Requests {

    static final int PERSISTENT = 0;
    static final int EPHEMERAL = 1;
    static final int SEQUENTIAL = 2;
    static final int EPHEMERAL_SEQUENTIAL = 3;
    static final int CONTAINER = 4;
    static final int TTL = 5;
    static final int TTL_SEQUENTIAL = 6;
    static final int ANY_VERSION = -1;

    private Requests() {}

    static Create create(String path) {
        return create(path, PERSISTENT);
    }

    static Create create(String path, int flags) {
        return create(OpCode.CREATE, path, flags);
    }

    static Create create(OpCode op, String path, int flags) {
        return new Create(op, Path.of(path), bytes("data"), Acl.OPEN, flags, 0);
    }

    static Create create(String path, List<Acl> acl) {
        return new Create(OpCode.CREATE, Path.of(path), bytes("data"), acl, PERSISTENT, 0);
    }

    static Create createWithData(String path, String data) {
        return new Create(OpCode.CREATE, Path.of(path), bytes(data), Acl.OPEN, PERSISTENT, 0);
    }

    static Create createTtl(String path, int flags, long ttlMs) {
        return new Create(OpCode.CREATE_TTL, Path.of(path), bytes("data"), Acl.OPEN, flags, ttlMs);
    }

    static Delete delete(String path) {
        return delete(path, ANY_VERSION);
    }

    static Delete delete(String path, int version) {
        return new Delete(Path.of(path), version);
    }

    static SetData setData(String path, String data) {
        return setData(path, data, ANY_VERSION);
    }

    static SetData setData(String path, String data, int version) {
        return new SetData(Path.of(path), bytes(data), version);
    }

    static SetAcl setAcl(String path, List<Acl> acl) {
        return setAcl(path, acl, ANY_VERSION);
    }

    static SetAcl setAcl(String path, List<Acl> acl, int aversion) {
        return new SetAcl(Path.of(path), acl, aversion);
    }

    static CheckVersion check(String path, int version) {
        return new CheckVersion(Path.of(path), version);
    }

    static Multi multi(ClientRequest... ops) {
        return new Multi(List.of(ops));
    }

    static CloseSession closeSession() {
        return new CloseSession();
    }

    static List<Acl> acl(int perms, String scheme, String id) {
        return List.of(new Acl(perms, new AuthId(scheme, id)));
    }

    static byte[] bytes(String text) {
        return text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
}
