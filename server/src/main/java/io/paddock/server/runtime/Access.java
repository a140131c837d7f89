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
import java.util.concurrent.atomic.LongAdder;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Who may do what, and who somebody is, by the configuration.
 *
 * @param failures how many clients have failed to prove who they are
 */
record Access(AclRules rules, Authenticator authenticator, LongSupplier failures) {

    private static final Logger LOG = LoggerFactory.getLogger(Access.class);

    /** Throws {@link UnavailableScheme} if clients are to authenticate by a scheme that does not exist. */
    static Access of(AccessConfig config) {
        AuthOptions options = AuthOptions.of(config, false);
        for (String provider : AuthOptions.unknownProviders(config)) {
            LOG.warn("Problems loading {}: providers of others cannot be used, their scheme does not exist", provider);
        }
        AuthPackets packets = new AuthPackets(options);
        for (String scheme : packets.unavailableEnforcedSchemes()) {
            throw new UnavailableScheme(scheme);
        }
        LongAdder failures = new LongAdder();
        return new Access(new AccessRules(options), new Packets(packets, failures), failures::sum);
    }

    /** The auth room behind the interface that the session room knows. */
    private record Packets(AuthPackets packets, LongAdder failures) implements Authenticator {

        @Override
        public Verdict authenticate(String scheme, byte[] auth, List<AuthId> identities) {
            Decision decision = packets.accept(scheme, auth, identities);
            if (decision.outcome() != Decision.Outcome.ACCEPTED) {
                failures.increment();
            }
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
