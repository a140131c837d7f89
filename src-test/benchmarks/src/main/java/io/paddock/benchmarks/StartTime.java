package io.paddock.benchmarks;

import java.io.IOException;
import java.util.List;

/** From the start of the process to the first answered read, in an empty directory. */
final class StartTime implements Workload {

    private static final int ROUNDS_MIN = 5;

    /** Well under a second. */
    private static final Aim AIM = Aim.atMost(700);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Figure> measure(Options options) throws IOException {
        Samples millis = new Samples();
        Samples cpuMillis = new Samples();
        Rounds.alternate(Math.max(ROUNDS_MIN, options.rounds()), contender -> {
            try (BenchedServer server = new BenchedServer(contender, options)) {
                server.launch();
                millis.add(contender, server.awaitServed() / 1e6);
                cpuMillis.add(contender, server.cpuNanos() / 1e6);
            }
        });
        return List.of(
                millis.figure(name(), "first served request, ms", AIM),
                cpuMillis.figure(name(), "server CPU until then, ms", null));
    }
}
