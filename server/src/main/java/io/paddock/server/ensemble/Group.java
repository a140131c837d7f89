package io.paddock.server.ensemble;

import java.util.List;

/**
 * Voters that count as one in a hierarchical ensemble, usually those of one data centre.
 *
 * @param sids ascending, in whatever order they were given: their order means nothing
 */
public record Group(long number, List<Long> sids) {

    public Group {
        sids = sids.stream().sorted().toList();
    }
}
