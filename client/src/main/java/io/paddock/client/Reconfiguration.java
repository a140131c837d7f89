package io.paddock.client;

import java.util.Collection;

/**
 * A change of the ensemble's membership. Servers are written {@code server.<id>=<host>:<port>:<port>[:role];[<host>:]<port>}.
 *
 * @param joining comma list of servers to add or change; null for none
 * @param leaving comma list of ids to remove; null for none
 * @param members the whole new membership, instead of the first two; null for none
 * @param configVersion the version of the configuration that is to be replaced, or -1 for any
 */
public record Reconfiguration(String joining, String leaving, String members, long configVersion) {

    /** Adds, changes and removes servers. */
    public static Reconfiguration incremental(Collection<String> joining, Collection<String> leaving) {
        return new Reconfiguration(listOrNull(joining), listOrNull(leaving), null, -1);
    }

    /** Replaces the membership. */
    public static Reconfiguration replacing(Collection<String> members) {
        return new Reconfiguration(null, null, String.join(",", members), -1);
    }

    /** The same, if the configuration still has this version. */
    public Reconfiguration ifVersion(long version) {
        return new Reconfiguration(joining, leaving, members, version);
    }

    private static String listOrNull(Collection<String> items) {
        return items.isEmpty() ? null : String.join(",", items);
    }
}
