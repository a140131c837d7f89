package io.paddock.server.runtime;

import io.paddock.common.Zxid;
import io.paddock.server.metrics.Counters;
import io.paddock.server.metrics.Metric;
import io.paddock.server.replica.PeerWorld;
import io.paddock.server.storage.StorageFailure;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Says that the data of this server are those of another ensemble, or have left the history of its own, and ends it where it must
 * not go on with them.
 *
 * <p>Owned by the replica thread.
 */
final class WrongData {

    private static final Logger LOG = LoggerFactory.getLogger(WrongData.class);

    private final HistoryKeeper history;
    private final Counters counters;
    private final FatalHandler fatal;

    WrongData(HistoryKeeper history, Counters counters, FatalHandler fatal) {
        this.history = history;
        this.counters = counters;
        this.fatal = fatal;
    }

    /** As {@link PeerWorld#estranged}. */
    void estranged(long leader, long epoch, long ownEpoch) {
        String finding = "the data of this server are of epoch " + ownEpoch
                + ", and the other servers have long followed"
                + " server " + leader + " in epoch " + epoch + ": these are the data of another ensemble, or the others"
                + " were given older ones";
        String next = ".\n  It ends, because the others would lose theirs if it won an election. ";
        fatal.fatal("paddock-replica", new StorageFailure(finding + next + history.disown(finding), null));
        throw new IllegalStateException("this server does not belong to the ensemble");
    }

    /**
     * As {@link PeerWorld#diverged}.
     *
     * @param leads whether this server does
     */
    void diverged(long zxid, long expectedDigest, long digest, boolean ofOurs, boolean leads) {
        String finding = "after transaction " + Zxid.toHex(zxid) + " the tree of this server has the digest "
                + Long.toUnsignedString(digest) + ", and the leader that made it said "
                + Long.toUnsignedString(expectedDigest);
        if (!ofOurs) {
            counters.increment(Metric.DIGEST_MISMATCHES_COUNT);
            LOG.error(
                    "Digests differ: {}. That leader is not known as a server of Paddock, and a server of Apache's can be"
                            + " wrong about its own, so this one goes on. If no other server says so, stop this one and"
                            + " start it without its data.",
                    finding);
            return;
        }
        // A leader that is wrong about itself has foretold it wrong: its data is no worse than that of others.
        String next = leads
                ? "It leads itself: start it again, and report this as a defect."
                : history.distrust(zxid, finding);
        fatal.fatal(
                "paddock-replica",
                new StorageFailure(finding + ".\n  It would serve what others do not. " + next, null));
        throw new IllegalStateException("this server's tree has left the history");
    }
}
