package io.paddock.client;

import io.paddock.common.OpCode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;

/**
 * Changes that happen all or not at all, in order, each seeing the earlier ones:
 *
 * <pre>{@code
 * Transaction move = new Transaction();
 * move.delete("/from/job", 3);
 * Part<Created> moved = move.create(NewNode.persistent("/to/job"));
 * client.commit(move).thenAccept(result -> log(result.of(moved).stat()));
 * }</pre>
 *
 * <p>Owned by the thread that fills it, until it is committed.
 */
public final class Transaction {

    private final List<Change> changes = new ArrayList<>();

    /** One operation. */
    public sealed interface Change {

        String path();

        OpCode op();
    }

    /** See {@link Transaction#create}. */
    public record Creation(NewNode node) implements Change {

        @Override
        public String path() {
            return node.path();
        }

        @Override
        public OpCode op() {
            return switch (node.mode()) {
                case CONTAINER -> OpCode.CREATE_CONTAINER;
                case PERSISTENT_WITH_TTL, PERSISTENT_SEQUENTIAL_WITH_TTL -> OpCode.CREATE_TTL;
                default -> OpCode.CREATE2;
            };
        }
    }

    /** See {@link Transaction#delete}. */
    public record Deletion(String path, int version) implements Change {

        @Override
        public OpCode op() {
            return OpCode.DELETE;
        }
    }

    /** See {@link Transaction#setData}. */
    public record DataChange(String path, byte[] data, int version) implements Change {

        @Override
        public OpCode op() {
            return OpCode.SET_DATA;
        }
    }

    /** See {@link Transaction#check}. */
    public record Check(String path, int version) implements Change {

        @Override
        public OpCode op() {
            return OpCode.CHECK;
        }
    }

    public Part<Created> create(NewNode node) {
        return add(new Creation(Objects.requireNonNull(node, "node")));
    }

    /** The version is the expected one, or {@link Client#ANY_VERSION}. */
    public Part<Void> delete(String path, int version) {
        return add(new Deletion(Objects.requireNonNull(path, "path"), version));
    }

    /** The version is the expected one, or {@link Client#ANY_VERSION}; the data may be null. */
    public Part<io.paddock.common.Stat> setData(String path, byte[] data, int version) {
        return add(new DataChange(Objects.requireNonNull(path, "path"), data, version));
    }

    /** Changes nothing: refuses the whole if the znode is missing or has another version. */
    public Part<Void> check(String path, int version) {
        return add(new Check(Objects.requireNonNull(path, "path"), version));
    }

    /** In order; a view. */
    public List<Change> changes() {
        return Collections.unmodifiableList(changes);
    }

    private <T> Part<T> add(Change change) {
        changes.add(change);
        return new Part<>(this, changes.size() - 1);
    }
}
