package io.paddock.client.cli.subtree;

import io.paddock.client.Children;
import io.paddock.client.Client;
import io.paddock.client.NodeAcl;
import io.paddock.client.NodeData;
import io.paddock.client.RefusedException;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.ErrorTexts;
import io.paddock.client.cli.output.Output;
import io.paddock.client.cli.subtree.ExportedNode.Edition;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * One export: reads a subtree, many znodes ahead, and gives each away. What an earlier export has and is still so it only compares.
 *
 * <p>Owned by the thread that exports.
 */
final class ExportRun {

    /** Each may carry a megabyte of data. */
    private static final int AHEAD = 32;

    private static final int SHOWN_MAX = 20;

    private final Client client;
    private final Output output;
    private final String root;
    private final EarlierExport earlier;
    private final long expected;
    private long nodes;
    private long bytes;
    private long reused;
    private long masked;
    private long refused;

    /**
     * @param earlier null for none
     * @param expected about so many znodes, for who watches
     */
    ExportRun(Client client, Output output, String root, EarlierExport earlier, long expected) {
        this.client = client;
        this.output = output;
        this.root = root;
        this.earlier = earlier;
        this.expected = expected;
    }

    void walk(Receiver receiver) throws CommandFailure, InterruptedException {
        Progress progress = new Progress(output, "export");
        try {
            Walk.of(client, this::read, Content::names, AHEAD).run(root, new Walk.Visitor<>() {
                @Override
                public boolean visit(Step step, Content content) throws InterruptedException {
                    if (step.path().equals("/zookeeper") && step.parent() != null) {
                        return false; // The server's own.
                    }
                    take(step.path(), content, receiver);
                    progress.show(nodes, expected, nodes);
                    return true;
                }

                @Override
                public void refused(Step step, RefusedException failure) {
                    refused++;
                    tell(ErrorTexts.text(failure));
                }
            });
        } finally {
            progress.end();
        }
        if (masked > 0) {
            output.error("Access control lists that hide their passwords from you: " + masked
                    + ". An import leaves those out; addauth as somebody who administers them, and export again.");
        }
    }

    private void tell(String why) {
        if (refused <= SHOWN_MAX) {
            output.error(why);
        } else if (refused == SHOWN_MAX + 1) {
            output.error("...");
        }
    }

    private void take(String path, Content content, Receiver receiver) throws InterruptedException {
        try {
            String relative = relative(path);
            ExportedNode node = content.isRead() ? null : earlier.take(relative, content.edition());
            if (node != null) {
                reused++;
            } else {
                node = exported(relative, content.isRead() ? content : readAnew(path, content));
            }
            receiver.take(node);
            nodes++;
            bytes += node.data() == null ? 0 : node.data().length;
            masked += node.isMasked() ? 1 : 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ExportedNode exported(String relative, Content content) {
        NodeData data = content.data();
        Edition edition = Edition.of(data.stat(), content.acl().stat());
        return new ExportedNode(
                relative, data.data(), content.acl().acl(), edition, data.stat().ephemeralOwner() != 0);
    }

    private String relative(String path) {
        return root.equals("/") ? path : path.equals(root) ? "/" : path.substring(root.length());
    }

    private CompletableFuture<Content> read(String path) {
        if (earlier == null) {
            return readAll(path, client.getChildren(path));
        }
        return client.getChildren(path).thenCompose(children -> {
            boolean known = earlier.seemsToHold(relative(path), Edition.of(children.stat()));
            CompletableFuture<Children> there = CompletableFuture.completedFuture(children);
            return known ? there.thenApply(Content::unread) : readAll(path, there);
        });
    }

    private CompletableFuture<Content> readAll(String path, CompletableFuture<Children> children) {
        CompletableFuture<NodeData> data = client.getData(path);
        CompletableFuture<NodeAcl> acl = client.getAcl(path);
        return children.thenCombine(data, (names, node) -> new Content(names, node, null))
                .thenCombine(acl, (content, list) -> new Content(content.children, content.data, list));
    }

    private Content readAnew(String path, Content content) throws InterruptedException {
        return client.blocking().await(readAll(path, CompletableFuture.completedFuture(content.children)));
    }

    /** Everything was read and written. */
    boolean isWhole() {
        return refused == 0;
    }

    String summary() {
        return nodes + (nodes == 1 ? " znode" : " znodes") + " with " + Size.of(bytes)
                + (reused > 0 ? " (" + reused + " from before)" : "")
                + (refused > 0 ? " (" + refused + " cannot be read)" : "");
    }

    long nodes() {
        return nodes;
    }

    long bytes() {
        return bytes;
    }

    long reused() {
        return reused;
    }

    long masked() {
        return masked;
    }

    long refused() {
        return refused;
    }

    /** What is read of a znode; data and list are null if an earlier export seems to have them. */
    private record Content(Children children, NodeData data, NodeAcl acl) {

        static Content unread(Children children) {
            return new Content(children, null, null);
        }

        boolean isRead() {
            return data != null;
        }

        Edition edition() {
            return Edition.of(children.stat());
        }

        List<String> names() {
            return children.names();
        }
    }

    /** Takes one znode after the other. */
    @FunctionalInterface
    interface Receiver {
        void take(ExportedNode node) throws IOException;
    }
}
