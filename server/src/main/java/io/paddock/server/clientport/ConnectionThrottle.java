package io.paddock.server.clientport;

import io.paddock.server.config.ConnectionThrottleConfig;
import io.paddock.server.session.Admission;
import java.util.function.DoubleSupplier;
import java.util.function.LongSupplier;

/**
 * Lets no more sessions be opened and resumed in a time than the server can take (server semantics, section 12): a bucket
 * of tokens that fills with time, and before it, if that is turned on, a drop at random whose probability rises while the
 * bucket is empty.
 *
 * <p>Shared by the event loops; any thread may call it.
 */
public final class ConnectionThrottle implements Admission {

    private final int tokensMax;
    private final long fillMs;
    private final long fillTokens;
    private final int freezeMs;
    private final double dropIncrease;
    private final double dropDecrease;
    private final long lowDeficit;
    private final int openTokens;
    private final int resumeTokens;
    private final LongSupplier clockMs;
    private final DoubleSupplier luck;

    private long tokens;
    private double dropProbability;
    private long filledMs;
    private long changedMs;

    /**
     * @param clockMs monotonic milliseconds
     * @param luck numbers from 0 (inclusive) to 1 (exclusive)
     */
    public ConnectionThrottle(ConnectionThrottleConfig config, LongSupplier clockMs, DoubleSupplier luck) {
        int weight = config.weighted() ? config.globalWeight() : 1;
        tokensMax = (int) Math.min(Integer.MAX_VALUE, (long) Math.max(0, config.tokens()) * weight);
        fillMs = Math.max(1, config.fillMs());
        fillTokens = (long) config.fillTokens() * weight;
        freezeMs = config.freezeMs();
        dropIncrease = config.dropIncrease();
        dropDecrease = config.dropDecrease();
        lowDeficit = Math.round(tokensMax * config.decreaseRatio());
        openTokens = weight;
        resumeTokens = config.weighted() ? config.renewWeight() : 1;
        this.clockMs = clockMs;
        this.luck = luck;
        tokens = tokensMax;
        filledMs = clockMs.getAsLong();
        changedMs = filledMs;
    }

    @Override
    public synchronized int admit(boolean resumes) {
        if (tokensMax == 0) {
            return 0; // Off.
        }
        long nowMs = clockMs.getAsLong();
        fill(nowMs);
        if (freezeMs >= 0 && isUnlucky(nowMs)) {
            return REFUSED;
        }
        int needed = resumes ? resumeTokens : openTokens;
        if (tokens < needed) {
            return REFUSED;
        }
        tokens -= needed;
        return (int) (tokensMax - tokens);
    }

    /** Of a connect request to be refused whatever the bucket holds: 0 to 1. */
    public synchronized double dropProbability() {
        return dropProbability;
    }

    private void fill(long nowMs) {
        long elapsedMs = nowMs - filledMs;
        if (elapsedMs > fillMs) {
            double gained = (double) elapsedMs * fillTokens / fillMs;
            tokens = (long) Math.max(0, Math.min(tokensMax, tokens + Math.floor(gained)));
            filledMs = nowMs;
        }
    }

    private boolean isUnlucky(long nowMs) {
        if (nowMs - changedMs > freezeMs) {
            long deficit = tokensMax - tokens;
            if (tokens == 0) {
                dropProbability = Math.min(1, dropProbability + dropIncrease);
            } else if (deficit <= lowDeficit) {
                dropProbability = Math.max(0, dropProbability - dropDecrease);
            }
            changedMs = nowMs;
        }
        return luck.getAsDouble() < dropProbability;
    }
}
