package io.paddock.server.runtime;

import io.paddock.common.Path;
import io.paddock.server.txn.QuotaListener.Excess;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Warns that a soft limit is exceeded: once per quota and minute, with the number of requests that were not told about.
 * Owned by the replica thread.
 */
final class QuotaWarnings {

    private static final Logger LOG = LoggerFactory.getLogger(QuotaWarnings.class);

    private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

    /** Quotas that are remembered; when there are more, all are forgotten and may be told about again. */
    private static final int QUOTAS_MAX = 1_000;

    private static final class Told {
        private long nextNanos;
        private long silent;
    }

    private final Map<Path, Told> byQuota = new HashMap<>();

    void softLimitExceeded(Excess excess, long nowNanos) {
        Told told = byQuota.get(excess.quota());
        if (told != null && told.nextNanos - nowNanos > 0) {
            told.silent++;
            return;
        }
        if (told == null) {
            if (byQuota.size() == QUOTAS_MAX) {
                byQuota.clear();
            }
            told = new Told();
            byQuota.put(excess.quota(), told);
        }
        LOG.warn(
                "Quota of {} exceeded by a request for {}: {} of {} {}. It is a soft limit, nothing was refused{}",
                excess.quota(),
                excess.path(),
                excess.usage(),
                excess.limit(),
                excess.ofBytes() ? "bytes" : "znodes",
                told.silent == 0 ? "" : "; " + told.silent + " more requests exceeded it since the last warning");
        told.silent = 0;
        told.nextNanos = nowNanos + INTERVAL_NANOS;
    }
}
