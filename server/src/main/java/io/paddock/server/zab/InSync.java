package io.paddock.server.zab;

/** A learner that has all that its leader had established: it follows, with a vote or without, and serves clients. */
public sealed interface InSync extends EnsembleRole permits Following, Observing {

    /** The epoch of the leader. */
    long epoch();

    /** Whose leader it is, and for how long it has been silent. */
    LeaderSilence silence();

    /** How many transactions that the leader had proposed when it was heard last are not committed here. */
    long behind();

    default long leaderSid() {
        return silence().leaderSid();
    }

    /** Where requests of clients go. */
    default long link() {
        return silence().link();
    }

    /** Whether the leader is of ours, so that its digests are computed as ours are. */
    default boolean leaderIsOurs() {
        return silence().leaderIsOurs();
    }

    @Override
    default EnsembleRole onUnlinked(long lost, String why, long nowMs, EnsembleEffects effects) {
        return lost != link() ? this : new Looking("leader " + silence().leaderSid() + " left: " + why, false);
    }

    @Override
    default EnsembleRole onPartMoved(long from, long nowMs) {
        if (from == link()) {
            silence().onMoved(nowMs);
        }
        return this;
    }

    @Override
    default EnsembleRole onTick(long nowMs, EnsembleEffects effects) {
        return orThis(silence().onTick(nowMs, effects));
    }

    @Override
    default EnsembleRole onCaughtUp(long asked, long nowMs, EnsembleEffects effects) {
        return asked != link() ? this : orThis(silence().onCaughtUp(nowMs, effects));
    }

    private EnsembleRole orThis(Looking left) {
        return left == null ? this : left;
    }

    @Override
    default boolean serves() {
        return true;
    }
}
