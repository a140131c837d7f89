package io.paddock.server.session;

import io.paddock.common.AuthId;
import java.util.List;

/** Judges who a client is (client protocol, sections 7.2, 7.3 and 7.6). Any thread may ask. */
public interface Authenticator {

    /**
     * @param accepted false: AUTHFAILED and the connection ends
     * @param silent with {@code accepted} false: the connection ends without a reply
     * @param identities of the connection from now on
     */
    record Verdict(boolean accepted, boolean silent, List<AuthId> identities) {}

    /** An auth packet; auth may be null. */
    Verdict authenticate(String scheme, byte[] auth, List<AuthId> identities);

    /** False if authentication is enforced and none of the identities satisfies it. */
    boolean maySendRequests(List<AuthId> identities);

    /** What whoAmI shows of an identity. */
    String userName(AuthId identity);
}
