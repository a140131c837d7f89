package io.paddock.client.recipes;

import io.paddock.client.Client;
import io.paddock.client.MayHaveHappenedException;
import io.paddock.client.NewNode;
import io.paddock.client.NodeData;
import io.paddock.common.ErrorCode;
import io.paddock.common.OpCode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A number that many processes change, each change counted once. It stands as text in one znode: the number, then the marks
 * of the last changes, by which a process whose answer was lost finds out whether its change was made.
 *
 * <p>Usable by any thread.
 */
public final class Counter {

    /** So many changes of others may come between a lost answer and the look for it. */
    private static final int MARKS_MAX = 32;

    private final Client client;
    private final String path;

    /** The number is 0 while the znode is not there; it is made with the first change. */
    public Counter(Client client, String path) {
        this.client = client;
        this.path = path;
    }

    private record State(long value, List<String> marks, int version) {

        static final State NONE = new State(0, List.of(), -1);

        static State parse(NodeData data) {
            String[] words = data.text().strip().split("\\s+");
            try {
                return new State(
                        words[0].isEmpty() ? 0 : Long.parseLong(words[0]),
                        List.of(words).subList(1, words.length),
                        data.version());
            } catch (NumberFormatException e) {
                throw new IllegalStateException("The znode of a counter holds no number: \"" + words[0] + "\"");
            }
        }

        byte[] next(long newValue, String mark) {
            List<String> words = new ArrayList<>();
            words.add(Long.toString(newValue));
            words.add(mark);
            words.addAll(marks.subList(0, Math.min(marks.size(), MARKS_MAX - 1)));
            return String.join(" ", words).getBytes(StandardCharsets.UTF_8);
        }
    }

    /** The number as the connected server knows it. */
    public CompletableFuture<Long> get() {
        return read().thenApply(State::value);
    }

    /**
     * Adds to the number; gives the new one. Fails with {@link MayHaveHappenedException} only if the answer was lost and it
     * could not be found out what became of it: because others made more than 32 changes before this process was connected
     * again, or because it was not connected again in time. Every other failure says that nothing was added.
     */
    public CompletableFuture<Long> add(long delta) {
        return read().thenCompose(found -> change(found, found.value() + delta, delta));
    }

    private CompletableFuture<Long> change(State found, long value, long delta) {
        String mark = Long.toString(ThreadLocalRandom.current().nextLong() & Long.MAX_VALUE, 36);
        byte[] data = found.next(value, mark);
        boolean missing = found.version() < 0;
        CompletableFuture<?> written = missing
                ? client.create(NewNode.persistent(path).data(data))
                : client.setData(path, data, found.version());
        return written.handle((done, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(value);
                    }
                    if (Retry.is(failure, ErrorCode.BAD_VERSION) || Retry.is(failure, ErrorCode.NODE_EXISTS)) {
                        return add(delta);
                    }
                    if (Retry.is(failure, ErrorCode.NO_NODE)) {
                        return Znodes.createParents(client, path).thenCompose(made -> add(delta));
                    }
                    return Retry.isLoss(failure)
                            ? settle(failure, mark, found.version() + 1, value, delta)
                            : CompletableFuture.<Long>failedFuture(Retry.cause(failure));
                })
                .thenCompose(next -> next);
    }

    /** The answer was lost. If the change was made, it gave this version, and its mark is that many places down. */
    private CompletableFuture<Long> settle(Throwable lost, String mark, int version, long value, long delta) {
        return Retry.read(client, () -> Znodes.synced(client, path, this::readOnce))
                .handle((now, failure) -> {
                    if (failure != null) {
                        return CompletableFuture.<Long>failedFuture(Retry.unsettled(lost, failure));
                    }
                    if (now.marks().contains(mark)) {
                        return CompletableFuture.completedFuture(value);
                    }
                    int place = now.version() - version;
                    return place < now.marks().size() || place < 0
                            ? add(delta)
                            : CompletableFuture.<Long>failedFuture(new MayHaveHappenedException(
                                    ErrorCode.CONNECTION_LOSS,
                                    OpCode.SET_DATA,
                                    path,
                                    "the answer was lost, and others have made too many changes since"));
                })
                .thenCompose(next -> next);
    }

    private CompletableFuture<State> read() {
        return Retry.read(client, this::readOnce);
    }

    private CompletableFuture<State> readOnce() {
        return client.getData(path)
                .handle((data, failure) -> {
                    if (failure == null) {
                        return CompletableFuture.completedFuture(Optional.of(data));
                    }
                    return Retry.is(failure, ErrorCode.NO_NODE)
                            ? CompletableFuture.completedFuture(Optional.<NodeData>empty())
                            : CompletableFuture.<Optional<NodeData>>failedFuture(Retry.cause(failure));
                })
                .thenCompose(next -> next)
                .thenApply(data -> data.map(State::parse).orElse(State.NONE));
    }
}
