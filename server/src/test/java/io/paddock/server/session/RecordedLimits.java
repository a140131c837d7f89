package io.paddock.server.session;

import io.paddock.common.OpCode;
import io.paddock.common.Path;
import java.util.ArrayList;
import java.util.List;

/** Keeps what a shard says about limits, as words. */
final class RecordedLimits implements LimitListener {

    final List<String> events = new ArrayList<>();

    /** How often this was said. */
    long count(String event) {
        return events.stream().filter(event::equals).count();
    }

    @Override
    public void connectRefused(Connection connection) {
        events.add("connect refused");
    }

    @Override
    public void connectAdmitted(int deficit) {
        events.add("connect admitted, deficit " + deficit);
    }

    @Override
    public void largeRequestRefused() {
        events.add("large request refused");
    }

    @Override
    public void requestWaits() {
        events.add("waits");
    }

    @Override
    public void requestEntered(long waitedMs) {
        events.add("entered after " + waitedMs);
    }

    @Override
    public void requestStale(boolean dropped) {
        events.add(dropped ? "stale dropped" : "stale");
    }

    @Override
    public void requestThrottled() {
        events.add("throttled");
    }

    @Override
    public void replyStale() {
        events.add("stale reply");
    }

    @Override
    public void replyOverFrameLimit(OpCode type, Path path, int bytes) {
        events.add("long reply " + type + " " + path + " " + bytes);
    }

    @Override
    public void dataNearFrameLimit(Path path, int bytes) {
        events.add("long data " + path + " " + bytes);
    }
}
