package io.paddock.faults.workload;

import static org.assertj.core.api.Assertions.assertThat;

import io.paddock.common.wire.WireInput;
import io.paddock.testsupport.FourLetterWord;
import io.paddock.testsupport.Op;
import io.paddock.testsupport.RawClient;
import io.paddock.testsupport.Requests;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Several writers against one server, through any number of its lives: {@link #resume} when it serves, {@link #begin},
 * {@link #expectEnd} before it is ended in whatever way, {@link #join}, and from the start. Owned by the test's thread.
 */
public final class Workload {

    private static final Pattern ZXID = Pattern.compile("Zxid: 0x([0-9a-f]+)");

    private final int port;
    private final Tally tally;
    private final List<Writer> writers = new ArrayList<>();
    private final List<FutureTask<Void>> running = new ArrayList<>();

    /** @param seed of everything that is drawn; the interleaving of the writers is the machine's */
    public Workload(int port, int writerCount, long seed) {
        this.port = port;
        this.tally = new Tally(port);
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < writerCount; i++) {
            writers.add(new Writer("/w" + i, new Lots(random.split()), tally));
        }
    }

    /** Connects every writer, the server having been started, and checks that everything is there and nothing else. */
    public void resume() throws IOException {
        assertThat(serverZxid()).as("last zxid of the server").isGreaterThanOrEqualTo(tally.lastZxid());
        for (Writer writer : writers) {
            writer.resume(port);
        }
        try (RawClient client = RawClient.session(port)) {
            List<String> expected = new ArrayList<>(List.of("zookeeper"));
            writers.stream()
                    .map(Writer::root)
                    .flatMap(Optional::stream)
                    .map(root -> root.substring(1))
                    .forEach(expected::add);
            assertThat(client.call(Op.GET_CHILDREN, Requests.read("/", false))
                            .in()
                            .vector(WireInput::string))
                    .as("children of the root")
                    .containsExactlyInAnyOrderElementsOf(expected);
            client.call(Op.CLOSE_SESSION, Requests.EMPTY);
        }
    }

    /** Lets the writers write. */
    public void begin() {
        tally.begin();
        for (Writer writer : writers) {
            FutureTask<Void> task = new FutureTask<>(() -> {
                try {
                    writer.run();
                } catch (AssertionError | Exception failure) {
                    tally.giveUp();
                    throw failure;
                }
                return null;
            });
            running.add(task);
            new Thread(task, "writer").start();
        }
    }

    /** Waits until so many writes were acknowledged since {@link #begin}. */
    public void awaitAcknowledged(int count) throws InterruptedException {
        tally.await(count);
    }

    /** From now on connections may end. */
    public void expectEnd() {
        tally.end();
    }

    /** Waits for the writers, whose connections end with the server; fails if one of them saw something wrong. */
    public void join() throws InterruptedException {
        List<Throwable> failures = new ArrayList<>();
        for (FutureTask<Void> task : running) {
            try {
                task.get();
            } catch (ExecutionException failure) {
                failures.add(failure.getCause());
            }
        }
        running.clear();
        if (!failures.isEmpty()) {
            AssertionError first = new AssertionError(failures.get(0).getMessage(), failures.get(0));
            failures.stream().skip(1).forEach(first::addSuppressed);
            throw first;
        }
    }

    /** Ends the connections; the sessions live on. */
    public void disconnect() throws IOException {
        for (Writer writer : writers) {
            writer.disconnect();
        }
    }

    /** The highest zxid that was acknowledged. */
    public long lastZxid() {
        return tally.lastZxid();
    }

    private long serverZxid() throws IOException {
        Matcher found = ZXID.matcher(FourLetterWord.ask(port, "srvr"));
        assertThat(found.find()).isTrue();
        return Long.parseLong(found.group(1), 16);
    }

    /** What was written, in figures. */
    @Override
    public String toString() {
        return tally.toString();
    }
}
