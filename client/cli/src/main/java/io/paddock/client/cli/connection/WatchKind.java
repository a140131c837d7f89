package io.paddock.client.cli.connection;

/** The kinds of watches that their removal tells apart (specification, cli 7.4). */
public enum WatchKind {
    CHILD("ChildWatchRemoved"),
    DATA("DataWatchRemoved"),
    PERSISTENT("PersistentWatchRemoved"),
    RECURSIVE("PersistentWatchRemoved");

    private final String removalType;

    WatchKind(String removalType) {
        this.removalType = removalType;
    }

    String removalType() {
        return removalType;
    }
}
