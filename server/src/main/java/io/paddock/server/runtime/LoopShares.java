package io.paddock.server.runtime;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;

/**
 * How busy the event loops of clients are: what they use of a processor, as a loop does not tell when it waits for its
 * sockets. Any thread.
 */
final class LoopShares {

    private final ServerState state;
    private List<BusyShare> shares;

    LoopShares(ServerState state) {
        this.state = state;
    }

    synchronized double busiest() {
        if (shares == null) {
            // Not earlier: loops begin with their first task, and a starting server has no time for this.
            ThreadMXBean threads = ManagementFactory.getThreadMXBean();
            shares = state.loopThreads().stream()
                    .map(id ->
                            new BusyShare(() -> threads.isThreadCpuTimeSupported() ? threads.getThreadCpuTime(id) : 0))
                    .toList();
        }
        return shares.stream().mapToDouble(BusyShare::now).max().orElse(0);
    }
}
