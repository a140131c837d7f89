package io.paddock.client.cli.subtree;

import io.paddock.client.Children;
import io.paddock.client.Client;
import io.paddock.client.NodeAcl;
import io.paddock.client.NodeData;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.output.Output;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/** One export: reads a subtree, many znodes ahead, and gives each away. Owned by the thread that exports. */
final class ExportRun {

    /** Each may carry a megabyte of data. */
    private static final int AHEAD = 32;

    private final Client client;
    private final Output output;
    private final String root;
    private final long expected;
    private long nodes;
    private long bytes;
    private long masked;

    /** About so many znodes are expected. */
    ExportRun(Client client, Output output, String root, long expected) {
        this.client = client;
        this.output = output;
        this.root = root;
        this.expected = expected;
    }

    void walk(Receiver receiver) throws CommandFailure, InterruptedException {
        Progress progress = new Progress(output, "export");
        try {
            Walk.of(client, path -> Content.read(client, path), ExportRun::childrenOf, AHEAD)
                    .run(root, (step, content) -> {
                        if (step.path().equals("/zookeeper") && step.parent() != null) {
                            return false; // The server's own.
                        }
                        receiver.take(exported(step, content));
                        progress.show(nodes, expected, nodes);
                        return true;
                    });
        } finally {
            progress.end();
        }
        if (masked > 0) {
            output.error("Access control lists that hide their passwords from you: " + masked
                    + ". They would not be restored as they are; addauth as somebody who administers them.");
        }
    }

    private static List<String> childrenOf(Content content) {
        return content.children().names();
    }

    private ExportedNode exported(Step step, Content content) {
        NodeData node = content.node();
        nodes++;
        bytes += node.stat().dataLength();
        if (content.acl().acl().stream()
                .anyMatch(entry ->
                        "digest".equals(entry.id().scheme()) && entry.id().id().endsWith(":x"))) {
            masked++;
        }
        String path = step.path();
        String relative = root.equals("/") ? path : path.equals(root) ? "/" : path.substring(root.length());
        return new ExportedNode(
                relative, node.data(), content.acl().acl(), node.stat().ephemeralOwner() != 0);
    }

    String summary() {
        return nodes + (nodes == 1 ? " znode" : " znodes") + " with " + Size.of(bytes);
    }

    /** All that is read of a znode. */
    private record Content(Children children, NodeData node, NodeAcl acl) {

        static CompletableFuture<Content> read(Client client, String path) {
            CompletableFuture<Children> children = client.getChildren(path);
            CompletableFuture<NodeData> data = client.getData(path);
            CompletableFuture<NodeAcl> acl = client.getAcl(path);
            return children.thenCombine(data, Pair::new)
                    .thenCombine(acl, (pair, list) -> new Content(pair.children, pair.data, list));
        }

        private record Pair(Children children, NodeData data) {}
    }

    /** Takes one znode after the other. */
    @FunctionalInterface
    interface Receiver {
        void take(ExportedNode node);
    }
}
