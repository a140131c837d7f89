package org.apache.zookeeper.server;

import io.paddock.server.runtime.PurgeMain;

/** The name that {@code cron} entries written for ZooKeeper call (operations, section 7.3). There is nothing else here. */
public final class PurgeTxnLog {

    private PurgeTxnLog() {}

    public static void main(String[] args) {
        PurgeMain.main(args);
    }
}
