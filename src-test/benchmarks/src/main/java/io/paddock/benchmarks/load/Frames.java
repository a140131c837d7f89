package io.paddock.benchmarks.load;

import io.paddock.common.Acl;
import io.paddock.common.CreateMode;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.ConnectRequest;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.Exists;
import io.paddock.common.protocol.GetChildren;
import io.paddock.common.protocol.GetData;
import io.paddock.common.protocol.RequestHeader;
import io.paddock.common.protocol.SetData;
import io.paddock.common.wire.WireOutput;

/** Whole frames, each with its length in front and the xid 0, which the sender replaces. */
public final class Frames {

    /** Where the xid stands: behind the length. */
    static final int XID_AT = 4;

    private Frames() {}

    public static byte[] connect(int timeoutMs) {
        WireOutput out = new WireOutput().int32(0);
        new ConnectRequest(0, 0, timeoutMs, 0, new byte[16], true, false).write(out);
        return ended(out);
    }

    public static byte[] closeSession() {
        WireOutput out = new WireOutput().int32(0);
        new RequestHeader(0, OpCode.CLOSE_SESSION.code()).write(out);
        return ended(out);
    }

    public static byte[] getData(String path) {
        return request(new GetData(Path.of(path), false));
    }

    public static byte[] exists(String path, boolean watch) {
        return request(new Exists(Path.of(path), watch));
    }

    public static byte[] getChildren(String path) {
        return request(new GetChildren(Path.of(path), false));
    }

    public static byte[] setData(String path, byte[] data) {
        return request(new SetData(Path.of(path), data, -1));
    }

    public static byte[] create(String path, byte[] data) {
        return request(new Create(OpCode.CREATE, Path.of(path), data, Acl.OPEN, CreateMode.PERSISTENT));
    }

    private static byte[] request(ClientRequest request) {
        WireOutput out = new WireOutput().int32(0);
        new RequestHeader(0, request.op().code()).write(out);
        request.write(out);
        return ended(out);
    }

    private static byte[] ended(WireOutput out) {
        out.setInt32(0, out.size() - Integer.BYTES);
        return out.toByteArray();
    }
}
