package io.paddock.server.auth;

import io.paddock.common.AuthId;
import java.util.List;

/**
 * Scheme {@code ip}: the address that a connection comes from. An ACL names an address or the first bits of one, {@code
 * address/bits}. Every auth packet is accepted and adds nothing, since the address is known from the start.
 */
final class IpScheme implements Scheme {

    static final String NAME = "ip";

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public boolean isValid(String id) {
        return AddressPrefix.parse(id) != null;
    }

    @Override
    public boolean matches(String own, String id) {
        AddressPrefix prefix = AddressPrefix.parse(id);
        byte[] address = AddressPrefix.parseAddress(own);
        return prefix != null && address != null && prefix.matches(address);
    }

    @Override
    public boolean isAuthenticated() {
        return false;
    }

    @Override
    public Decision onPacket(byte[] auth, List<AuthId> who) {
        return Decision.accepted(who);
    }
}
