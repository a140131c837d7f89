package io.paddock.server.zab;

import io.paddock.common.Zxid;
import io.paddock.server.txn.LoggedTxn;
import io.paddock.server.txn.WriteRequest;

/**
 * A transaction on its way to agreement. Immutable.
 *
 * @param txn has no body if it has been carried out and is only kept to be sent again
 * @param payload the transaction, encoded once for the log and for all peers; must not be changed
 * @param request that asked for it, here; null if it came from elsewhere
 */
public record Proposal(LoggedTxn txn, byte[] payload, WriteRequest request) {

    public static Proposal of(LoggedTxn txn, WriteRequest request) {
        return new Proposal(txn, txn.encode(), request);
    }

    /** What a leader sent. Throws {@link io.paddock.common.wire.MalformedRecord} or {@link ProtocolViolation}. */
    static Proposal received(QuorumPacket packet) {
        if (packet.data() == null) {
            throw new ProtocolViolation(packet + " has no transaction");
        }
        LoggedTxn txn = LoggedTxn.decode(packet.data());
        if (txn.zxid() != packet.zxid()) {
            throw new ProtocolViolation(packet + " has the transaction " + Zxid.toHex(txn.zxid()));
        }
        return new Proposal(txn, packet.data(), null);
    }

    /** Without what only they need who carry it out: its header and what is sent of it. */
    public Proposal toBeSent() {
        return new Proposal(new LoggedTxn(txn.header(), null, null), payload, null);
    }

    public long zxid() {
        return txn.zxid();
    }
}
