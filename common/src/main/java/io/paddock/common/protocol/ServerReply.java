package io.paddock.common.protocol;

import io.paddock.common.Acl;
import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.common.Stat;
import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;
import java.util.List;

/**
 * The answer to a {@link ClientRequest}, without its {@link ReplyHeader}: one record per form. Clients read these; the
 * server, which has its answers in a denser form, writes the same bytes.
 */
public sealed interface ServerReply {

    /** Writes the fields in wire order. */
    void write(WireOutput out);

    /**
     * Reads the body that follows a header with err 0, or any header if the operation is {@link OpCode#SASL}.
     *
     * @throws MalformedRecord if it is none
     * @throws IllegalArgumentException if clients have no such request
     */
    static ServerReply read(OpCode op, WireInput in) {
        return switch (op) {
            case CREATE -> CreateReply.read(in);
            case CREATE2, CREATE_CONTAINER, CREATE_TTL -> Create2Reply.read(in);
            case EXISTS, SET_DATA, SET_ACL -> StatReply.read(in);
            case GET_DATA, RECONFIG -> DataReply.read(in);
            case GET_ACL -> AclReply.read(in);
            case GET_CHILDREN -> ChildrenReply.read(in);
            case GET_CHILDREN2 -> Children2Reply.read(in);
            case SYNC -> PathReply.read(in);
            case GET_EPHEMERALS -> EphemeralsReply.read(in);
            case GET_ALL_CHILDREN_NUMBER -> CountReply.read(in);
            case ADD_WATCH -> ErrorReply.read(in);
            case WHO_AM_I -> WhoAmIReply.read(in);
            case MULTI -> MultiReply.read(in);
            case MULTI_READ -> MultiReadReply.read(in);
            case SASL -> SaslReply.read(in);
            case DELETE, PING, CHECK, CHECK_WATCHES, REMOVE_WATCHES, SET_WATCHES, SET_WATCHES2, AUTH, CLOSE_SESSION ->
                new EmptyReply();
            case NOTIFICATION, DELETE_CONTAINER, ERROR, CREATE_SESSION ->
                throw new IllegalArgumentException(op + " is no request of clients");
        };
    }

    /** Of create: path string, with the sequence number if one was asked for. */
    record CreateReply(Path path) implements ServerReply {

        public static CreateReply read(WireInput in) {
            return new CreateReply(Required.path(in));
        }

        @Override
        public void write(WireOutput out) {
            out.path(path);
        }
    }

    /** Of create2, createContainer and createTTL: path string, then the stat. */
    record Create2Reply(Path path, Stat stat) implements ServerReply {

        public static Create2Reply read(WireInput in) {
            return new Create2Reply(Required.path(in), Stat.read(in));
        }

        @Override
        public void write(WireOutput out) {
            out.path(path);
            stat.write(out);
        }
    }

    /** Of exists, setData and setACL: the stat. */
    record StatReply(Stat stat) implements ServerReply {

        public static StatReply read(WireInput in) {
            return new StatReply(Stat.read(in));
        }

        @Override
        public void write(WireOutput out) {
            stat.write(out);
        }
    }

    /** Of getData, and of reconfig with the new configuration: data buffer (may be null), then the stat. */
    record DataReply(byte[] data, Stat stat) implements ServerReply {

        public static DataReply read(WireInput in) {
            return new DataReply(in.buffer(), Stat.read(in));
        }

        @Override
        public void write(WireOutput out) {
            out.buffer(data);
            stat.write(out);
        }
    }

    /** Of getACL: acl vector, then the stat. */
    record AclReply(List<Acl> acl, Stat stat) implements ServerReply {

        public static AclReply read(WireInput in) {
            return new AclReply(Required.list(in, Acl::read), Stat.read(in));
        }

        @Override
        public void write(WireOutput out) {
            Acl.writeList(out, acl);
            stat.write(out);
        }
    }

