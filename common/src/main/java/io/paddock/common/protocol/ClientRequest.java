package io.paddock.common.protocol;

import io.paddock.common.OpCode;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/**
 * A request of a client, without its {@link RequestHeader}: one record per operation.
 *
 * <p>What makes a request malformed is judged here: fields that end early, in most of them a null path, a null vector of paths, an unknown
 * watch type or mode, illegal contents of a {@link Multi} or {@link MultiRead}. Everything that has another error code
 * (the form of a path, the flags of a create, an access control list) is judged by the server.
 */
public sealed interface ClientRequest
        permits Create,
                Delete,
                Exists,
                GetData,
                SetData,
                GetAcl,
                SetAcl,
                GetChildren,
                GetChildren2,
                Sync,
                Ping,
                CheckVersion,
                Multi,
                MultiRead,
                Reconfig,
                CheckWatches,
                RemoveWatches,
                AddWatch,
                SetWatches,
                GetEphemerals,
                GetAllChildrenNumber,
                WhoAmI,
                Auth,
                Sasl,
                CloseSession {

    OpCode op();

    /** Writes the fields in wire order. */
    void write(WireOutput out);

    /**
     * Reads the fields of a request of this operation; bytes after the last field are left in the input.
     *
     * @throws MalformedRecord if the request is to be answered with {@code MARSHALLING_ERROR}
     * @throws IllegalArgumentException if clients have no such request: the caller must have refused the operation
     */
    static ClientRequest read(OpCode op, WireInput in) {
        return switch (op) {
            case CREATE, CREATE2, CREATE_CONTAINER, CREATE_TTL -> Create.read(op, in);
            case DELETE -> Delete.read(in);
            case EXISTS -> Exists.read(in);
            case GET_DATA -> GetData.read(in);
            case SET_DATA -> SetData.read(in);
            case GET_ACL -> GetAcl.read(in);
            case SET_ACL -> SetAcl.read(in);
            case GET_CHILDREN -> GetChildren.read(in);
            case GET_CHILDREN2 -> GetChildren2.read(in);
            case SYNC -> Sync.read(in);
            case PING -> new Ping();
            case CHECK -> CheckVersion.read(in);
            case MULTI -> Multi.read(in);
            case MULTI_READ -> MultiRead.read(in);
            case RECONFIG -> Reconfig.read(in);
            case CHECK_WATCHES -> CheckWatches.read(in);
            case REMOVE_WATCHES -> RemoveWatches.read(in);
            case ADD_WATCH -> AddWatch.read(in);
            case SET_WATCHES, SET_WATCHES2 -> SetWatches.read(op, in);
            case GET_EPHEMERALS -> GetEphemerals.read(in);
            case GET_ALL_CHILDREN_NUMBER -> GetAllChildrenNumber.read(in);
            case WHO_AM_I -> new WhoAmI();
            case AUTH -> Auth.read(in);
            case SASL -> Sasl.read(in);
            case CLOSE_SESSION -> new CloseSession();
            case NOTIFICATION, DELETE_CONTAINER, ERROR, CREATE_SESSION ->
                throw new IllegalArgumentException(op + " is no request of clients");
        };
    }
}
