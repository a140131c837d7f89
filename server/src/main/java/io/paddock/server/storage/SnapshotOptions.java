package io.paddock.server.storage;

/**
 * How snapshots are written.
 *
 * @param digest the section with the tree's digest ({@code digest.enabled})
 * @param lastZxid the section with the last zxid ({@code serializeLastProcessedZxid.enabled}); never written without the
 *     other, which servers of release 3.9 could not read (hazard H2)
 */
public record SnapshotOptions(Compression compression, boolean digest, boolean lastZxid) {

    public static final SnapshotOptions DEFAULTS = new SnapshotOptions(Compression.NONE, true, true);

    public SnapshotOptions {
        lastZxid = lastZxid && digest;
    }
}
