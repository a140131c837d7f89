package io.paddock.server.zab;

import io.paddock.server.ensemble.Quorums;

/**
 * What a peer knows of itself, whatever its role.
 *
 * @param voter false for an observer; a participant that the configuration does not name is a voter that never counts
 * @param quorums in force
 * @param configuration for learners
 * @param patience with leaders
 */
public record Self(
        long sid,
        boolean voter,
        Quorums quorums,
        Configuration configuration,
        ZabOptions options,
        History history,
        Patience patience) {

    /**
     * One that has no experience with leaders yet.
     *
     * @param configuration the text
     */
    public Self(
            long sid,
            boolean voter,
            Quorums quorums,
            long configurationVersion,
            byte[] configuration,
            ZabOptions options,
            History history) {
        this(
                sid,
                voter,
                quorums,
                new Configuration(configurationVersion, configuration),
                options,
                history,
                new Patience(options));
    }
}
