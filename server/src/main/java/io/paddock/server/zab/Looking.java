package io.paddock.server.zab;

/**
 * No leader. The election looks for one as soon as the disk is at rest.
 *
 * @param why the last role ended, for operators
 * @param failed whether this peer tried to lead, or to follow, and could not (hazard H31)
 * @param silent the peer that does not answer although it can be connected to; {@link #NOBODY} if that is not known of any
 */
public record Looking(String why, boolean failed, long silent) implements EnsembleRole {

    public static final long NOBODY = Long.MIN_VALUE;

    public Looking(String why, boolean failed) {
        this(why, failed, NOBODY);
    }

    @Override
    public int outstanding() {
        return 0;
    }

    @Override
    public String toString() {
        return "LOOKING";
    }
}
