package io.paddock.client.session;

import io.paddock.common.Acl;
import io.paddock.common.Path;
import io.paddock.common.protocol.CheckVersion;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.Delete;
import io.paddock.common.protocol.Exists;
import io.paddock.common.protocol.GetChildren2;
import io.paddock.common.protocol.GetData;
import io.paddock.common.protocol.Multi;
import io.paddock.common.protocol.MultiHeader;
import io.paddock.common.protocol.RequestHeader;
import io.paddock.common.protocol.SetData;
import io.paddock.common.wire.WireOutput;
import java.util.List;

/**
 * How large the frame of a request will be. Servers judge that length, and hang up without a word when it is too much for
 * them (specification, client protocol 1.4).
 */
final class RequestSize {

    /** More than the fields of fixed size of any one operation. */
    private static final int FIXED_BYTES_MAX = 64;

    private static final int LENGTH_BYTES = 4;

    private RequestSize() {}

    /** The bytes of the frame if they are more than the limit, else 0. */
    static int over(ClientRequest request, int limit) {
        if (boundOf(request) <= limit) {
            return 0; // Nearly always, and much cheaper than writing the request twice.
        }
        int bytes = exactly(request);
        return bytes <= limit ? 0 : bytes;
    }

    private static long boundOf(ClientRequest request) {
        if (request instanceof GetData get) {
            return withFixed(bytes(get.path()));
        } else if (request instanceof SetData set) {
            return withFixed(bytes(set.path()) + bytes(set.data()));
        } else if (request instanceof Exists exists) {
            return withFixed(bytes(exists.path()));
        } else if (request instanceof Create create) {
            return withFixed(bytes(create.path()) + bytes(create.data()) + bytes(create.acl()));
        } else if (request instanceof GetChildren2 get) {
            return withFixed(bytes(get.path()));
        } else if (request instanceof Delete delete) {
            return withFixed(bytes(delete.path()));
        } else if (request instanceof CheckVersion check) {
            return withFixed(bytes(check.path()));
        } else if (request instanceof Multi multi) {
            long sum = withFixed(0);
            for (ClientRequest op : multi.ops()) {
                sum += MultiHeader.BYTES + boundOf(op);
            }
            return sum;
        }
        return Long.MAX_VALUE;
    }

    private static long withFixed(long variable) {
        return variable + FIXED_BYTES_MAX;
    }

    private static long bytes(Path path) {
        return path == null ? 0 : path.length();
    }

    private static long bytes(byte[] data) {
        return data == null ? 0 : data.length;
    }

    /** UTF-8 has at most three bytes for a char. */
    private static long bytes(String text) {
        return text == null ? 0 : 3L * text.length();
    }

    private static long bytes(List<Acl> acl) {
        long sum = 0;
        for (Acl entry : acl) {
            sum += 3L * LENGTH_BYTES
                    + bytes(entry.id().scheme())
                    + bytes(entry.id().id());
        }
        return sum;
    }

    private static int exactly(ClientRequest request) {
        WireOutput out = new WireOutput();
        request.write(out);
        return RequestHeader.BYTES + out.size();
    }
}
