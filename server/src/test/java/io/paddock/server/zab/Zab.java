package io.paddock.server.zab;

import io.paddock.common.OpCode;
import io.paddock.common.Zxid;
import io.paddock.common.wire.WireOutput;
import io.paddock.server.ensemble.Ensemble;
import io.paddock.server.ensemble.Peer;
import io.paddock.server.txn.LoggedTxn;
import io.paddock.server.txn.Txn;
import io.paddock.server.txn.TxnHeader;
import java.util.ArrayList;
import java.util.List;

/** Transactions, packets and peers for tests of roles. */
final class Zab {

    private Zab() {}

    static Proposal txn(long zxid) {
        TxnHeader header = new TxnHeader(1, 0, zxid, 0, OpCode.CREATE_SESSION);
        return Proposal.of(new LoggedTxn(header, new Txn.CreateSession(1000), null), null);
    }

    static List<Proposal> txns(long... zxids) {
        List<Proposal> txns = new ArrayList<>();
        for (long zxid : zxids) {
            txns.add(txn(zxid));
        }
        return txns;
    }

    static QuorumPacket proposal(long zxid) {
        return QuorumPacket.of(PacketType.PROPOSAL, zxid, txn(zxid).payload());
    }

    static QuorumPacket followerInfo(long sid, long acceptedEpoch) {
        byte[] info = new LearnerInfo(sid, LearnerInfo.PROTOCOL_VERSION, 0).toBytes();
        return QuorumPacket.of(PacketType.FOLLOWER_INFO, Zxid.of(acceptedEpoch, 0), info);
    }

    static QuorumPacket observerInfo(long sid) {
        byte[] info = new LearnerInfo(sid, LearnerInfo.PROTOCOL_VERSION, 0).toBytes();
        return QuorumPacket.of(PacketType.OBSERVER_INFO, 0, info);
    }

    static QuorumPacket ackEpoch(long zxid, int currentEpoch) {
        return QuorumPacket.of(
                PacketType.ACK_EPOCH,
                zxid,
                new WireOutput(4).int32(currentEpoch).toByteArray());
    }

    /** Zxid 0x100000007 of {@code 1.7}. */
    static long z(String text) {
        String[] halves = text.split("\\.");
        return halves.length == 1
                ? Long.parseLong(text)
                : Zxid.of(Long.parseLong(halves[0]), Long.parseLong(halves[1]));
    }

    static Self self(long sid, int voters, History history) {
        List<Peer> peers = new ArrayList<>();
        for (long peer = 1; peer <= voters; peer++) {
            peers.add(new Peer(peer, List.of(new Peer.Address("h", 1, 2)), true, null));
        }
        return new Self(
                sid, true, Ensemble.majority(0, peers), 0, new byte[] {'c'}, ZabOptions.of(200, 10, 5), history);
    }

    /** A peer with these transactions on disk, all of the first epoch. */
    static History history(int transactions) {
        long[] zxids = new long[transactions];
        for (int i = 0; i < transactions; i++) {
            zxids[i] = Zxid.of(1, i + 1);
        }
        long end = transactions == 0 ? 0 : Zxid.of(1, transactions);
        int epoch = transactions == 0 ? 0 : 1;
        return new History(epoch, epoch, end, new RecentTxns(500, 0, txns(zxids)));
    }
}
