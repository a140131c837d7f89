package io.paddock.faults.workload;

import io.paddock.common.wire.WireInput;
import io.paddock.testsupport.NodeStat;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Reply;
import io.paddock.testsupport.Requests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What a server shows of a branch: data and stat of every znode. */
record Seen(Map<String, Znode> nodes) {

    record Znode(byte[] data, NodeStat stat) {}

    static Seen of(RawClient client, String root) throws IOException {
        Map<String, Znode> nodes = new TreeMap<>();
        List<String> toVisit = new ArrayList<>(List.of(root));
        while (!toVisit.isEmpty()) {
            String path = toVisit.remove(toVisit.size() - 1);
            Reply data = client.call(Op.GET_DATA, Requests.read(path, false));
            if (data.err() == Branch.NO_NODE && path.equals(root)) {
                break;
            }
            WireInput in = succeeded(data, path).in();
            nodes.put(path, new Znode(in.buffer(), NodeStat.read(in)));
            Reply children = client.call(Op.GET_CHILDREN, Requests.read(path, false));
            for (String child : succeeded(children, path).in().vector(WireInput::string)) {
                toVisit.add(path + "/" + child);
            }
        }
        return new Seen(nodes);
    }

    private static Reply succeeded(Reply reply, String path) {
        if (reply.err() != 0) {
            throw new AssertionError(path + " is listed and cannot be read: error " + reply.err());
        }
        return reply;
    }

    /**
     * The first difference from what the branch should be, or null.
     *
     * @param acknowledgedZxid what no reply told must have a later zxid than all that was told
     */
    String differenceFrom(Branch branch, long acknowledgedZxid) {
        if (!nodes.keySet().equals(branch.nodes.keySet())) {
            return "there is " + without(nodes, branch.nodes) + ", there is not " + without(branch.nodes, nodes);
        }
        for (Map.Entry<String, Znode> entry : nodes.entrySet()) {
            Branch.Node expected = branch.nodes.get(entry.getKey());
            if (!matches(entry.getValue(), expected, acknowledgedZxid)) {
                return entry.getKey() + " is " + entry.getValue().stat + ", expected " + expected;
            }
        }
        return null;
    }

    private static List<String> without(Map<String, ?> these, Map<String, ?> those) {
        return these.keySet().stream().filter(path -> !those.containsKey(path)).toList();
    }

    private static boolean matches(Znode seen, Branch.Node expected, long acknowledgedZxid) {
        NodeStat stat = seen.stat;
        return Arrays.equals(seen.data, expected.data)
                && stat.dataLength() == expected.data.length
                && stat.version() == expected.version
                && stat.cversion() == 2 * expected.created - expected.children
                && stat.numChildren() == expected.children
                && stat.aversion() == 0
                && stat.ephemeralOwner() == expected.owner
                && isZxid(stat.czxid(), expected.czxid, acknowledgedZxid)
                && isZxid(stat.mzxid(), expected.mzxid, acknowledgedZxid)
                && isZxid(stat.pzxid(), expected.pzxid, acknowledgedZxid);
    }

    private static boolean isZxid(long seen, long expected, long acknowledgedZxid) {
        return expected == Branch.UNKNOWN ? seen > acknowledgedZxid : seen == expected;
    }

    /** The branch with the zxids that no reply had told. */
    Branch fillIn(Branch branch) {
        Branch filled = new Branch(branch.root);
        branch.nodes.forEach((path, node) -> {
            NodeStat stat = Objects.requireNonNull(nodes.get(path)).stat();
            Branch.Node known = new Branch.Node(node.data, node.owner, stat.czxid());
            known.mzxid = stat.mzxid();
            known.pzxid = stat.pzxid();
            known.version = node.version;
            known.created = node.created;
            known.children = node.children;
            filled.nodes.put(path, known);
        });
        return filled;
    }
}
