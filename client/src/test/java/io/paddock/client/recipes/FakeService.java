package io.paddock.client.recipes;

import io.paddock.client.Children;
import io.paddock.client.Client;
import io.paddock.client.Created;
import io.paddock.client.NewNode;
import io.paddock.client.NodeData;
import io.paddock.client.ReadBatch;
import io.paddock.client.ReadBatchResult;
import io.paddock.client.RefusedException;
import io.paddock.client.Transaction;
import io.paddock.client.TransactionRefusedException;
import io.paddock.client.TransactionResult;
import io.paddock.client.WatchEvent;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import io.paddock.common.Stat;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * A tree of znodes in memory for {@link FakeClient}s, with the rules that recipes rely on: ephemeral owners, versions,
 * sequence numbers, transactions. Access is refused where a test says so. Guarded by itself.
 */
final class FakeService {

    private TreeMap<String, Node> nodes = new TreeMap<>();
    private final List<FakeClient> clients = new ArrayList<>();
    private final Set<String> forbidden = new HashSet<>();
    private final List<WatchEvent> events = new ArrayList<>();
    private long zxid;
    private long lastSession;

    private record Node(byte[] data, long czxid, long mzxid, int version, long owner, int nextChild) {

        Node childMade() {
            return new Node(data, czxid, mzxid, version, owner, nextChild + 1);
        }

        Stat stat() {
            return new Stat(czxid, mzxid, 0, 0, version, nextChild, 0, owner, 0, 0, czxid);
        }
    }

    FakeService() {
        nodes.put("/", new Node(null, 0, 0, 0, 0, 0));
    }

    /** One whose root is missing, and cannot be made: as a chroot of which two levels are missing. */
    static FakeService withoutRoot() {
        FakeService service = new FakeService();
        service.nodes.clear();
        return service;
    }

    synchronized FakeClient open() {
        FakeClient client = new FakeClient(this);
        clients.add(client);
        return client;
    }

    synchronized long newSession() {
        return ++lastSession;
    }

    /** Creations below this path are refused from now on, or no more. */
    synchronized void forbid(String path, boolean yes) {
        if (yes) {
            forbidden.add(path);
        } else {
            forbidden.remove(path);
        }
    }

    synchronized List<String> names(String path) {
        return nodes.containsKey(path) ? children(path).names() : List.of();
    }

    /** Deletes the ephemeral znodes of a session, which is over. */
    void end(long session) {
        synchronized (this) {
            List.copyOf(nodes.keySet()).stream()
                    .filter(path -> nodes.get(path).owner() == session)
                    .forEach(path -> delete(path, Client.ANY_VERSION));
        }
        tell();
    }

    /** Tells the clients what has changed. Not while holding the monitor. */
    void tell() {
        List<WatchEvent> told;
        List<FakeClient> those;
        synchronized (this) {
            told = List.copyOf(events);
            events.clear();
            those = List.copyOf(clients);
        }
        told.forEach(event -> those.forEach(client -> client.onEvent(event)));
    }

    synchronized Created create(NewNode node, long session) {
        String parent = parent(node.path());
        if (parent == null || !nodes.containsKey(parent)) {
            throw refused(
                    nodes.containsKey(node.path()) ? ErrorCode.NODE_EXISTS : ErrorCode.NO_NODE,
                    OpCode.CREATE2,
                    node.path());
        }
        if (forbidden.contains(parent)) {
            throw refused(ErrorCode.NO_AUTH, OpCode.CREATE2, node.path());
        }
        String path = node.mode().isSequential()
                ? node.path() + String.format("%010d", nodes.get(parent).nextChild())
                : node.path();
        if (nodes.containsKey(path)) {
            throw refused(ErrorCode.NODE_EXISTS, OpCode.CREATE2, path);
        }
        zxid++;
        nodes.put(path, new Node(node.data(), zxid, zxid, 0, node.mode().isEphemeral() ? session : 0, 0));
        nodes.put(parent, nodes.get(parent).childMade());
        events.add(new WatchEvent(WatchEvent.Kind.CREATED, path, zxid));
        events.add(new WatchEvent(WatchEvent.Kind.CHILDREN_CHANGED, parent, zxid));
        return new Created(path, nodes.get(path).stat());
    }

