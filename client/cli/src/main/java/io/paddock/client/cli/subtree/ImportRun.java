package io.paddock.client.cli.subtree;

import io.paddock.client.Client;
import io.paddock.client.NewNode;
import io.paddock.client.NodeAcl;
import io.paddock.client.NodeData;
import io.paddock.client.RefusedException;
import io.paddock.client.cli.command.ErrorTexts;
import io.paddock.client.cli.output.Output;
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
 * <p>Owned by the thread that imports.
 */
final class ImportRun {

    private static final int BATCH = 256;
    private static final int BATCH_BYTES = 4 << 20;
    private static final int WRITES_MAX = 2 * BATCH;
    private static final int SHOWN_MAX = 20;

    private final Client client;
    private final Output output;
    private final String root;
    private final boolean overwrite;
    private final boolean dry;
    private final Deque<Line> lines = new ArrayDeque<>();
    private final Deque<Write> writes = new ArrayDeque<>();
    private long batchBytes;
    private long created;
    private long same;
    private long replaced;
    private long ephemerals;
    private long failures;

    /** What the export says of a znode, and what is there now. */
    private record Line(
            String path, ExportedNode wanted, CompletableFuture<NodeData> data, CompletableFuture<NodeAcl> acl) {}

    /** A change on its way. */
    private record Write(String path, CompletableFuture<?> answer, Runnable onDone) {}

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
                try {
                    read(ExportedNode.parse(line));
                } catch (IOException e) {
                    throw new IOException("line " + number + ": " + e.getMessage(), e);
                }
                if (lines.size() >= BATCH || batchBytes >= BATCH_BYTES) {
                    decide();
                }
                progress.show(file.position(), fileBytes, number - 1);
            }
            decide();
            settle(0);
        } finally {
            progress.end();
        }
    }

    private void read(ExportedNode wanted) {
        String path =
                wanted.path().equals("/") ? root : Step.join(root, wanted.path().substring(1));
        if (wanted.ephemeral()) {
            ephemerals++;
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
        if (dry) {
            created++;
            return;
        }
        NewNode node = NewNode.persistent(line.path).data(line.wanted.data()).acl(line.wanted.acl());
        write(new Write(line.path, client.create(node), () -> created++));
    }

    private void compare(Line line) throws InterruptedException {
        NodeData data = client.blocking().await(line.data);
        NodeAcl acl = client.blocking().await(line.acl);
        boolean sameData = Arrays.equals(data.data(), line.wanted.data());
        boolean sameAcl = acl.acl().equals(line.wanted.acl());
        if (sameData && sameAcl) {
            same++;
        } else if (!overwrite) {
            fail(line.path + " is there with other " + (sameData ? "access" : "data"));
        } else if (dry) {
            replaced++;
        } else {
            if (!sameData) {
                write(new Write(line.path, client.setData(line.path, line.wanted.data(), data.version()), () -> {}));
            }
            CompletableFuture<?> last = sameAcl
                    ? CompletableFuture.completedFuture(null)
                    : client.setAcl(line.path, line.wanted.acl(), acl.stat().aversion());
            write(new Write(line.path, last, () -> replaced++));
        }
    }

    private void write(Write write) throws InterruptedException {
        writes.add(write);
        settle(WRITES_MAX);
    }

    /** Until no more than so many changes are on their way. */
    private void settle(int open) throws InterruptedException {
        while (writes.size() > open) {
            Write write = writes.remove();
            try {
                client.blocking().await(write.answer);
                write.onDone.run();
            } catch (RefusedException e) {
                fail(ErrorTexts.text(e));
            }
        }
    }

    private void fail(String why) {
        failures++;
        if (failures <= SHOWN_MAX) {
            output.error(why);
        } else if (failures == SHOWN_MAX + 1) {
            output.error("...");
        }
    }

    long failures() {
        return failures;
    }

    String summary() {
        return (dry ? "Would create " : "Created ") + created + ", " + (dry ? "would replace " : "replaced ") + replaced
                + ", " + same + " are the same"
                + (ephemerals > 0 ? ", " + ephemerals + " ephemeral ones are left out" : "")
                + (failures > 0 ? ", " + failures + " refused" : "");
    }
}
