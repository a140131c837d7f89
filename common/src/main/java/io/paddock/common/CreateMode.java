package io.paddock.common;

/** The flags of a create request (client protocol, section 3.7). */
public enum CreateMode {
    PERSISTENT(0, false, false),
    EPHEMERAL(1, true, false),
    PERSISTENT_SEQUENTIAL(2, false, true),
    EPHEMERAL_SEQUENTIAL(3, true, true),
    CONTAINER(4, false, false),
    PERSISTENT_WITH_TTL(5, false, false),
    PERSISTENT_SEQUENTIAL_WITH_TTL(6, false, true);

    private static final CreateMode[] BY_FLAGS = values();

    private final int flags;
    private final boolean ephemeral;
    private final boolean sequential;

    CreateMode(int flags, boolean ephemeral, boolean sequential) {
        this.flags = flags;
        this.ephemeral = ephemeral;
        this.sequential = sequential;
    }

    /** The mode with these flags, or null if no mode has them. */
    public static CreateMode of(int flags) {
        return flags >= 0 && flags < BY_FLAGS.length ? BY_FLAGS[flags] : null;
    }

    public int flags() {
        return flags;
    }

    public boolean isEphemeral() {
        return ephemeral;
    }

    public boolean isSequential() {
        return sequential;
    }

    public boolean isTtl() {
        return this == PERSISTENT_WITH_TTL || this == PERSISTENT_SEQUENTIAL_WITH_TTL;
    }
}
