package io.paddock.server.auth;

import io.paddock.common.AuthId;
import java.util.List;

/**
 * What comes of an auth packet.
 *
 * @param identities all identities of the connection from now on
 */
public record Decision(Outcome outcome, List<AuthId> identities) {

    public enum Outcome {
        /** Reply without error; the new identities count from the next frame on. */
        ACCEPTED,
        /** Reply AUTHFAILED, then close. */
        REFUSED,
        /** Close without a reply. */
        CLOSED
    }

    static Decision accepted(List<AuthId> identities) {
        return new Decision(Outcome.ACCEPTED, identities);
    }

    static Decision refused(List<AuthId> identities) {
        return new Decision(Outcome.REFUSED, identities);
    }

    static Decision closed(List<AuthId> identities) {
        return new Decision(Outcome.CLOSED, identities);
    }

    /** Without the identities: those of scheme digest hold hashes of passwords. */
    @Override
    public String toString() {
        return "Decision[" + outcome + ", " + identities.size() + " identities]";
    }
}
