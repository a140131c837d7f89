package io.paddock.server.ensemble;

import java.util.List;

/** Voters that count as one in a hierarchical ensemble, usually those of one data centre. */
public record Group(long number, List<Long> sids) {

    public Group {
        sids = List.copyOf(sids);
    }
}
