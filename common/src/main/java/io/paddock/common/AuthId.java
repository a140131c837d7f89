package io.paddock.common;

import io.paddock.common.wire.WireInput;
import io.paddock.common.wire.WireOutput;

/**
 * An identity, or the part of an ACL entry that names one: scheme string, id string. Either may be null as read from the
 * wire; who may be null where is decided by the ACL rules (client protocol, section 7.4).
 */
public record AuthId(String scheme, String id) {

    public static final AuthId ANYONE = new AuthId("world", "anyone");

    public static AuthId read(WireInput in) {
        String scheme = in.string();
        String id = in.string();
        return ANYONE.scheme.equals(scheme) && ANYONE.id.equals(id) ? ANYONE : new AuthId(scheme, id);
    }

    public void write(WireOutput out) {
        out.string(scheme).string(id);
    }
}
