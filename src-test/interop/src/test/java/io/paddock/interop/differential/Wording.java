package io.paddock.interop.differential;

import io.paddock.common.wire.MalformedRecord;
import io.paddock.common.wire.WireInput;
import io.paddock.testsupport.AclEntry;
import io.paddock.testsupport.NodeStat;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.Reply;
import java.util.HexFormat;
import java.util.List;
import java.util.StringJoiner;
import java.util.function.LongFunction;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Puts a reply into words that can be compared and read. Names for zxids and sessions are given; times are left out but
 * for being there; lists whose order is free are sorted. Bytes that no field explains are words too.
 */
record Wording(LongFunction<String> zxid, LongFunction<String> session) {

    private static final int SASL_HAS_A_BODY_ALSO_IF_REFUSED = Op.SASL;

    /** Apache sends what it had read before it came to the malformed part. Nobody looks behind an error. */
    private static final int MULTI_READ_MAY_HAVE_A_REST = Op.MULTI_READ;

    /** A notification. */
    String event(Reply notification) {
        Reply.Event event = notification.event();
        return "event " + event.type() + " state " + event.state() + " " + plain(event.path()) + " at "
                + zxid.apply(notification.zxid());
    }

    /** A reply to a request of this type, without its zxid. */
    String reply(int type, Reply reply) {
        WireInput in = reply.in();
        String words = "xid " + reply.xid() + " err " + reply.err();
        try {
            if (reply.err() == 0 || type == SASL_HAS_A_BODY_ALSO_IF_REFUSED) {
                words += body(type, in);
            } else if (type == MULTI_READ_MAY_HAVE_A_REST) {
                in.skip(in.remaining());
            }
        } catch (MalformedRecord e) {
            words += " CUT SHORT: " + e.getMessage();
        }
        if (in.remaining() > 0) {
            words += " AND " + in.remaining() + " BYTES MORE";
        }
        return words;
    }

    private String body(int type, WireInput in) {
        return switch (type) {
            case Op.CREATE, Op.SYNC -> " " + path(in);
            case Op.CREATE2, Op.CREATE_CONTAINER, Op.CREATE_TTL -> " " + in.string() + stat(in);
            case Op.EXISTS, Op.SET_DATA, Op.SET_ACL -> stat(in);
            case Op.GET_DATA -> data(in) + stat(in);
            case Op.GET_ACL -> acl(in) + stat(in);
            case Op.GET_CHILDREN, Op.GET_EPHEMERALS -> names(in);
            case Op.GET_CHILDREN2 -> names(in) + stat(in);
            case Op.GET_ALL_CHILDREN_NUMBER, Op.ADD_WATCH -> " " + in.int32();
            case Op.WHO_AM_I ->
                " "
                        + in.vector(entry -> entry.string() + ":" + entry.string()).stream()
                                .sorted()
                                .toList();
            case Op.MULTI, Op.MULTI_READ -> results(in);
            case Op.SASL -> data(in);
            default -> "";
        };
    }

    private String results(WireInput in) {
        StringJoiner words = new StringJoiner("; ", " {", "}");
        while (true) {
            int type = in.int32();
            boolean done = in.bool();
            int err = in.int32();
            if (done) {
                return words.add("end " + type + " " + err).toString();
            }
            words.add(type + " " + err + (type == -1 ? " " + in.int32() : body(type, in)));
        }
    }

    private String stat(WireInput in) {
        NodeStat stat = NodeStat.read(in);
        return " [c " + zxid.apply(stat.czxid()) + " m " + zxid.apply(stat.mzxid()) + " p " + zxid.apply(stat.pzxid())
                + (stat.ctime() == 0 ? " no ctime" : "") + (stat.mtime() == 0 ? " no mtime" : "")
                + " v " + stat.version() + " " + stat.cversion() + " " + stat.aversion()
                + " owner " + session.apply(stat.ephemeralOwner()) + " size " + stat.dataLength() + " children "
                + stat.numChildren() + "]";
    }

    /** Apache sends a character beyond U+FFFF as two surrogates of three bytes each, which is no UTF-8. */
    private static String path(WireInput in) {
        return plain(in.string());
    }

    private static String plain(String path) {
        return path == null ? null : path.replaceAll("\\x{fffd}+|[\\x{10000}-\\x{10ffff}]", "?");
    }

    private static String data(WireInput in) {
        byte[] data = in.buffer();
        return data == null ? " null" : " '" + HexFormat.of().formatHex(data) + "'";
    }

    private static String names(WireInput in) {
        List<String> names = in.vector(WireInput::string);
        return " " + (names == null ? null : names.stream().sorted().toList());
    }

    /** In the order given, unless it may come from a set: two identities of one connection, in place of scheme auth. */
    private static String acl(WireInput in) {
        List<AclEntry> entries = in.vector(AclEntry::read);
        Stream<String> words = entries.stream().map(entry -> entry.perms() + " " + entry.scheme() + ":" + entry.id());
        boolean free = entries.stream()
                        .filter(entry -> "digest".equals(entry.scheme()))
                        .count()
                > 1;
        return (free ? words.sorted() : words).collect(Collectors.joining(", ", " (", ")"));
    }
}
