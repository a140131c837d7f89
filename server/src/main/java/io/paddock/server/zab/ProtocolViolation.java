package io.paddock.server.zab;

/** The other end of a link broke the protocol. The link ends; nobody else is concerned. */
public final class ProtocolViolation extends RuntimeException {

    private static final long serialVersionUID = 1L;

    public ProtocolViolation(String message) {
        super(message, null, false, false);
    }

    static ProtocolViolation unexpected(QuorumPacket packet, String when) {
        return new ProtocolViolation(packet + " does not belong " + when);
    }
}
