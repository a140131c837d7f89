package io.paddock.server.session;

import io.paddock.common.AuthId;
import java.util.List;

/** Knows no scheme, and lets everybody send requests, as a server without any configuration does. */
public final class EverybodyMay implements Authenticator {

    @Override
    public Verdict authenticate(String scheme, byte[] auth, List<AuthId> identities) {
        return new Verdict(false, false, identities);
    }

    @Override
    public boolean maySendRequests(List<AuthId> identities) {
        return true;
    }

    @Override
    public String userName(AuthId identity) {
        return identity.id();
    }
}
