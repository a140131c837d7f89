package io.paddock.server.zab;

/**
 * No leader. The election looks for one as soon as the disk is at rest.
 *
 * @param why the last role ended, for operators
 * @param failed whether this peer tried to lead, or to follow, and could not (hazard H31)
 */
public record Looking(String why, boolean failed) implements EnsembleRole {

    @Override
    public int outstanding() {
        return 0;
    }

    @Override
    public String toString() {
        return "LOOKING";
    }
}
