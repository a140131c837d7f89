package org.apache.zookeeper;

import io.paddock.client.cli.Main;

/** The name under which scripts start the shell without {@code zkCli.sh}. There is nothing else here. */
public final class ZooKeeperMain {

    private ZooKeeperMain() {}

    public static void main(String[] arguments) {
        Main.main(arguments);
    }
}
