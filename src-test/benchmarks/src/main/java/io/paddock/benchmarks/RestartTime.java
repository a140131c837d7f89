package io.paddock.benchmarks;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** From the start of the process to the first answered read, with a large tree in a snapshot or in the log. */
final class RestartTime implements Workload {

    private final boolean fromLog;

    RestartTime(boolean fromLog) {
        this.fromLog = fromLog;
    }

    @Override
    public String name() {
        return fromLog ? "restart-from-log" : "restart-from-snapshot";
    }

    @Override
    public List<Figure> measure(Options options) throws IOException {
        Path data =
                fromLog ? LargeData.asLog(options, options.znodes()) : LargeData.asSnapshot(options, options.znodes());
        Samples millis = new Samples();
        Samples cpuMillis = new Samples();
        Rounds.alternate(options.rounds(), contender -> {
            try (BenchedServer server = new BenchedServer(contender, options)) {
                Directories.copy(data, server.dataDirectory());
                server.launch();
                millis.add(contender, server.awaitServed() / 1e6);
                cpuMillis.add(contender, server.cpuNanos() / 1e6);
            }
        });
        return List.of(
                millis.figure(name(), "first served request, ms", Aim.ratioAtMost(0.3)),
                cpuMillis.figure(name(), "server CPU until then, ms", null));
    }
}
