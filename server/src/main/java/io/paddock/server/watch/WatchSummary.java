package io.paddock.server.watch;

/**
 * The data registry in three numbers, as {@code wchs} reports them. A pair of a connection and a path counts once,
 * however many kinds of watches it has.
 */
public record WatchSummary(int connections, int paths, int watches) {}
