package io.paddock.server.runtime;

import io.paddock.common.AuthId;
import io.paddock.server.auth.AccessRules;
import io.paddock.server.auth.AuthOptions;
import io.paddock.server.auth.AuthPackets;
import io.paddock.server.auth.Decision;
import io.paddock.server.config.AccessConfig;
import io.paddock.server.session.Authenticator;
import io.paddock.server.tree.AclRules;
import java.util.List;

/** Who may do what, and who somebody is, by the configuration. */
record Access(AclRules rules, Authenticator authenticator) {

    static Access of(AccessConfig config) {
        String ensembles = System.getProperty("zookeeper.ensembleAuthName", "");
        AuthOptions options = AuthOptions.of(
                config,
                false,
                System.getProperty("zookeeper.letAnySaslUserDoX"),
                ensembles.isEmpty() ? List.of() : List.of(ensembles.split(",")));
        return new Access(new AccessRules(options), new Packets(new AuthPackets(options)));
    }

    /** The auth room behind the interface that the session room knows. */
    private record Packets(AuthPackets packets) implements Authenticator {

        @Override
        public Verdict authenticate(String scheme, byte[] auth, List<AuthId> identities) {
            Decision decision = packets.accept(scheme, auth, identities);
            return new Verdict(
                    decision.outcome() == Decision.Outcome.ACCEPTED,
                    decision.outcome() == Decision.Outcome.CLOSED,
                    decision.identities());
        }

        @Override
        public boolean maySendRequests(List<AuthId> identities) {
            return packets.satisfiesEnforcement(identities);
        }

        @Override
        public String userName(AuthId identity) {
            return packets.userName(identity);
        }
    }
}
