package io.paddock.server.storage;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Recovery of a member of an ensemble. Data that cannot be trusted is no reason to stay away while the others can bring
 * everything back: it goes into {@link Quarantine}, and the member begins as one that may have lost its data.
 *
 * <p>Used once, by one thread, before the log is written.
 */
public final class MemberRecovery {

    private static final Logger LOG = LoggerFactory.getLogger(MemberRecovery.class);

    private final Disk disk;
    private final Path snapDirectory;
    private final Path logDirectory;
    private final RecoveryOptions options;
    private final Quarantine quarantine;
    private final boolean othersRestore;
    private final boolean votes;

    /**
     * @param othersRestore whether the other members are a quorum without this one
     * @param votes whether this member is a voter, which an observer has not to be asked for
     */
    public MemberRecovery(
            Disk disk,
            Path snapDirectory,
            Path logDirectory,
            RecoveryOptions options,
            boolean othersRestore,
            boolean votes) {
        this.disk = disk;
        this.snapDirectory = snapDirectory;
        this.logDirectory = logDirectory;
        this.options = options;
        this.quarantine = new Quarantine(disk, snapDirectory, logDirectory);
        this.othersRestore = othersRestore;
        this.votes = votes;
    }

    /** As {@link Recovery#run}, but what nobody should believe is answered with the end -1. */
    public RecoveredState run() throws IOException {
        String reason = quarantine.reason();
        RecoveredState proven = reason == null ? null : proven(Quarantine.divergedAt(reason));
        if (proven != null) {
            LOG.warn(
                    "This server had left the history of its leader: {}.\n"
                            + "  Its disk has not, as all digests in the log show: so its memory was wrong. It goes on"
                            + " with what the disk holds. If that happens again, have the memory of the machine tested.",
                    reason.strip());
            quarantine.lift();
            return proven;
        }
        if (reason == null) {
            try {
                return begin();
            } catch (DamagedData e) {
                if (!othersRestore || !e.restorable()) {
                    throw e;
                }
                reason = e.finding();
                quarantine.declare(reason);
            }
        } else if (!othersRestore) {
            throw Damage.quarantined(quarantine.marker(), reason);
        } else {
            quarantine.declareUnproven(reason); // What is restored from now on would prove nothing of the time before.
        }
        List<Path> folders = quarantine.setAside();
        LOG.error(
                "The data of this server cannot be trusted: {}.\n"
                        + "  {}. This server comes back without its vote, gets everything from the leader, and then votes"
                        + " again.\n"
                        + "  Nothing else is to be done if the others serve the right data. If they do not, as more of them"
                        + " say the same, or were given older data: keep all copies, see which state is whole, move it back from its folder and remove {} there.",
                reason.strip(),
                folders.isEmpty() ? "Its files were moved aside before" : "Its files are now in " + folders,
                quarantine.marker());
        return recovery().lost();
    }

    /** A server that begins as one that may have lost its data is marked, until it has got everything. */
    private RecoveredState begin() throws IOException {
        if (votes && othersRestore && options.createEmpty() && recovery().findsNothing()) {
            LOG.info(
                    "There are no data in {}: this server votes if the voters that it hears have none either, which begins a"
                            + " new ensemble. Otherwise it gets everything from their leader first",
                    snapDirectory);
            return recovery().lost().asFresh(); // The others know which it is (hazard H19).
        }
        RecoveredState state = recovery().run();
        if (state.lastZxid() == -1 && othersRestore) {
            quarantine.declare("it began without data");
        }
        return state;
    }

    /**
     * What the disk holds, if it says itself that it is right: the log has the digest of the leader behind each transaction.
     *
     * @param divergedAt what must be reached; -1 if nothing can be proven
     * @return null if it is not proven
     */
    private RecoveredState proven(long divergedAt) throws IOException {
        if (divergedAt < 0 || !quarantine.holdsSnapshot()) {
            return null;
        }
        try {
            RecoveredState state = recovery().run();
            RecoveryStatistics statistics = state.statistics();
            // What is behind the divergence may be cut off, and then only what fits all the way is right.
            long mismatches = statistics.digestMismatches() + statistics.earlyMismatches();
            boolean right = statistics.digestChecks() > 0 && mismatches == 0;
            return right && state.lastZxid() >= divergedAt ? state : null;
        } catch (DamagedData e) {
            return null;
        }
    }

    private Recovery recovery() {
        return new Recovery(disk, snapDirectory, logDirectory, options);
    }
}
