package io.paddock.client;

import io.paddock.common.Acl;
import io.paddock.common.CreateMode;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * A znode to create: {@code NewNode.ephemeral("/locks/a-").sequential().data("me")}. Immutable: each method gives another
 * one. Without more words it has no bytes of data (empty, not null) and is open to everybody.
 */
public final class NewNode {

    /** The longest life of a TTL znode: about 34 years. */
    public static final Duration TTL_MAX = Duration.ofMillis((1L << 40) - 1);

    private static final byte[] EMPTY = {};

    private final String path;
    private final CreateMode mode;
    private final byte[] data;
    private final List<Acl> acl;
    private final long ttlMs;

    private NewNode(String path, CreateMode mode, byte[] data, List<Acl> acl, long ttlMs) {
        this.path = path;
        this.mode = mode;
        this.data = data;
        this.acl = acl;
        this.ttlMs = ttlMs;
    }

    /** A znode of this mode; for the TTL modes see {@link #ttl}. */
    public static NewNode of(String path, CreateMode mode) {
        if (mode.isTtl()) {
            throw new IllegalArgumentException("a TTL znode needs its time: NewNode.ttl");
        }
        return new NewNode(Objects.requireNonNull(path, "path"), mode, EMPTY, Acl.OPEN, 0);
    }

    /** Stays until it is deleted. */
    public static NewNode persistent(String path) {
        return of(path, CreateMode.PERSISTENT);
    }

    /** Goes with the session that created it; has no children. */
    public static NewNode ephemeral(String path) {
        return of(path, CreateMode.EPHEMERAL);
    }

    /** Goes some time after its last child went. */
    public static NewNode container(String path) {
        return of(path, CreateMode.CONTAINER);
    }

    /**
     * Goes when it has no children and was not written for this time, 1 ms to {@link #TTL_MAX}. The server must allow it
     * ({@code zookeeper.extendedTypesEnabled}), else {@code UNIMPLEMENTED}.
     */
    public static NewNode ttl(String path, Duration time) {
        if (time.compareTo(Duration.ofMillis(1)) < 0 || time.compareTo(TTL_MAX) > 0) {
            throw new IllegalArgumentException("a TTL is 1 ms to " + TTL_MAX.toMillis() + " ms, not " + time);
        }
        return new NewNode(
                Objects.requireNonNull(path, "path"), CreateMode.PERSISTENT_WITH_TTL, EMPTY, Acl.OPEN, time.toMillis());
    }

    /**
     * The server appends a number of at least ten digits to the path, which grows with every child that the parent ever
     * had. The path may then end with a slash.
     *
     * @throws IllegalStateException for a container, which cannot be sequential
     */
    public NewNode sequential() {
        CreateMode sequential = switch (mode) {
            case PERSISTENT, PERSISTENT_SEQUENTIAL -> CreateMode.PERSISTENT_SEQUENTIAL;
            case EPHEMERAL, EPHEMERAL_SEQUENTIAL -> CreateMode.EPHEMERAL_SEQUENTIAL;
            case PERSISTENT_WITH_TTL, PERSISTENT_SEQUENTIAL_WITH_TTL -> CreateMode.PERSISTENT_SEQUENTIAL_WITH_TTL;
            case CONTAINER -> throw new IllegalStateException("a container cannot be sequential");
        };
        return new NewNode(path, sequential, data, acl, ttlMs);
    }

    /** With these bytes, which must not be changed any more; null is allowed, and not the same as empty. */
    public NewNode data(byte[] bytes) {
        return new NewNode(path, mode, bytes, acl, ttlMs);
    }

    /** With this text as UTF-8. */
    public NewNode data(String text) {
        return data(text.getBytes(StandardCharsets.UTF_8));
    }

    /** With this access control list: {@link AccessList} helps to make one. */
    public NewNode acl(List<Acl> list) {
        return new NewNode(path, mode, data, List.copyOf(list), ttlMs);
    }

    /** The same znode elsewhere. */
    public NewNode at(String otherPath) {
        return new NewNode(Objects.requireNonNull(otherPath, "path"), mode, data, acl, ttlMs);
    }

    public String path() {
        return path;
    }

    public CreateMode mode() {
        return mode;
    }

    public byte[] data() {
        return data;
    }

    public List<Acl> acl() {
        return acl;
    }

    /** In ms; 0 without one. */
    public long ttlMs() {
        return ttlMs;
    }

    @Override
    public String toString() {
        return mode + " " + path;
    }
}
