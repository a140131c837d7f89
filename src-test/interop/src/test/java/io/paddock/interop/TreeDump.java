package io.paddock.interop;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.wire.WireInput;
import io.paddock.testsupport.AclEntry;
import io.paddock.testsupport.NodeStat;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Reply;
import io.paddock.testsupport.Requests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/** All that a client can see of a tree, one line for each znode. */
final class TreeDump {

    private TreeDump() {}

    /** The znodes below and including the root. The client must be allowed to read them all. */
    static SortedMap<String, String> of(RawClient client) throws IOException {
        SortedMap<String, String> dump = new TreeMap<>();
        List<String> toVisit = new ArrayList<>(List.of("/"));
        while (!toVisit.isEmpty()) {
            String path = toVisit.remove(toVisit.size() - 1);
            dump.put(path, data(client, path) + " " + acl(client, path));
            for (String child : children(client, path)) {
                toVisit.add(path.equals("/") ? "/" + child : path + "/" + child);
            }
        }
        return dump;
    }

    private static String data(RawClient client, String path) throws IOException {
        Reply reply = call(client, Op.GET_DATA, Requests.read(path, false), path);
        WireInput in = reply.in();
        byte[] data = in.buffer();
        return (data == null ? "null" : "'" + HexFormat.of().formatHex(data) + "'") + " " + NodeStat.read(in);
    }

    private static String acl(RawClient client, String path) throws IOException {
        return call(client, Op.GET_ACL, Requests.path(path), path)
                .in()
                .vector(AclEntry::read)
                .toString();
    }

    private static List<String> children(RawClient client, String path) throws IOException {
        return call(client, Op.GET_CHILDREN, Requests.read(path, false), path)
                .in()
                .vector(WireInput::string);
    }

    private static Reply call(RawClient client, int type, Requests.Body body, String path) throws IOException {
        Reply reply = client.call(type, body);
        assertThat(reply.err()).as("error of operation %d on %s", type, path).isZero();
        return reply;
    }
}
