package io.paddock.client.cli.connection;

import io.paddock.client.SessionState;
import io.paddock.client.WatchEvent;
import io.paddock.client.cli.output.Output;

/**
 * Shows events in the four lines that scripts know (specification, cli 5).
 *
 * <p>Usable by any thread: the callbacks print, the thread that executes lines turns it on and off.
 */
public final class EventPrinter {

    private final Output output;

    /** Set by the thread that executes lines, read by callbacks. */
    private volatile boolean enabled = true;

    EventPrinter(Output output) {
        this.output = output;
    }

    public boolean isEnabled() {
        return enabled;
    }

    public void setEnabled(boolean on) {
        enabled = on;
    }

    void session(SessionState state) {
        print(word(state), "None", null, -1);
    }

    void change(SessionState state, WatchEvent event) {
        String type = switch (event.kind()) {
            case CREATED -> "NodeCreated";
            case DELETED -> "NodeDeleted";
            case DATA_CHANGED -> "NodeDataChanged";
            case CHILDREN_CHANGED -> "NodeChildrenChanged";
            case EVENTS_MISSED, WATCH_ENDED -> null;
        };
        if (type != null) {
            print(word(state), type, event.path(), event.zxid());
        }
    }

    void removal(SessionState state, WatchKind kind, String path) {
        print(word(state), kind.removalType(), path, -1);
    }

    private void print(String state, String type, String path, long zxid) {
        if (enabled) {
            output.event("\nWATCHER::\n\nWatchedEvent state:" + state + " type:" + type + " path:" + path + " zxid: "
                    + zxid + "\n");
        }
    }

    private static String word(SessionState state) {
        return switch (state) {
            case CONNECTING -> "Disconnected";
            case CONNECTED -> "SyncConnected";
            case CONNECTED_READ_ONLY -> "ConnectedReadOnly";
            case EXPIRED -> "Expired";
            case AUTH_FAILED -> "AuthFailed";
            case CLOSED -> "Closed";
        };
    }
}
