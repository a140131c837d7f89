package org.apache.zookeeper.server.quorum;

import io.paddock.server.runtime.Main;

/**
 * The name under which tools look for the process ({@code jps -l}, {@code pgrep -f QuorumPeerMain}; operations, section
 * 7.2). There is nothing else here.
 */
public final class QuorumPeerMain {

    private QuorumPeerMain() {}

    public static void main(String[] args) {
        Main.main(args);
    }
}
