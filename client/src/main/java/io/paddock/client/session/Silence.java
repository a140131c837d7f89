package io.paddock.client.session;

/**
 * How long a session has heard of no server, when that is too long for it to be alive, and too long for it to be renewed.
 *
 * <p>Owned by the I/O thread.
 */
final class Silence {

    private final SessionIdentity identity;
    private long lastHeardMs;
    private int failedAttempts;

    /** Since when a session is wanted in place of one that expired: ms of the session's clock; null if none is. */
    private Long renewingSinceMs;

    Silence(SessionIdentity identity) {
        this.identity = identity;
    }

    /** A server was heard then, or nobody could be before. */
    void heardAt(long ms) {
        lastHeardMs = ms;
    }

    void onConnected(long nowMs) {
        lastHeardMs = nowMs;
        failedAttempts = 0;
        renewingSinceMs = null;
    }

    void onAttemptFailed() {
        failedAttempts++;
    }

    /** The session has expired, and another one is wanted. */
    void onRenewing(long nowMs) {
        renewingSinceMs = nowMs;
        failedAttempts = 0;
    }

    long ms(long nowMs) {
        return nowMs - lastHeardMs;
    }

    /**
     * After 4/3 of the timeout no server can have kept the session. At least one attempt must have failed meanwhile: it may
     * have been this process that stood still.
     */
    boolean isTooLong(long nowMs) {
        return identity.isResumable() && ms(nowMs) > identity.timeoutMs() * 4L / 3 && failedAttempts > 0;
    }

    /** Whether a session is wanted in place of one that expired for longer than it may take. */
    boolean isRenewingInVain(long nowMs) {
        return renewingSinceMs != null && nowMs - renewingSinceMs > identity.timeoutMs();
    }
}
