package io.paddock.server.runtime;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import io.paddock.server.clientport.ClientPort;
import io.paddock.server.clientport.OccasionalWarning;
import io.paddock.server.metrics.Counters;
import io.paddock.server.metrics.Metric;
import io.paddock.server.session.Connection;
import io.paddock.server.session.LimitListener;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what limits do to clients, and tells the operator what asks for a decision. Owned by one event loop. */
final class LimitReports implements LimitListener {

    private static final Logger LOG = LoggerFactory.getLogger(LimitReports.class);

    private final OccasionalWarning refusals = new OccasionalWarning(LOG);
    private final OccasionalWarning longReplies = new OccasionalWarning(LOG);
    private final OccasionalWarning longData = new OccasionalWarning(LOG);
    private final Counters counters;
    private final int frameBytesMax;

    LimitReports(Counters counters, int frameBytesMax) {
        this.counters = counters;
        this.frameBytesMax = frameBytesMax;
    }

    @Override
    public void connectionRefused() {
        counters.increment(Metric.CONNECTION_REJECTED);
    }

    @Override
    public void connectRefused(Connection connection) {
        counters.increment(Metric.CONNECTION_REJECTED);
        refusals.warn("Connection throttle rejected connection of " + ClientPort.remoteOf(connection));
    }

    @Override
    public void connectAdmitted(int deficit) {
        counters.record(Metric.CONNECTION_TOKEN_DEFICIT, deficit);
    }

    @Override
    public void largeRequestRefused() {
        counters.increment(Metric.LARGE_REQUESTS_REJECTED);
    }

    @Override
    public void requestWaits() {
        counters.increment(Metric.REQUEST_THROTTLE_WAIT_COUNT);
    }

    @Override
    public void requestEntered(long waitedMs) {
        counters.record(Metric.REQUEST_THROTTLE_QUEUE_TIME_MS, waitedMs);
    }

    @Override
    public void requestStale(boolean dropped) {
        counters.increment(dropped ? Metric.STALE_REQUESTS_DROPPED : Metric.STALE_REQUESTS);
    }

    @Override
    public void requestThrottled() {
        counters.increment(Metric.THROTTLED_OPS);
    }

    @Override
    public void replyStale() {
        counters.increment(Metric.STALE_REPLIES);
    }

    @Override
    public void replyOverFrameLimit(OpCode type, Path path, int bytes) {
        longReplies.warn("The reply to " + type + (path == null ? "" : " of " + path) + " has " + bytes
                + " bytes and was sent whole, but clients whose jute.maxbuffer is " + frameBytesMax
                + " as here close the connection and never get it. Give the clients a larger jute.maxbuffer, or keep less"
                + " in this znode.");
    }

    @Override
    public void replyRefused(int bytes) {
        longReplies.warn("A multiRead asked for more than " + bytes + " bytes, and its connection was closed. Let the"
                + " client ask for less at once, or give the server a larger heap.");
    }

    @Override
    public void dataNearFrameLimit(Path path, int bytes) {
        longData.warn("The data written to " + path + " has " + bytes + " bytes, so close to jute.maxbuffer ("
                + frameBytesMax + ") that clients with the same limit may be unable to read it back. Give the clients a"
                + " larger jute.maxbuffer, or write less.");
    }
}
