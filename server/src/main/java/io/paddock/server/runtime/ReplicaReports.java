package io.paddock.server.runtime;

import io.paddock.common.Path;
import io.paddock.server.metrics.Counters;
import io.paddock.server.metrics.Metric;
import io.paddock.server.replica.ReplicaListener;
import io.paddock.server.txn.Outcome;
import io.paddock.server.txn.Txn;
import io.paddock.server.txn.WriteRequest;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Gives what the replica does to logs and metrics. Owned by the replica thread. */
final class ReplicaReports implements ReplicaListener {

    private static final Logger LOG = LoggerFactory.getLogger(ReplicaReports.class);

    private final Counters counters;
    private final AuditTrail audit;
    private final QuotaWarnings quotas = new QuotaWarnings();
    private final Namespaces namespaces = new Namespaces();

    /** @param counters of the replica thread */
    ReplicaReports(Counters counters, AuditTrail audit) {
        this.counters = counters;
        this.audit = audit;
    }

    @Override
    public void sessionExpired(long id, int timeoutMs) {
        counters.increment(Metric.STALE_SESSIONS_EXPIRED);
        LOG.info("Expiring session 0x{}, timeout of {}ms exceeded", Long.toHexString(id), timeoutMs);
    }

    @Override
    public void unknownOwnerClosed(long id) {
        LOG.warn(
                "Closing session 0x{}: it owns ephemerals and is in no table, as in data of old releases",
                Long.toHexString(id));
    }

    @Override
    public void quotaExceeded(Excess excess) {
        if (excess.hard()) {
            counters.add(Metric.QUOTA_EXCEEDED_ERROR_PER_NAMESPACE, namespace(excess.quota()), 1);
        } else {
            quotas.softLimitExceeded(excess, System.nanoTime());
        }
    }

    @Override
    public void applied(Txn txn) {
        if (txn instanceof Txn.Create create) {
            written(create.path(), create.data());
        } else if (txn instanceof Txn.SetData set) {
            written(set.path(), set.data());
        } else if (txn instanceof Txn.Delete delete) {
            written(delete.path(), null);
        } else if (txn instanceof Txn.Multi multi && !multi.failed()) {
            multi.parts().forEach(this::applied);
        }
    }

    /** Path and data, as the original counts: not what the request took. */
    private void written(Path path, byte[] data) {
        String namespace = namespaces.of(path);
        if (namespace != null) {
            int bytes = path.utf8().length + (data == null ? 0 : data.length);
            counters.record(Metric.WRITE_PER_NAMESPACE, namespace, bytes);
        }
    }

    @Override
    public void carriedOut(WriteRequest request, Outcome outcome) {
        audit.carriedOut(request, outcome);
    }

    @Override
    public void ephemeralDeleted(long sessionId, Path path) {
        written(path, null);
        audit.ephemeralDeleted(sessionId, path);
    }

    /** A step has ended, and with it the passage of the gate. Before its answers are sent. */
    void afterStep() {
        audit.write();
    }

    /** The first component of a path. */
    static String namespace(Path path) {
        String text = path.toString();
        int end = text.indexOf('/', 1);
        return text.substring(1, end < 0 ? text.length() : end);
    }
}
