package io.paddock.client.cli.subtree;

import io.paddock.client.Client;
import io.paddock.client.NewNode;
import io.paddock.client.NodeAcl;
import io.paddock.client.NodeData;
import io.paddock.client.RefusedException;
import io.paddock.client.cli.command.CommandFailure;
import io.paddock.client.cli.command.ErrorTexts;
import io.paddock.client.cli.command.PathCheck;
import io.paddock.client.cli.output.Output;
import io.paddock.common.Stat;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.concurrent.CompletableFuture;

/**
 * One import: compares the lines with what is there, and creates what is missing. It does so a batch at a time, first all reads
 * and then all writes: in a session a read waits for the writes before it, so that reads between writes would let each write
 * wait for the disk alone. The order of the writes is that of the lines, so a parent is there before its children.
 *
 * <p>A list that hides its passwords is never written: nobody would have the password that it shows.
 *
 * <p>Owned by the thread that imports.
 */
final class ImportRun {

    private static final int BATCH = 256;
    private static final int BATCH_BYTES = 4 << 20;
    private static final int WRITES_MAX = 2 * BATCH;

    private final Client client;
    private final Output output;
    private final String root;
    private final boolean overwrite;
    private final boolean dry;
    private final ImportCounts counts = new ImportCounts();
    private final Deque<Line> lines = new ArrayDeque<>();
    private final Deque<Write> writes = new ArrayDeque<>();
    private long batchBytes;

    /** What is not created, and so what is below it cannot be; null for nothing. */
    private String leftOut;

    /** What the export says of a znode, and what is there now. */
    private record Line(
            String path, ExportedNode wanted, CompletableFuture<NodeData> data, CompletableFuture<NodeAcl> acl) {}

    /** A change on its way. */
    private record Write(CompletableFuture<?> answer, Runnable onDone) {}

    ImportRun(Client client, Output output, String root, boolean overwrite, boolean dry) {
        this.client = client;
        this.output = output;
        this.root = root;
        this.overwrite = overwrite;
        this.dry = dry;
    }

    /** All lines behind the header; the file has so many bytes. */
    void take(LineFile file, long fileBytes) throws IOException, InterruptedException {
        Progress progress = new Progress(output, "import");
        try {
            int number = 1;
            for (String line = file.next(); line != null; line = file.next()) {
                number++;
                read(parse(line, number));
                if (lines.size() >= BATCH || batchBytes >= BATCH_BYTES) {
                    decide();
                }
                progress.show(file.position(), fileBytes, number - 1);
            }
            finish();
        } finally {
            progress.end();
        }
    }

    private ExportedNode parse(String line, int number) throws IOException, InterruptedException {
        try {
            ExportedNode node = ExportedNode.parse(line);
            PathCheck.valid(node.path());
            return node;
        } catch (IOException | CommandFailure e) {
            finish(); // So that the counts say what was done.
            throw new IOException("line " + number + ": " + e.getMessage(), e);
        }
    }

    /** Counts what has an answer, when the run has ended before its end. It does not wait for the rest. */
    void countAnswered() {
        for (Write write : writes) {
            if (write.answer.isDone() && !write.answer.isCompletedExceptionally()) {
                write.onDone.run();
            } else {
                counts.unanswered++;
            }
        }
        writes.clear();
    }

    private void finish() throws InterruptedException {
        decide();
        settle(0);
    }

    private void read(ExportedNode wanted) {
        String path =
                wanted.path().equals("/") ? root : Step.join(root, wanted.path().substring(1));
        if (wanted.ephemeral()) {
            counts.ephemerals++;
        } else {
            batchBytes += wanted.data() == null ? 0 : wanted.data().length;
            lines.add(new Line(path, wanted, client.getData(path), client.getAcl(path)));
        }
    }

    /** The whole batch. */
    private void decide() throws InterruptedException {
        batchBytes = 0;
        while (!lines.isEmpty()) {
            Line line = lines.remove();
            try {
                compare(line);
            } catch (RefusedException.NoNode e) {
                create(line);
            } catch (RefusedException e) {
                fail(ErrorTexts.text(e));
            }
        }
    }

    private void create(Line line) throws InterruptedException {
        if (leftOut != null && line.path.startsWith(leftOut + "/")) {
            counts.failures++; // Its parent was told of.
        } else if (line.wanted.isMasked()) {
            leftOut = line.path;
            fail(line.path + " is left out, and what is below it: its list hides a password,"
                    + " so nobody could use it. Export it as somebody who administers it.");
        } else if (dry) {
            counts.created++;
        } else {
            NewNode node =
                    NewNode.persistent(line.path).data(line.wanted.data()).acl(line.wanted.acl());
            write(client.create(node), () -> counts.created++);
        }
    }

    private void compare(Line line) throws InterruptedException {
        NodeData data = client.blocking().await(line.data);
        NodeAcl acl = client.blocking().await(line.acl);
        boolean sameData = Arrays.equals(data.data(), line.wanted.data());
        boolean sameAcl = acl.acl().equals(line.wanted.acl());
        if (sameData && sameAcl) {
            counts.same++;
        } else if (!overwrite) {
            fail(line.path + " is there with other " + (sameData ? "access" : "data"));
        } else if (!sameAcl && line.wanted.isMasked()) {
            fail(line.path + " keeps its list and its data: the list of the export hides a password."
                    + " Export it as somebody who administers it.");
        } else if (dry) {
            counts.replaced++;
        } else {
            replace(line, sameData ? null : data, sameAcl ? null : acl);
        }
    }

    /** Replaces data and list, unless they are null here. They count as one. */
    private void replace(Line line, NodeData data, NodeAcl acl) throws InterruptedException {
        CompletableFuture<Stat> nothing = CompletableFuture.completedFuture(null);
        CompletableFuture<Stat> first =
                data == null ? nothing : client.setData(line.path, line.wanted.data(), data.version());
        CompletableFuture<Stat> second = acl == null
                ? nothing
                : client.setAcl(line.path, line.wanted.acl(), acl.stat().aversion());
        write(first.thenCombine(second, (one, other) -> one), () -> counts.replaced++);
    }

    private void write(CompletableFuture<?> answer, Runnable onDone) throws InterruptedException {
        writes.add(new Write(answer, onDone));
        settle(WRITES_MAX);
    }

    /** Until no more than so many changes are on their way. */
    private void settle(int open) throws InterruptedException {
        while (writes.size() > open) {
            Write write = writes.peek();
            try {
                client.blocking().await(write.answer);
                write.onDone.run();
            } catch (RefusedException e) {
                fail(ErrorTexts.text(e));
            }
            writes.remove();
        }
    }

    private void fail(String why) {
        counts.failures++;
        if (counts.mayTell()) {
            output.error(why);
        }
    }

    ImportCounts counts() {
        return counts;
    }
}
