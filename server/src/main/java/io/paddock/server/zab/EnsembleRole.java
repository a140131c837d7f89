package io.paddock.server.zab;

/**
 * The role of a peer in an ensemble. Each event is answered with the role that follows, which mostly is the same. {@link
 * History} has been told of what the disk answers before the role is.
 *
 * <p>A packet that breaks the protocol is a {@link ProtocolViolation} or a {@link
 * io.paddock.common.wire.MalformedRecord}; whoever steps the role then calls {@link #onUnlinked} as if the link had broken.
 */
public sealed interface EnsembleRole extends Role
        permits Looking, Discovering, Synchronizing, Restoring, InSync, Establishing, Leading {

    /** Instead of the sid of the peer that was dialled: the other end has dialled. */
    long INBOUND = -1;

    /** @param dialled the peer at the other end; {@link #INBOUND} if it is not known yet */
    default EnsembleRole onLinked(long link, long dialled, long nowMs, EnsembleEffects effects) {
        effects.unlink(link, "this server does not lead");
        return this;
    }

    default EnsembleRole onDialFailed(long nowMs, EnsembleEffects effects) {
        return this;
    }

    default EnsembleRole onUnlinked(long link, String why, long nowMs, EnsembleEffects effects) {
        return this;
    }

    default EnsembleRole onPacket(long link, QuorumPacket packet, long nowMs, EnsembleEffects effects) {
        return this;
    }

    /** All that had arrived on that link when {@link EnsembleEffects#catchUp} was asked has been told. */
    default EnsembleRole onCaughtUp(long link, long nowMs, EnsembleEffects effects) {
        return this;
    }

    /** More of the log is on disk. */
    default EnsembleRole onLogSynced(long nowMs, EnsembleEffects effects) {
        return this;
    }

    default EnsembleRole onEpochsPersisted(long nowMs, EnsembleEffects effects) {
        return this;
    }

    default EnsembleRole onTruncated(long nowMs, EnsembleEffects effects) {
        return this;
    }

    default EnsembleRole onTruncateRefused(long nowMs, EnsembleEffects effects) {
        return this;
    }

    /** A snapshot, or a long packet, is on its way over this link, and a part of it has got through. */
    default EnsembleRole onPartMoved(long link, long nowMs) {
        return this;
    }

    /** The snapshot that is being saved: some more of it has been written. */
    default EnsembleRole onDiskMoved(long nowMs) {
        return this;
    }

    default EnsembleRole onTick(long nowMs, EnsembleEffects effects) {
        return this;
    }

    /** Whether clients may be served. */
    default boolean serves() {
        return false;
    }
}