    /** Of getChildren: the names, in no particular order. */
    record ChildrenReply(List<String> children) implements ServerReply {

        public static ChildrenReply read(WireInput in) {
            return new ChildrenReply(Required.list(in, WireInput::string));
        }

        @Override
        public void write(WireOutput out) {
            out.vector(children, (name, to) -> to.string(name));
        }
    }

    /** Of getChildren2: the names, in no particular order, then the stat. */
    record Children2Reply(List<String> children, Stat stat) implements ServerReply {

        public static Children2Reply read(WireInput in) {
            return new Children2Reply(Required.list(in, WireInput::string), Stat.read(in));
        }

        @Override
        public void write(WireOutput out) {
            out.vector(children, (name, to) -> to.string(name));
            stat.write(out);
        }
    }

    /** Of sync: the path that was sent, also null. */
    record PathReply(Path path) implements ServerReply {

        public static PathReply read(WireInput in) {
            return new PathReply(in.path());
        }

        @Override
        public void write(WireOutput out) {
            out.path(path);
        }
    }

    /** Of getEphemerals: paths, in no particular order. */
    record EphemeralsReply(List<Path> paths) implements ServerReply {

        public static EphemeralsReply read(WireInput in) {
            return new EphemeralsReply(Required.paths(in));
        }

        @Override
        public void write(WireOutput out) {
            out.vector(paths, (path, to) -> to.path(path));
        }
    }

    /** Of getAllChildrenNumber: int32. */
    record CountReply(int count) implements ServerReply {

        public static CountReply read(WireInput in) {
            return new CountReply(in.int32());
        }

        @Override
        public void write(WireOutput out) {
            out.int32(count);
        }
    }

    /** Of addWatch, where it is 0, and of an operation of a multi: err int32. */
    record ErrorReply(int err) implements ServerReply {

        public static ErrorReply read(WireInput in) {
            return new ErrorReply(in.int32());
        }

        @Override
        public void write(WireOutput out) {
            out.int32(err);
        }
    }

    /** An identity as whoAmI shows it: authScheme string, user string (no password or hash of one). */
    record ClientInfo(String scheme, String user) {

        public static ClientInfo read(WireInput in) {
            return new ClientInfo(in.string(), in.string());
        }

        public void write(WireOutput out) {
            out.string(scheme).string(user);
        }
    }

    /** Of whoAmI: the identities of the connection. */
    record WhoAmIReply(List<ClientInfo> identities) implements ServerReply {

        public static WhoAmIReply read(WireInput in) {
            return new WhoAmIReply(Required.list(in, ClientInfo::read));
        }

        @Override
        public void write(WireOutput out) {
            out.vector(identities, (identity, to) -> identity.write(to));
        }
    }

    /** Of multi: one result per operation. */
    record MultiReply(List<MultiResult> results) implements ServerReply {

        public static MultiReply read(WireInput in) {
            return new MultiReply(MultiResult.readList(in));
        }

        @Override
        public void write(WireOutput out) {
            MultiResult.writeList(results, out);
        }
    }

    /** Of multiRead: one result per operation. */
    record MultiReadReply(List<MultiResult> results) implements ServerReply {

        public static MultiReadReply read(WireInput in) {
            return new MultiReadReply(MultiResult.readList(in));
        }

        @Override
        public void write(WireOutput out) {
            MultiResult.writeList(results, out);
        }
    }

    /** Of sasl, whatever the code in the header: token buffer, null if there is nothing more to say. */
    record SaslReply(byte[] token) implements ServerReply {

        public static SaslReply read(WireInput in) {
            return new SaslReply(in.buffer());
        }

        @Override
        public void write(WireOutput out) {
            out.buffer(token);
        }
    }

    /** Of everything else, and of every operation that failed (except sasl): nothing. */
    record EmptyReply() implements ServerReply {

        @Override
        public void write(WireOutput out) {
            // It has no fields.
        }
    }
}