    synchronized Void delete(String path, int version) {
        require(path, version, OpCode.DELETE);
        zxid++;
        nodes.remove(path);
        events.add(new WatchEvent(WatchEvent.Kind.DELETED, path, zxid));
        events.add(new WatchEvent(WatchEvent.Kind.CHILDREN_CHANGED, parent(path), zxid));
        return null;
    }

    synchronized Optional<Stat> exists(String path) {
        return Optional.ofNullable(nodes.get(path)).map(Node::stat);
    }

    synchronized NodeData getData(String path) {
        Node node = require(path, Client.ANY_VERSION, OpCode.GET_DATA);
        return new NodeData(node.data(), node.stat());
    }

    synchronized Stat setData(String path, byte[] data, int version) {
        Node node = require(path, version, OpCode.SET_DATA);
        zxid++;
        nodes.put(path, new Node(data, node.czxid(), zxid, node.version() + 1, node.owner(), node.nextChild()));
        events.add(new WatchEvent(WatchEvent.Kind.DATA_CHANGED, path, zxid));
        return nodes.get(path).stat();
    }

    synchronized Children children(String path) {
        Node node = require(path, Client.ANY_VERSION, OpCode.GET_CHILDREN2);
        List<String> names = nodes.keySet().stream()
                .filter(other -> !other.equals("/") && parent(other).equals(path))
                .map(other -> other.substring(other.lastIndexOf('/') + 1))
                .toList();
        return new Children(names, node.stat());
    }

    synchronized TransactionResult commit(Transaction transaction, long session) {
        TreeMap<String, Node> before = new TreeMap<>(nodes);
        int eventsBefore = events.size();
        List<Object> results = new ArrayList<>();
        for (Transaction.Change change : transaction.changes()) {
            try {
                results.add(execute(change, session));
            } catch (RefusedException e) {
                nodes = before;
                events.subList(eventsBefore, events.size()).clear();
                List<Integer> codes = new ArrayList<>(Collections.nCopies(results.size(), 0));
                codes.add(e.code());
                throw new TransactionRefusedException(results.size(), change.op(), change.path(), codes);
            }
        }
        return new TransactionResult(transaction, results, zxid);
    }

    synchronized ReadBatchResult read(ReadBatch batch) {
        List<Object> results = new ArrayList<>();
        for (ReadBatch.Read read : batch.reads()) {
            try {
                results.add(
                        read.op() == OpCode.GET_DATA
                                ? getData(read.path())
                                : children(read.path()).names());
            } catch (RefusedException e) {
                results.add(e);
            }
        }
        return new ReadBatchResult(batch, results, zxid);
    }

    private Object execute(Transaction.Change change, long session) {
        if (change instanceof Transaction.Creation creation) {
            return create(creation.node(), session);
        } else if (change instanceof Transaction.Deletion deletion) {
            return delete(deletion.path(), deletion.version());
        } else if (change instanceof Transaction.DataChange data) {
            return setData(data.path(), data.data(), data.version());
        }
        Transaction.Check check = (Transaction.Check) change;
        require(check.path(), check.version(), OpCode.CHECK);
        return null;
    }

    private Node require(String path, int version, OpCode op) {
        Node node = nodes.get(path);
        if (node == null) {
            throw refused(ErrorCode.NO_NODE, op, path);
        }
        if (version != Client.ANY_VERSION && version != node.version()) {
            throw refused(ErrorCode.BAD_VERSION, op, path);
        }
        return node;
    }

    private static RefusedException refused(ErrorCode error, OpCode op, String path) {
        return RefusedException.of(error.code(), op, path);
    }

    private static String parent(String path) {
        int slash = path.lastIndexOf('/');
        return path.equals("/") ? null : slash == 0 ? "/" : path.substring(0, slash);
    }
}
