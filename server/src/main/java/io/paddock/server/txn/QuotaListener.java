package io.paddock.server.txn;

import io.paddock.common.Path;

/** Hears of requests that go beyond a quota, while they are prepared. On the replica thread; must not block. */
public interface QuotaListener {

    QuotaListener NONE = excess -> {};

    /**
     * A request beyond a limit.
     *
     * @param path that the request creates or changes
     * @param quota path of the subtree that the quota is for
     * @param hard the request is refused; otherwise it goes on
     * @param ofBytes the limit is one of bytes, not of znodes
     * @param usage what there would be with the request
     */
    record Excess(Path path, Path quota, boolean hard, boolean ofBytes, long usage, long limit) {}

    void quotaExceeded(Excess excess);
}
