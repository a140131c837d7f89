package io.paddock.server.session;

import io.paddock.common.Path;
import io.paddock.common.protocol.ClientRequest;
import io.paddock.common.protocol.Create;
import io.paddock.common.protocol.GetAcl;
import io.paddock.common.protocol.GetChildren;
import io.paddock.common.protocol.GetChildren2;
import io.paddock.common.protocol.GetData;
import io.paddock.common.protocol.GetEphemerals;
import io.paddock.common.protocol.MultiRead;
import io.paddock.common.protocol.SetData;

/** The path that tells an operator which request is meant. */
final class RequestPath {

    private RequestPath() {}

    /** Null if the request names none, or if its replies are always short. */
    static Path of(ClientRequest request) {
        if (request instanceof GetData get) {
            return get.path();
        } else if (request instanceof GetChildren get) {
            return get.path();
        } else if (request instanceof GetChildren2 get) {
            return get.path();
        } else if (request instanceof GetAcl get) {
            return get.path();
        } else if (request instanceof GetEphemerals get) {
            return get.prefix();
        } else if (request instanceof MultiRead multi && !multi.ops().isEmpty()) {
            return of(multi.ops().get(0));
        } else if (request instanceof Create create) {
            return create.path();
        } else if (request instanceof SetData set) {
            return set.path();
        }
        return null;
    }
}
